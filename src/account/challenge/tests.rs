//! What becomes of a session: tries, decisions, and what another one for the same person cannot bring.

use super::*;

const LIMITS: Limits = Limits {
    tries: 5,
    cool_down: 600_000,
    per_minute: 10,
};

fn at(second: u64) -> Timestamp {
    Timestamp::from_seconds(1_000_000 + second)
}

fn session() -> Session {
    Session {
        code: [7; 32],
        destination: "x".to_owned(),
        channel: "sms".to_owned(),
        made: at(0),
        expires: at(1800),
        stage: Stage::Sent,
        tries: Tries::default(),
    }
}

#[test]
fn codes_are_drawn_evenly_and_hold_nothing_that_is_mistaken() {
    let mut byte = 0_u8;
    let mut counting = |bytes: &mut [u8]| {
        for place in bytes {
            *place = byte;
            byte = byte.wrapping_add(1);
        }
    };
    let code = Alphabet::Digits.draw(2500, &mut counting);
    for digit in '0'..='9' {
        assert_eq!(code.as_str().matches(digit).count(), 250, "{digit}");
    }
    let mixed = Alphabet::Mixed.draw(3100, &mut counting);
    assert!(!mixed.as_str().contains(['0', 'O', '1', 'I', 'L']));
    assert_eq!(mixed.as_str().len(), 3100);
}

#[test]
fn ids_hold_128_bits_and_hashes_hang_on_all_there_is() {
    let (one, two) = (SessionId::from_random(1), SessionId::from_random(1 << 127));
    assert_ne!(one, two);
    assert_eq!(
        SessionId::parse(&one.as_str().to_uppercase()),
        Some(one.clone())
    );
    for text in ["", "../../x", &"a".repeat(27)] {
        assert_eq!(SessionId::parse(text), None, "{text}");
    }
    assert!(!one.file_stem().contains(one.as_str()));
    let key = |byte| HashKey::from_bytes(&[byte; 32]).expect("32 bytes");
    let hash = |key: &HashKey, id, code| key.hash_of_code(id, &Code::typed(code));
    let known = hash(&key(1), &one, "123456");
    assert_eq!(known, hash(&key(1), &one, "123 456"));
    assert_ne!(known, hash(&key(2), &one, "123456"));
    assert_ne!(known, hash(&key(1), &two, "123456"));
    assert_ne!(known, hash(&key(1), &one, "123457"));
    assert!(HashKey::from_bytes(&[1; 31]).is_none());
    let counted = |byte, to| {
        let to = Destination::parse(to).expect("a destination");
        key(byte).hash_of_destination(&to)
    };
    let known = counted(1, "me@x.org");
    assert_eq!(known.len(), 32, "{known}");
    assert_eq!(known, counted(1, "ME@x.org"));
    assert_ne!(known, counted(2, "me@x.org"));
    assert_ne!(known, counted(1, "you@x.org"));
}

#[test]
fn a_session_is_decided_once() {
    let mut approved = session();
    assert_eq!(approved.begin(at(1), LIMITS), Ok(()));
    assert!(approved.decide(&[7; 32]));
    assert_eq!(approved.begin(at(2), LIMITS), Err(Closed::Decided));
    assert!(!approved.decide(&[7; 32]));
    assert_eq!(approved.status(at(9999)), Status::Approved);

    let mut spent = session();
    for second in 0..5 {
        assert_eq!(spent.status(at(second)), Status::Pending);
        assert_eq!(spent.begin(at(second), LIMITS), Ok(()));
        assert!(!spent.decide(&[8; 32]));
    }
    assert_eq!(spent.status(at(5)), Status::Rejected);
    // The cool-down is over, the session has not expired: decided is decided.
    assert_eq!(spent.begin(at(1000), LIMITS), Err(Closed::Decided));
    assert_eq!(spent.tries.count, 5);
}

#[test]
fn the_last_try_may_be_right_and_a_crash_in_it_counts() {
    let mut session = session();
    for second in 0..5 {
        assert_eq!(session.begin(at(second), LIMITS), Ok(()));
    }
    let crashed = session.clone();
    assert_eq!(crashed.status(at(6)), Status::Rejected);
    assert!(session.decide(&[7; 32]));
    assert_eq!(session.status(at(6)), Status::Approved);
}

#[test]
fn what_expired_was_never_sent_or_comes_from_the_future_is_closed() {
    assert_eq!(at(0).millis() + MAX_LIFE, session().expires.millis());
    let mut late = session();
    assert_eq!(late.begin(at(1800), LIMITS), Err(Closed::Decided));
    let mut unsent = session();
    unsent.stage = Stage::Unsent;
    assert_eq!(unsent.begin(at(1), LIMITS), Err(Closed::Decided));
    assert!(!unsent.decide(&[7; 32]));
    let mut set_back = session();
    set_back.made = at(100);
    assert_eq!(set_back.begin(at(1), LIMITS), Err(Closed::Decided));
    assert_eq!(set_back.begin(at(99), LIMITS), Ok(()));
}

#[test]
fn ten_a_minute_however_many_are_allowed() {
    let many = Limits {
        tries: 100,
        ..LIMITS
    };
    let mut session = session();
    for second in 0..10 {
        assert_eq!(session.begin(at(second), many), Ok(()));
    }
    assert_eq!(session.begin(at(10), many), Err(Closed::TooEarly(50_000)));
    assert_eq!(session.begin(at(61), many), Ok(()));
}

#[test]
fn five_messages_a_minute_and_none_while_it_cools_down() {
    let mut counted = Counted::default();
    for second in 0..5 {
        assert_eq!(counted.send(at(second), LIMITS), Ok(()));
    }
    assert_eq!(counted.send(at(5), LIMITS), Err(55_000));
    assert_eq!(counted.send(at(60), LIMITS), Ok(()));
    // Four tries in one session, one in the next.
    for second in 61..66 {
        counted.guess(at(second), LIMITS);
    }
    assert_eq!(counted.send(at(70), LIMITS), Err(595_000));
    assert!(!counted.is_over(at(70), LIMITS));
    assert_eq!(counted.send(at(666), LIMITS), Ok(()));
    counted.guess(at(667), LIMITS);
    counted.approve();
    assert_eq!(counted.guesses.count, 0);
    assert!(counted.is_over(at(5000), LIMITS));
}

#[test]
fn an_id_is_its_bits_and_its_file_does_not_tell_it() {
    let id = SessionId::from_random(1 | 31 << 120 | 1 << 5);
    assert_eq!(id.as_str(), "bbaaaaaaaaaaaaaaaaaaaaaa7a");
    assert_eq!(
        SessionId::parse(" BBAAAAAAAAAAAAAAAAAAAAAA7A\n"),
        Some(id.clone())
    );
    assert_eq!(id.file_stem(), "96a81a7f1eb54e3e27a838ef9d431ba9");
}
