//! Text of PDFs that nobody sees is no text; it is told apart with its reason. What is seen is never taken for hidden.

use documents::{HiddenReason, extract};

use crate::support::{Pdf, line, text_of};

const SEEN: &str = "Visible resume";

/// Reads a page with [`SEEN`] on it and `content` besides; asserts that only the former is text.
fn hidden(content: &str) -> (String, HiddenReason) {
    hidden_in(Pdf::new().page(line(72.0, 700.0, 10.0, SEEN) + content))
}

fn hidden_in(file: Pdf) -> (String, HiddenReason) {
    let read = extract(&file.build()).unwrap();
    assert_eq!(read.text(), SEEN);
    let [hidden] = &read.hidden[..] else {
        panic!("one hidden piece, not {:?}", read.hidden)
    };
    assert_eq!(hidden.page, 1);
    (hidden.text.clone(), hidden.reason)
}

fn seen(content: &str) {
    let read = extract(&Pdf::new().page(content).build()).unwrap();
    assert_eq!((read.text().as_str(), read.hidden.len()), (SEEN, 0));
}

#[test]
fn white_on_white() {
    let text = line(72.0, 600.0, 10.0, "kubernetes expert");
    for ink in [
        "1 g",
        "1 1 1 rg",
        "0.97 0.97 0.97 rg",
        "0 0 0 0 k",
        "/DeviceRGB cs 1 1 1 sc",
    ] {
        assert_eq!(
            hidden(&format!("{ink} {text}")),
            ("kubernetes expert".into(), HiddenReason::SameColor),
            "{ink}"
        );
    }
}

#[test]
fn white_right_behind_black_on_the_same_line() {
    let content = "BT /F1 10 Tf 72 600 Td (Java) Tj 1 g ( Python Rust) Tj ET";
    let read = extract(&Pdf::new().page(content).build()).unwrap();
    assert_eq!(read.text(), "Java");
    assert_eq!(read.hidden[0].text, "Python Rust");
}

#[test]
fn in_the_color_of_a_box_behind() {
    let box_and_text = format!(
        "0.2 0.3 0.4 rg 50 550 300 100 re f {}",
        line(72.0, 600.0, 10.0, "hidden words")
    );
    assert_eq!(
        hidden(&box_and_text),
        ("hidden words".into(), HiddenReason::SameColor)
    );
}

#[test]
fn white_on_a_dark_box_a_picture_or_a_shading_is_seen() {
    let text = format!("1 g {}", line(72.0, 600.0, 10.0, SEEN));
    seen(&format!("0.1 g 50 550 300 100 re f {text}"));
    // A box of lines and curves, and one below a further white one.
    seen(&format!(
        "0.1 g 50 550 m 350 550 l 350 650 l 50 650 l h f {text}"
    ));
    seen(&format!("q 10 10 500 700 re W n /Shade sh Q {text}"));
    seen(&format!(
        "q 300 0 0 100 50 550 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x10 EI Q {text}"
    ));
}

#[test]
fn in_a_color_that_only_its_pattern_knows_is_seen() {
    seen(&format!(
        "/Pattern cs /P1 scn {}",
        line(72.0, 600.0, 10.0, SEEN)
    ));
}

#[test]
fn too_small() {
    assert_eq!(
        hidden(&line(72.0, 600.0, 1.0, "tiny keywords")),
        ("tiny keywords".into(), HiddenReason::Tiny)
    );
    // Small by its matrix alone.
    let scaled = "BT /F1 10 Tf 0.1 0 0 0.1 72 600 Tm (tiny keywords) Tj ET";
    assert_eq!(hidden(scaled), ("tiny keywords".into(), HiddenReason::Tiny));
}

#[test]
fn large_by_its_matrix_is_seen() {
    seen(&format!("BT /F1 1 Tf 12 0 0 12 72 600 Tm ({SEEN}) Tj ET"));
}

#[test]
fn off_the_page_or_out_of_the_clip() {
    assert_eq!(
        hidden(&line(700.0, 600.0, 10.0, "beyond")),
        ("beyond".into(), HiddenReason::OffPage)
    );
    assert_eq!(
        hidden(&line(72.0, -50.0, 10.0, "below")),
        ("below".into(), HiddenReason::OffPage)
    );
    let clipped = format!(
        "q 300 300 10 10 re W n {} Q",
        line(72.0, 600.0, 10.0, "clipped")
    );
    assert_eq!(hidden(&clipped), ("clipped".into(), HiddenReason::OffPage));
}

#[test]
fn without_ink() {
    let text = line(72.0, 600.0, 10.0, "no ink");
    for mode in [3, 7] {
        assert_eq!(
            hidden(&format!("q {mode} Tr {text} Q")),
            ("no ink".into(), HiddenReason::Invisible)
        );
    }
    // The mode ends with the state that it was set in.
    seen(&format!("q 3 Tr Q {}", line(72.0, 600.0, 10.0, SEEN)));
}

#[test]
fn without_ink_in_a_form() {
    let file = Pdf::new()
        .resources("/XObject << /Form 5 0 R >>")
        .stream("/Type /XObject /Subtype /Form /BBox [0 0 300 50] /Resources << /Font << /F1 3 0 R >> >>", b"BT 3 Tr /F1 10 Tf 0 10 Td (in a form) Tj ET")
        .page(line(72.0, 700.0, 10.0, SEEN) + "q 1 0 0 1 72 600 cm /Form Do Q");
    assert_eq!(
        hidden_in(file),
        ("in a form".into(), HiddenReason::Invisible)
    );
}

#[test]
fn transparent() {
    let file = Pdf::new()
        .resources("/ExtGState << /G << /ca 0 >> >>")
        .page(line(72.0, 700.0, 10.0, SEEN) + "q /G gs " + &line(72.0, 600.0, 10.0, "glass") + "Q");
    assert_eq!(hidden_in(file), ("glass".into(), HiddenReason::Invisible));
}

#[test]
fn covered_by_what_is_painted_later() {
    let covered = format!(
        "{} 1 g 60 590 200 30 re f",
        line(72.0, 600.0, 10.0, "under paper")
    );
    assert_eq!(
        hidden(&covered),
        ("under paper".into(), HiddenReason::Covered)
    );
}

#[test]
fn under_a_transparent_highlight_is_seen() {
    let file = Pdf::new()
        .resources("/ExtGState << /G << /ca 0.4 >> /M << /BM /Multiply >> >>")
        .page(
            line(72.0, 600.0, 10.0, SEEN)
                + "q /G gs 1 1 0 rg 60 590 200 30 re f Q q /M gs 1 1 0 rg 60 590 200 30 re f Q",
        );
    assert_eq!(text_of(&file.build()), SEEN);
}
