//! PDF pages with text that nobody sees for its size, its place or a switch, and with text that only looks like it.

use documents::HiddenReason;

use super::Layout;
use crate::support::{Pdf, line};

const SEEN: &str = "Ada Lovelace";
const WORDS: &str = "kubernetes expert";

pub fn layouts() -> Vec<Layout> {
    [by_size_and_place(), by_cover(), by_switch()]
        .into_iter()
        .flatten()
        .collect()
}

fn seen() -> String {
    line(72.0, 700.0, 10.0, SEEN)
}

/// The words at 72, 600.
pub(super) fn words() -> String {
    line(72.0, 600.0, 10.0, WORDS)
}

/// A page with [`SEEN`] on it, and `content` that hides [`WORDS`].
pub(super) fn hides(name: &'static str, content: &str, reason: HiddenReason) -> Layout {
    hides_in(name, Pdf::new(), content, reason)
}

pub(super) fn hides_in(
    name: &'static str,
    file: Pdf,
    content: &str,
    reason: HiddenReason,
) -> Layout {
    Layout::pdf(name, file.page(seen() + content), SEEN).hiding(reason, WORDS)
}

/// A page on which all shows.
pub(super) fn shows(name: &'static str, content: &str) -> Layout {
    shows_in(name, Pdf::new(), content)
}

pub(super) fn shows_in(name: &'static str, file: Pdf, content: &str) -> Layout {
    Layout::pdf(
        name,
        file.page(seen() + content),
        "Ada Lovelace kubernetes expert",
    )
}

fn by_size_and_place() -> Vec<Layout> {
    use HiddenReason::{OffPage, Tiny};
    let words = words();
    let sized =
        |size: &str, matrix: &str| format!("BT /F1 {size} Tf {matrix} 72 600 Tm ({WORDS}) Tj ET");
    vec![
        hides("one point", &sized("1", "1 0 0 1"), Tiny),
        hides(
            "small by all its transforms",
            &format!(
                "q 0.5 0 0 0.5 0 0 cm q 0.5 0 0 0.5 0 0 cm BT /F1 12 Tf 1 0 0 1 288 2400 Tm ({WORDS}) Tj ET Q Q"
            ),
            Tiny,
        ),
        hides(
            "squeezed to a line across",
            &sized("10", "1 0 0 0.05"),
            Tiny,
        ),
        hides(
            "squeezed to a line upright",
            &sized("10", "0.05 0 0 1"),
            Tiny,
        ),
        hides(
            "squeezed by its scale",
            &format!("1 Tz {words} 100 Tz"),
            Tiny,
        ),
        hides(
            "left of the page",
            &line(-400.0, 600.0, 10.0, WORDS),
            OffPage,
        ),
        hides(
            "far above the page",
            &line(72.0, 99_000.0, 10.0, WORDS),
            OffPage,
        ),
        hides_in(
            "outside of what is cropped",
            Pdf::new().page_entries("/CropBox [0 650 612 792]"),
            &words,
            OffPage,
        ),
        hides(
            "clipped away",
            &format!("q 300 300 10 10 re W n {words} Q"),
            OffPage,
        ),
        hides(
            "clipped by two boxes that do not meet",
            &format!("q 0 0 300 792 re W n 301 0 300 792 re W n {words} Q"),
            OffPage,
        ),
        hides_in(
            "outside of its form",
            Pdf::new()
                .resources("/XObject << /Form 5 0 R >>")
                .form("/BBox [0 0 40 40]", &words),
            "/Form Do",
            OffPage,
        ),
        hides(
            "raised off the page",
            &format!("BT /F1 10 Tf 500 Ts 72 600 Td ({WORDS}) Tj 0 Ts ET"),
            OffPage,
        ),
        shows("four and a half points", &sized("4.5", "1 0 0 1")),
        shows("one point by ten", &sized("1", "10 0 0 10")),
        shows(
            "within its clip",
            &format!("q 60 590 200 30 re W n {words} Q"),
        ),
        shows_in(
            "within what is cropped",
            Pdf::new().page_entries("/CropBox [50 550 612 792]"),
            &words,
        ),
    ]
}

fn by_cover() -> Vec<Layout> {
    use HiddenReason::Covered;
    let words = words();
    let picture = |entries: &str| {
        let dictionary = format!(
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 1 {entries}"
        );
        Pdf::new()
            .resources("/XObject << /Picture 5 0 R >>")
            .stream(&dictionary, &[200])
            .stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 1 /ColorSpace /DeviceGray", &[0])
    };
    let over = format!("{words} q 200 0 0 30 60 590 cm /Picture Do Q");
    vec![
        hides(
            "under a box",
            &format!("{words} 1 g 60 590 200 30 re f"),
            Covered,
        ),
        hides(
            "under a box drawn by lines",
            &format!("{words} 1 g 60 590 m 260 590 l 260 620 l 60 620 l h f"),
            Covered,
        ),
        hides_in(
            "behind a picture",
            picture("/ColorSpace /DeviceGray"),
            &over,
            Covered,
        ),
        hides(
            "behind a picture of the page's own",
            &format!("{words} q 200 0 0 30 60 590 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u{f0} EI Q"),
            Covered,
        ),
        shows("on a box", &format!("1 g 60 590 200 30 re f 0 g {words}")),
        shows("beside a box", &format!("{words} 1 g 60 500 200 30 re f")),
        shows("under a frame", &format!("{words} 60 590 200 30 re S")),
        shows_in(
            "under a picture with a soft mask",
            picture("/ColorSpace /DeviceGray /SMask 6 0 R"),
            &over,
        ),
        shows_in(
            "under a picture with a mask",
            picture("/ColorSpace /DeviceGray /Mask [0 255]"),
            &over,
        ),
        shows_in("under a stencil", picture("/ImageMask true"), &over),
        shows_in(
            "under a highlight",
            Pdf::new().resources("/ExtGState << /Marker << /BM /Multiply >> >>"),
            &format!("{words} q /Marker gs 1 1 0 rg 60 590 200 30 re f Q"),
        ),
        shows(
            "beside the middle of a frame of two boxes",
            &format!("{words} 0.5 g 0 0 612 792 re 30 30 552 732 re f*"),
        ),
    ]
}

