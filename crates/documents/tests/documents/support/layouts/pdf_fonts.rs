//! PDF pages by how their fonts are encoded.

use super::Layout;
use crate::support::Pdf;

pub fn layouts() -> Vec<Layout> {
    let mut layouts = simple();
    layouts.extend(composite());
    layouts.extend(without_outlines());
    layouts
}

/// Fonts of one byte a character.
fn simple() -> Vec<Layout> {
    let encoded = |encoding: &str, content: &str| {
        Pdf::new()
            .fonts("/E 5 0 R")
            .object(&format!(
                "<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Helvetica /Encoding {encoding} >>"
            ))
            .page(format!("BT /E 12 Tf 72 700 Td {content} ET"))
    };
    vec![
        Layout::pdf(
            "differences by glyph names",
            encoded(
                "<< /BaseEncoding /WinAnsiEncoding /Differences [1 /A /d /a /space /L /o /v /e /l /c] >>",
                "<01020304050607080903 0A08> Tj",
            ),
            "Ada Lovelace",
        ),
        Layout::pdf(
            "ligatures by glyph names",
            encoded(
                "<< /BaseEncoding /WinAnsiEncoding /Differences [1 /fi /fl /ff /ffi /ffl] >>",
                "(E\\004cient o\\003ers, \\001rst \\002oor) Tj",
            ),
            "Efficient offers, first floor",
        ),
        Layout::pdf(
            "Mac Roman",
            encoded("/MacRomanEncoding", "<436166 8E 20 D0 20 5A 9F 72 69 63 68> Tj"),
            "Café – Zürich",
        ),
        Layout::pdf(
            "Windows-1252",
            encoded("/WinAnsiEncoding", "<93 43 61 66 E9 94 20 95 20 35 20 80> Tj"),
            "“Café” • 5 €",
        ),
        Layout::pdf(
            "octal and escaped parentheses",
            encoded("/WinAnsiEncoding", "(Caf\\351 \\(Lisbon\\) and \\\\ more) Tj"),
            "Café (Lisbon) and \\ more",
        ),
        Layout::pdf(
            "a map to Unicode over made-up codes",
            Pdf::new()
                .fonts("/E 5 0 R")
                .object("<< /Type /Font /Subtype /TrueType /BaseFont /AAAAAA+Nameless /FirstChar 33 /LastChar 37 /Widths [600 600 600 600 600] /ToUnicode 6 0 R >>")
                .stream("", map_of(1, &[(0x21, "K"), (0x22, "a"), (0x23, "f"), (0x24, "k")]).as_bytes())
                .page("BT /E 12 Tf 72 700 Td (!\"#$\") Tj ET"),
            "Kafka",
        ),
    ]
}

/// Fonts of two bytes a character, with a map to Unicode.
fn composite() -> Vec<Layout> {
    let type0 = |map: String, content: &str| {
        Pdf::new()
            .fonts("/T 5 0 R")
            .object("<< /Type /Font /Subtype /Type0 /BaseFont /BBBBBB+Sans /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>")
            .object("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /BBBBBB+Sans /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 600 >>")
            .stream("", map.as_bytes())
            .page(format!("BT /T 12 Tf 72 700 Td {content} ET"))
    };
    let letters = |text: &'static str| -> (String, String) {
        let entries: Vec<(u16, String)> = (1..).zip(text.chars().map(String::from)).collect();
        let borrowed: Vec<(u16, &str)> = entries
            .iter()
            .map(|(code, text)| (*code, text.as_str()))
            .collect();
        let codes: String = entries
            .iter()
            .map(|(code, _)| format!("{code:04X}"))
            .collect();
        (map_of(2, &borrowed), format!("<{codes}> Tj"))
    };
    let drawn = |text: &'static str| {
        let (map, content) = letters(text);
        type0(map, &content)
    };
    vec![
        Layout::pdf("glyph numbers with a map", drawn("Ada Lovelace"), "Ada Lovelace"),
        Layout::pdf("Greek and Cyrillic", drawn("Ελλάδα Россия"), "Ελλάδα Россия"),
        Layout::pdf("Chinese", drawn("软件工程师"), "软件工程师"),
        // Writers paint from the left what is read from the right.
        Layout::pdf("Hebrew", drawn("םלוע םולש"), "שלום עולם"),
        Layout::pdf("Hebrew with a number and an English word", drawn("Rust תנשמ 2019"), "2019 משנת Rust"),
        Layout::pdf(
            "a range of glyph numbers",
            type0(
                "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0001> <001A> <0041> endbfrange endcmap".to_owned(),
                "<000100020003> Tj",
            ),
            "ABC",
        ),
        Layout::pdf(
            "a range as a list, with ligatures",
            type0(
                "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0001> <0004> [<006F> <00660066> <00650072> <0073>] endbfrange endcmap".to_owned(),
                "<0001000200030004> Tj",
            ),
            "offers",
        ),
        Layout::pdf(
            "accents apart from their letters",
            drawn("Cafe\u{301}"),
            "Cafe\u{301}",
        ),
    ]
}

/// Fonts whose glyphs are drawn by content streams.
fn without_outlines() -> Vec<Layout> {
    let square = "600 0 0 0 500 700 d1 0 0 500 700 re f";
    vec![Layout::pdf(
        "glyphs drawn by the file",
        Pdf::new()
            .fonts("/G 5 0 R")
            .object("<< /Type /Font /Subtype /Type3 /FontBBox [0 0 600 700] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 /LastChar 98 /Widths [600 600] /CharProcs << /a 6 0 R /b 6 0 R >> /Encoding << /Differences [97 /a /b] >> /Resources << >> /ToUnicode 7 0 R >>")
            .stream("", square.as_bytes())
            .stream("", map_of(1, &[(0x61, "R"), (0x62, "u")]).as_bytes())
            .page("BT /G 12 Tf 72 700 Td (abba) Tj ET"),
        "RuuR",
    )]
}

/// A map of codes to Unicode, for codes of `bytes` bytes (ISO 32000-1 §9.10.3).
fn map_of(bytes: usize, entries: &[(u16, &str)]) -> String {
    let width = 2 * bytes;
    let codes: String = entries
        .iter()
        .map(|(code, text)| {
            let text: String = text
                .encode_utf16()
                .map(|unit| format!("{unit:04X}"))
                .collect();
            format!("<{code:0width$X}> <{text}>\n")
        })
        .collect();
    format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <{}> <{}> endcodespacerange {} beginbfchar\n{codes}endbfchar endcmap end end",
        "0".repeat(width),
        "F".repeat(width),
        entries.len()
    )
}
