//! DOCX: everything that shows, in order; nothing that does not.

use documents::{Format, HiddenReason, Unreadable, extract};

use crate::support::docx::{Docx, cell, paragraph, row, run};
use crate::support::text_of;

#[test]
fn reads_header_paragraphs_lists_and_breaks() {
    let body = [
        "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Experience</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>Engineer</w:t><w:tab/><w:t>2018 &#8211; 2020</w:t><w:br/><w:t>R&amp;D, Acme</w:t></w:r></w:p>",
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/></w:numPr></w:pPr><w:r><w:t>Built </w:t></w:r><w:r><w:t>things</w:t></w:r></w:p>",
        "<w:p><w:r><w:sym w:font=\"Symbol\" w:char=\"F0B7\"/><w:t> Led a team</w:t></w:r></w:p>",
    ];
    let file = Docx::body(&body.concat())
        .header(&paragraph("Ada Lovelace"))
        .build();
    let read = extract(&file).unwrap();
    assert_eq!(read.format, Format::Docx);
    insta::assert_snapshot!(read.text(), @r"
    Ada Lovelace

    Experience
    Engineer	2018 – 2020
    R&D, Acme
    • Built things
    • Led a team
    ");
}

#[test]
fn reads_table_rows_as_lines_and_layout_cells_as_columns() {
    let rows = [
        row(&[cell(&["Languages"]), cell(&["English, Spanish"])]),
        row(&[cell(&["2018"]), cell(&["Engineer, Acme", "Built things"])]),
        row(&[
            cell(&["Contact", "London"]),
            cell(&["Profile", "Mathematician"]),
        ]),
    ];
    let file = Docx::body(&format!("<w:tbl>{}</w:tbl>", rows.concat())).build();
    insta::assert_snapshot!(text_of(&file), @r"
    Languages	English, Spanish
    2018	Engineer, Acme
    Built things
    Contact
    London

    Profile
    Mathematician
    ");
}

#[test]
fn reads_a_text_box_once() {
    let text_box = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", paragraph(text));
    let body = format!(
        "<w:p><w:r><w:t>Before</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t> and after</w:t></w:r></w:p>",
        text_box("In the box"),
        text_box("In the box")
    );
    insta::assert_snapshot!(text_of(&Docx::body(&body).build()), @r"
    In the box

    Before and after
    ");
}

#[test]
fn tells_hidden_runs_apart() {
    let runs = [
        run("", "Seen"),
        run("<w:vanish/>", " vanished"),
        run("<w:color w:val=\"FFFFFF\"/>", " white"),
        run("<w:sz w:val=\"2\"/>", " tiny"),
        run("<w:vanish w:val=\"0\"/>", " too"),
        run(
            "<w:color w:val=\"FFFFFF\"/><w:shd w:val=\"clear\" w:fill=\"000000\"/>",
            " on black",
        ),
    ];
    let deleted = "<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>";
    let read =
        extract(&Docx::body(&format!("<w:p>{}{deleted}</w:p>", runs.concat())).build()).unwrap();
    assert_eq!(read.text(), "Seen too on black");
    let hidden: Vec<(&str, HiddenReason)> = read
        .hidden
        .iter()
        .map(|hidden| (hidden.text.as_str(), hidden.reason))
        .collect();
    assert_eq!(
        hidden,
        [
            ("white", HiddenReason::SameColor),
            ("tiny", HiddenReason::Tiny),
            ("vanished", HiddenReason::Invisible)
        ]
    );
}

#[test]
fn sees_white_text_in_a_dark_cell() {
    let body = format!(
        "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val=\"clear\" w:fill=\"1F3864\"/></w:tcPr><w:p>{}</w:p></w:tc></w:tr></w:tbl>",
        run("<w:color w:val=\"FFFFFF\"/>", "Ada Lovelace")
    );
    assert_eq!(text_of(&Docx::body(&body).build()), "Ada Lovelace");
}

#[test]
fn refuses_a_bomb() {
    let file = Docx::body(&paragraph(&" ".repeat(40 << 20))).build();
    assert!(file.len() < 1 << 20);
    assert_eq!(extract(&file), Err(Unreadable::TooLarge { limit_mb: 64 }));
}

#[test]
fn says_what_is_wrong_with_the_file() {
    assert_eq!(extract(&Docx::body("").build()), Err(Unreadable::Empty));
    assert_eq!(
        extract(
            &Docx::default()
                .part("word/document.xml", "<w:document><w:body><w:p><w:r>")
                .build()
        ),
        Err(Unreadable::Broken)
    );
    let whole = Docx::body(&paragraph("Text")).build();
    assert_eq!(extract(&whole[..whole.len() / 2]), Err(Unreadable::Broken));
}
