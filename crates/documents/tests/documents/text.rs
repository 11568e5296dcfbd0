//! Plain text: encodings, and characters that do not show.

use documents::{HiddenReason, MAX_CHARS, Unreadable, extract};

use crate::support::text_of;

#[test]
fn decodes_what_editors_write() {
    let text = "Zoë – “café” • 5 €";
    let utf16 = |bom: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
        bom.into_iter()
            .chain(text.encode_utf16().flat_map(bytes))
            .collect::<Vec<u8>>()
    };
    assert_eq!(text_of(text.as_bytes()), text);
    assert_eq!(text_of(format!("\u{feff}{text}").as_bytes()), text);
    assert_eq!(text_of(&utf16([0xff, 0xfe], u16::to_le_bytes)), text);
    assert_eq!(text_of(&utf16([0xfe, 0xff], u16::to_be_bytes)), text);
    assert_eq!(text_of(b"Zo\xeb \x96 \x93caf\xe9\x94 \x95 5 \x80"), text);
}

#[test]
fn mends_lines() {
    let text = "S K I L L S\r\n\r\n\r\n\r\n* Rust\r\no Led a team\r\n- of\u{a0}four,  ef\u{fb01}cient\r\nmulti-\r\nyear plan, docu\u{ad}\r\nmented\r\nGrades A B C D\r\n";
    insta::assert_snapshot!(text_of(text.as_bytes()), @r"
    SKILLS

    • Rust
    • Led a team
    • of four, efficient
    multi-year
    plan, documented
    Grades A B C D
    ");
}

#[test]
fn tells_shapeless_characters_apart() {
    let tags: String = "hire me"
        .bytes()
        .filter_map(|byte| char::from_u32(0xe0000 + u32::from(byte)))
        .collect();
    let read = extract(format!("Py\u{200b}thon and Rust{tags} 👩\u{200d}💻").as_bytes()).unwrap();
    assert_eq!(read.text(), "Python and Rust 👩\u{200d}💻");
    assert_eq!(read.hidden[0].reason, HiddenReason::Shapeless);
    assert_eq!(read.hidden[0].text, "Python\nhire me");
}

#[test]
fn parts_pages_at_form_feeds() {
    let read = extract("One\u{c}Two\u{c}".as_bytes()).unwrap();
    assert_eq!((read.pages.len(), read.text().as_str()), (2, "One\u{c}Two"));
}

#[test]
fn more_text_than_anybody_reads_is_not_read() {
    let words = |many: usize| "é".repeat(many);
    assert_eq!(
        text_of(words(MAX_CHARS).as_bytes()).chars().count(),
        MAX_CHARS
    );
    let limit = u32::try_from(MAX_CHARS).unwrap();
    let refused = extract(words(MAX_CHARS + 1).as_bytes());
    assert_eq!(refused, Err(Unreadable::TooMuchText { limit }));
}