fn by_switch() -> Vec<Layout> {
    use HiddenReason::{Invisible, Shapeless};
    let words = words();
    let layers = || {
        Pdf::new()
            .catalog("/OCProperties << /OCGs [5 0 R 6 0 R] /D << /OFF [5 0 R] >> >>")
            .object("<< /Type /OCG /Name (draft) >>")
            .object("<< /Type /OCG /Name (final) >>")
            .object("<< /Type /OCMD /OCGs [5 0 R 6 0 R] /P /AllOn >>")
            .form("/BBox [0 0 612 792] /OC 5 0 R", &words)
            .resources(
                "/Properties << /Off 5 0 R /On 6 0 R /Both 7 0 R >> /XObject << /Form 8 0 R >>",
            )
    };
    let note = |flags: u8| {
        Pdf::new()
            .object(&format!("<< /Type /Annot /Subtype /FreeText /Contents (note) /F {flags} /Rect [72 590 272 610] /AP << /N 6 0 R >> >>"))
            .form("/BBox [0 0 200 20]", &format!("BT /F1 10 Tf 0 8 Td ({WORDS}) Tj ET"))
            .page_entries("/Annots [5 0 R]")
    };
    let spelt = |chars: &[(u8, &str)], content: &str| {
        let map: String = chars
            .iter()
            .map(|(code, text)| {
                let text: String = text
                    .encode_utf16()
                    .map(|unit| format!("{unit:04X}"))
                    .collect();
                format!("<{code:02X}> <{text}>\n")
            })
            .collect();
        Pdf::new()
            .fonts("/E 5 0 R")
            .object("<< /Type /Font /Subtype /TrueType /BaseFont /Nameless /ToUnicode 6 0 R >>")
            .stream("", format!("begincmap 1 begincodespacerange <00> <FF> endcodespacerange {} beginbfchar\n{map}endbfchar endcmap", chars.len()).as_bytes())
            .page(seen() + content)
    };
    vec![
        hides("without ink", &format!("3 Tr {words}"), Invisible),
        hides("only as a clip", &format!("q 7 Tr {words} Q"), Invisible),
        hides_in(
            "without ink in a form",
            Pdf::new()
                .resources("/XObject << /Form 5 0 R >>")
                .form("/BBox [0 0 612 792]", &format!("3 Tr {words}")),
            "/Form Do",
            Invisible,
        ),
        hides_in(
            "transparent",
            Pdf::new().resources("/ExtGState << /Glass << /ca 0 >> >>"),
            &format!("/Glass gs {words}"),
            Invisible,
        ),
        hides_in(
            "on a layer that is off",
            layers(),
            &format!("/OC /Off BDC {words} EMC"),
            Invisible,
        ),
        hides_in(
            "on a layer within one that is off",
            layers(),
            &format!("/OC /Off BDC /OC /On BDC {words} EMC EMC"),
            Invisible,
        ),
        hides_in(
            "on layers not all of which are on",
            layers(),
            &format!("/OC /Both BDC {words} EMC"),
            Invisible,
        ),
        hides_in(
            "in a form on a layer that is off",
            layers(),
            "/Form Do",
            Invisible,
        ),
        hides_in("in a note that is hidden", note(2), "", Invisible),
        hides_in(
            "in a note that is not for the screen",
            note(32),
            "",
            Invisible,
        ),
        Layout::pdf(
            "spelt with tags",
            spelt(
                &[(0x61, "\u{e0068}"), (0x62, "\u{e0069}")],
                "BT /E 10 Tf 72 600 Td (ab) Tj ET",
            ),
            SEEN,
        )
        .hiding(Shapeless, "hi"),
        Layout::pdf(
            "broken up by zero-width spaces",
            spelt(
                &[(0x61, "R"), (0x62, "\u{200b}"), (0x63, "ust")],
                "BT /E 10 Tf 72 600 Td (abc) Tj ET",
            ),
            "Ada Lovelace Rust",
        )
        .hiding(Shapeless, "Rust"),
        shows("without ink before", &format!("q 3 Tr Q {words}")),
        shows_in(
            "on a layer that is on",
            layers(),
            &format!("/OC /On BDC {words} EMC"),
        ),
        shows_in(
            "behind a layer that is off",
            layers(),
            &format!("/OC /Off BDC EMC {words}"),
        ),
        shows_in(
            "under a box on a layer that is off",
            layers(),
            &format!("{words} /OC /Off BDC 1 g 60 590 200 30 re f EMC"),
        ),
        shows_in("in a note", note(4), ""),
    ]
}
