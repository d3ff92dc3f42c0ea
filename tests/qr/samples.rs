//! Pictures kept in the repository.

use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn recorded_pictures_have_their_texts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/qr/samples");
    let texts = std::fs::read_to_string(folder.join("texts.json")).expect("the list of texts");
    let texts: BTreeMap<String, String> = serde_json::from_str(&texts).expect("a list of texts");
    assert!(texts.len() >= 7);
    for (file, text) in texts {
        let bytes = std::fs::read(folder.join(&file)).expect("a picture of the list");
        assert!(otp::qr::is_picture(&bytes), "{file}");
        let codes = otp::qr::read(&bytes, &|| false).expect("a picture");
        let read: Vec<&str> = codes
            .found
            .iter()
            .map(|found| found.text.expose())
            .collect();
        assert_eq!(read, [text], "{file}");
    }
}
