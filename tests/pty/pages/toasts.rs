//! Messages that go by themselves hide neither the keys nor a question.

use super::{demo, lowest};

#[test]
fn a_message_stands_above_the_keys_and_leaves_with_its_page() {
    let (_home, session) = demo((80, 24));
    session.types("jd").sees("Removed");
    assert!(lowest(&session).contains("quit"), "{}", session.screen());
    // Its `u` would be a letter there.
    session.types("a").sees("Link, picture or secret");
    session.sees_no("Removed");
    assert!(lowest(&session).contains("cancel"), "{}", session.screen());
    session.types("\x1b").sees_no("Link, picture");
    session.types("u").sees("Undone");
    assert!(lowest(&session).contains("quit"), "{}", session.screen());
    // So it would in the search line.
    session.types("jd").sees("Removed").types("/");
    session.sees_no("Removed").types("u").sees("/u");
    session.types("\x1b").sees_no("/u").types("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn in_a_small_window_too() {
    let (_home, session) = demo((24, 8));
    session.types("jd").sees("Removed");
    assert!(lowest(&session).contains("quit"), "{}", session.screen());
    session.types("/fob\t").sees("Key fob");
    session.types("+").sees("Use counter");
    assert!(lowest(&session).contains("yes"), "{}", session.screen());
    session.types("y").sees("fresh");
    assert!(lowest(&session).contains("copy"), "{}", session.screen());
    assert_eq!(session.types("q").ends(), 0);
}
