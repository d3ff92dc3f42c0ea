//! The bytes between two frames.

use ratatui::style::Style;

use super::*;

fn picture(lines: &[&str]) -> Buffer {
    Buffer::with_lines(lines.iter().copied())
}

fn frame_buffer(charset: Charset, old: &[&str], new: &[&str]) -> String {
    let mut frame_buffer = FrameBuffer::new(charset, Height::Full);
    frame_buffer.turn(&picture(old), &picture(new));
    String::from_utf8(frame_buffer.done()).expect("text")
}

#[test]
fn a_code_is_written_whole_at_its_own_column() {
    let found = frame_buffer(Charset::Utf8, &["a 123456 x"], &["a 123496 x"]);
    assert_eq!(found, "\x1b[1;3H123496");
}

#[test]
fn what_follows_a_sign_is_addressed_and_what_it_may_have_covered_written_again() {
    let found = frame_buffer(Charset::Utf8, &["━━ 27!"], &["━╸ 26!"]);
    assert_eq!(found, "\x1b[1;2H╸\x1b[3G 26!");
}

#[test]
fn a_line_with_other_letters_is_erased_and_written_whole() {
    let found = frame_buffer(Charset::Utf8, &["日本 12 345"], &["本日 12 345"]);
    assert_eq!(found, "\x1b[1;1H\x1b[K\x1b[1G本日\x1b[1;6H12\x1b[9G345");
}

#[test]
fn without_utf8_nothing_but_ascii_leaves() {
    let found = frame_buffer(Charset::Ascii, &["          "], &["Û日… 123 ★"]);
    assert_eq!(found, "\x1b[1;1H????\x1b[6G123\x1b[10G?");
}

#[test]
fn below_the_cursor_every_line_is_reached_from_the_first_one() {
    let mut frame_buffer = FrameBuffer::new(Charset::Utf8, Height::Lines(3));
    frame_buffer.turn(&picture(&["a ", "b ", "c "]), &picture(&["x ", "b ", "z "]));
    let found = String::from_utf8(frame_buffer.done()).expect("text");
    assert_eq!(found, "\x1b8\x1b[1Gx\x1b8\x1b[2B\x1b[1Gz");
}

#[test]
fn basic_colours_have_basic_codes() {
    let mut new = picture(&["abcd"]);
    let mut paint = |column, style: Style| {
        new.set_style(ratatui::layout::Rect::new(column, 0, 1, 1), style);
    };
    paint(0, Style::new().fg(Color::Blue));
    paint(1, Style::new().fg(Color::Indexed(9)).bg(Color::Gray));
    paint(
        2,
        Style::new().fg(Color::Indexed(16)).bg(Color::Rgb(1, 2, 3)),
    );
    let mut frame_buffer = FrameBuffer::new(Charset::Utf8, Height::Full);
    frame_buffer.turn(&picture(&["    "]), &new);
    let found = String::from_utf8(frame_buffer.done()).expect("text");
    assert_eq!(
        found,
        "\x1b[1;1H\x1b[0;34ma\x1b[0;91;47mb\x1b[0;38;5;16;48;2;1;2;3mc\x1b[md"
    );
}

#[test]
fn the_last_column_has_the_ground_of_its_line_and_is_never_written() {
    let mut new = picture(&["ab"]);
    let ground = Style::new().bg(Color::Blue);
    new.set_style(new.area, ground);
    let turned = |old: &Buffer, new: &Buffer| {
        let mut frame_buffer = FrameBuffer::new(Charset::Utf8, Height::Full);
        frame_buffer.turn(old, new);
        String::from_utf8(frame_buffer.done()).expect("text")
    };
    let old = picture(&["ab"]);
    assert_eq!(
        turned(&old, &new),
        "\x1b[1;1H\x1b[0;44mab\x1b[3G\x1b[K\x1b[m"
    );
    let mut later = new.clone();
    later.set_string(1, 0, "c", ground);
    assert!(!turned(&new, &later).contains("\x1b[K"));
    assert!(turned(&later, &old).ends_with("\x1b[3G\x1b[K"));
}
