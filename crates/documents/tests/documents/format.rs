//! A file is what its bytes say.

use documents::{Format, Unreadable, extract};

use crate::support::Docx;

fn unsupported(found: &str) -> Unreadable {
    Unreadable::UnsupportedType {
        found: found.to_owned(),
    }
}

#[test]
fn refuses_what_is_no_document() {
    for (bytes, found) in [
        (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "an image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "an image"),
        (b"MZ\x90\0\x03\0\0\0", "a program"),
        (b"\x7fELF\x02\x01\x01", "a program"),
        (b"\x1f\x8b\x08\0", "an archive"),
        (b"{\\rtf1\\ansi Hello}", "a rich text file (RTF)"),
        (b"random \x01\x02\x03 bytes", "not a text document"),
    ] {
        assert_eq!(extract(bytes), Err(unsupported(found)));
    }
    for (part, found) in [
        ("xl/workbook.xml", "a spreadsheet"),
        ("ppt/presentation.xml", "a presentation"),
        ("notes.txt", "an archive"),
    ] {
        assert_eq!(
            extract(&Docx::default().part(part, "<x/>").build()),
            Err(unsupported(found))
        );
    }
    assert_eq!(
        unsupported("an image").to_string(),
        "This file is an image, which cannot be read as a document. Ask for it as PDF or DOCX."
    );
}

#[test]
fn knows_old_and_protected_word_documents() {
    let compound = |stream: &str| {
        let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        file.resize(512, 0);
        file.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        file
    };
    assert_eq!(
        extract(&compound("WordDocument")),
        Err(Unreadable::LegacyWord)
    );
    assert_eq!(
        extract(&compound("EncryptedPackage")),
        Err(Unreadable::Encrypted)
    );
    assert_eq!(
        extract(&compound("Workbook")),
        Err(unsupported("an old Office file"))
    );
}

#[test]
fn takes_words_that_look_like_magic_for_words() {
    for text in ["BMW, Munich", "MZ Motors"] {
        let read = extract(text.as_bytes()).unwrap();
        assert_eq!((read.format, read.text().as_str()), (Format::Text, text));
    }
}

#[test]
fn refuses_the_empty_and_the_large() {
    assert_eq!(extract(b""), Err(Unreadable::Empty));
    assert_eq!(extract(b" \r\n\t "), Err(Unreadable::Empty));
    assert_eq!(extract("\u{200b}\u{a0}".as_bytes()), Err(Unreadable::Empty));
    assert_eq!(
        extract(&vec![b'a'; documents::MAX_BYTES + 1]),
        Err(Unreadable::TooLarge { limit_mb: 16 })
    );
}
