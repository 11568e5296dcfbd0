//! Positions in the text, and the form that crosses the process border.

use documents::{Extracted, Unreadable, extract};

use crate::support::{Pdf, line};

#[test]
fn finds_the_page_of_a_character() {
    let read = extract("Zoë\u{c}Two\u{c}3".as_bytes()).unwrap();
    let text: Vec<char> = read.text().chars().collect();
    // The form feed belongs to the page that it ends.
    let pages: Vec<u32> = (0..text.len()).map(|offset| read.page_of(offset)).collect();
    assert_eq!(pages, [1, 1, 1, 1, 2, 2, 2, 2, 3]);
    assert_eq!(read.page_of(1_000), 3);
}

#[test]
fn survives_json() {
    let read = extract(
        &Pdf::new()
            .page(line(72.0, 700.0, 10.0, "Seen") + &line(72.0, 600.0, 1.0, "tiny"))
            .build(),
    )
    .unwrap();
    assert_eq!(
        serde_json::from_str::<Extracted>(&serde_json::to_string(&read).unwrap()).unwrap(),
        read
    );
    for error in [
        Unreadable::Scanned,
        Unreadable::TooManyPages {
            pages: 51,
            limit: 50,
        },
        Unreadable::UnsupportedType {
            found: "an image".into(),
        },
    ] {
        let json = serde_json::to_value(&error).unwrap();
        assert_eq!(json["code"], error.code());
        assert_eq!(serde_json::from_value::<Unreadable>(json).unwrap(), error);
    }
}
