//! Keys as terminals send them, whole and in pieces.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEventKind};

use super::Keys;

fn read(bytes: &[u8], piece: usize) -> Vec<Event> {
    let mut keys = Keys::default();
    let mut events = Vec::new();
    for piece in bytes.chunks(piece) {
        keys.take(piece, |event| events.push(event));
    }
    keys.settle(|event| events.push(event));
    events
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}

#[test]
fn keys_are_told_apart_however_they_are_cut() {
    const NONE: KeyModifiers = KeyModifiers::NONE;
    let typed: [(&[u8], Event); 29] = [
        (b"a", key(KeyCode::Char('a'), NONE)),
        (b"G", key(KeyCode::Char('G'), KeyModifiers::SHIFT)),
        ("é".as_bytes(), key(KeyCode::Char('é'), NONE)),
        ("日".as_bytes(), key(KeyCode::Char('日'), NONE)),
        ("👩".as_bytes(), key(KeyCode::Char('👩'), NONE)),
        (b"\r", key(KeyCode::Enter, NONE)),
        (b"\t", key(KeyCode::Tab, NONE)),
        (b"\x7f", key(KeyCode::Backspace, NONE)),
        (b"\x03", key(KeyCode::Char('c'), KeyModifiers::CONTROL)),
        (b"\x0a", key(KeyCode::Char('j'), KeyModifiers::CONTROL)),
        (b"\x1c", key(KeyCode::Char('4'), KeyModifiers::CONTROL)),
        (b"\0", key(KeyCode::Char(' '), KeyModifiers::CONTROL)),
        (b"\x1b[A", key(KeyCode::Up, NONE)),
        (b"\x1bOB", key(KeyCode::Down, NONE)),
        (b"\x1b[1;5C", key(KeyCode::Right, KeyModifiers::CONTROL)),
        (b"\x1b[H", key(KeyCode::Home, NONE)),
        (b"\x1b[4~", key(KeyCode::End, NONE)),
        (b"\x1b[3~", key(KeyCode::Delete, NONE)),
        (b"\x1b[5~", key(KeyCode::PageUp, NONE)),
        (b"\x1b[6;2~", key(KeyCode::PageDown, KeyModifiers::SHIFT)),
        (b"\x1b[Z", key(KeyCode::BackTab, KeyModifiers::SHIFT)),
        (b"\x1bOP", key(KeyCode::F(1), NONE)),
        (b"\x1b[[B", key(KeyCode::F(2), NONE)),
        (b"\x1b[15~", key(KeyCode::F(5), NONE)),
        (b"\x1b[24~", key(KeyCode::F(12), NONE)),
        (b"\x1bx", key(KeyCode::Char('x'), KeyModifiers::ALT)),
        (b"\x1b[I", Event::FocusGained),
        (b"\x1b[O", Event::FocusLost),
        (
            b"\x1b[200~two\r\nlines\x1b[201~",
            Event::Paste("two\r\nlines".to_owned()),
        ),
    ];
    let all: Vec<u8> = typed.iter().flat_map(|(bytes, _)| bytes.to_vec()).collect();
    let wanted: Vec<Event> = typed.iter().map(|(_, event)| event.clone()).collect();
    for piece in [1, 2, 3, 5, 7, 64, all.len()] {
        assert_eq!(read(&all, piece), wanted, "in pieces of {piece}");
    }
}

#[test]
fn an_escape_alone_is_a_key() {
    let escape = || key(KeyCode::Esc, KeyModifiers::NONE);
    assert_eq!(read(b"\x1b", 1), [escape()]);
    assert_eq!(read(b"\x1b\x1b", 1), [escape(), escape()]);
    assert_eq!(
        read(b"\x1b\x1b[A", 9),
        [escape(), key(KeyCode::Up, KeyModifiers::NONE)]
    );
}

#[test]
fn answers_and_nonsense_are_left_out() {
    let a = || key(KeyCode::Char('a'), KeyModifiers::NONE);
    for nonsense in [
        b"\x1b[?62;22c".as_slice(),
        b"\x1b[0n",
        b"\x1b[99~",
        b"\xff",
        b"\xc3\x28"[..1].as_ref(),
        b"\x1b[M !!",
        b"\x1b[1;2",
    ] {
        let mut bytes = nonsense.to_vec();
        if nonsense == b"\x1b[1;2" || nonsense == b"\xc3" {
            assert_eq!(read(&bytes, 3), [], "{nonsense:?}");
            continue;
        }
        bytes.push(b'a');
        assert_eq!(read(&bytes, 3), [a()], "{nonsense:?}");
    }
}

#[test]
fn clicks_have_a_place() {
    let [Event::Mouse(click)] = read(b"\x1b[<0;12;3M\x1b[<0;12;3m", 64)[..] else {
        panic!("one click");
    };
    assert_eq!(click.kind, MouseEventKind::Down(MouseButton::Left));
    assert_eq!((click.column, click.row), (11, 2));
}

#[test]
fn much_input_is_read_in_a_moment() {
    let keys = vec![b'x'; 1 << 20];
    assert_eq!(read(&keys, 1024).len(), 1 << 20);
    let mut paste = b"\x1b[200~".to_vec();
    paste.extend(std::iter::repeat_n(b'y', 1 << 20));
    paste.extend(b"\x1b[201~z");
    let events = read(&paste, 1000);
    assert_eq!(events.len(), 2);
    assert!(matches!(&events[0], Event::Paste(text) if text.len() == 1 << 20));
}
