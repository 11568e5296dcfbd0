//! PDF files by how their objects are stored.

use super::Layout;
use crate::support::pdf::deflate;
use crate::support::{Pdf, line, lines};

const SEEN: &str = "Ada Lovelace Engineer since 2011";

pub fn layouts() -> Vec<Layout> {
    let texts = || lines(72.0, 700.0, &["Ada Lovelace", "Engineer since 2011"]);
    let file = || Pdf::new().page(texts());
    let plain = file().build();
    // The page's content is the last object: number 6 of a file without extra ones.
    let filtered = |filter: &str, data: &[u8]| {
        Pdf::new()
            .stream(&format!("/Filter {filter}"), data)
            .page_entries("/Contents 5 0 R")
            .page("")
    };
    let hexadecimal: String = texts().bytes().map(|byte| format!("{byte:02x}")).collect();
    let in_pieces = Pdf::new()
        .stream("", b"BT /F1 10 Tf 72 700 Td (Ada Lovelace)")
        .stream("", b"Tj 0 -14 Td (Engineer since 2011) Tj")
        .stream("", b"ET")
        .page_entries("/Contents [5 0 R 6 0 R 7 0 R]")
        .page("");
    vec![
        Layout::pdf("compressed", file().compressed(), SEEN),
        Layout::pdf("object streams", file().packed(), SEEN),
        Layout::pdf(
            "object streams, compressed",
            file().compressed().packed(),
            SEEN,
        ),
        Layout::pdf(
            "hexadecimal",
            filtered("/ASCIIHexDecode", format!("{hexadecimal}>").as_bytes()),
            SEEN,
        ),
        Layout::pdf(
            "base 85",
            filtered("/ASCII85Decode", base85(texts().as_bytes()).as_bytes()),
            SEEN,
        ),
        Layout::pdf(
            "two filters",
            filtered(
                "[/ASCII85Decode /FlateDecode]",
                base85(&deflate(texts().as_bytes())).as_bytes(),
            ),
            SEEN,
        ),
        Layout::pdf("content in pieces", in_pieces, SEEN),
        Layout::new(
            "bytes before the header",
            [b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", &plain[..]].concat(),
            SEEN,
        ),
        Layout::new("no end", plain[..plain.len() - 30].to_vec(), SEEN),
        Layout::new("no table of objects", cut_at(&plain, b"xref\n0"), SEEN),
        Layout::new(
            "table of objects at the wrong place",
            replaced(&plain, b"startxref\n", b"startxref\n9"),
            SEEN,
        ),
        Layout::new(
            "places of objects off by some bytes",
            replaced(&plain, b"%PDF-1.7\n", b"%PDF-1.7\n% a comment\n"),
            SEEN,
        ),
        Layout::new("lines end as on old Macs", carriage_returns(), SEEN),
        Layout::new(
            "a later version of the page",
            updated(plain.clone()),
            "Ada Lovelace Engineer since 2010",
        ),
        Layout::new("attributes by inheritance", inherited(), SEEN),
        Layout::new(
            "protected against change",
            include_bytes!("../../files/protected_against_change.pdf").to_vec(),
            "Readable without a password",
        ),
        Layout::pdf("a form to fill in", filled_form(), "Name Ada Lovelace"),
    ]
}

fn cut_at(file: &[u8], marker: &[u8]) -> Vec<u8> {
    let at = file
        .windows(marker.len())
        .rposition(|window| window == marker)
        .unwrap();
    file[..at].to_vec()
}

fn replaced(file: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = file
        .windows(from.len())
        .position(|window| window == from)
        .unwrap();
    [&file[..at], to, &file[at + from.len()..]].concat()
}

/// Text of groups of four bytes as five characters (ISO 32000-1 §7.4.3).
fn base85(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(4) {
        let mut padded = [0; 4];
        padded[..group.len()].copy_from_slice(group);
        let number = u32::from_be_bytes(padded);
        let digits = (0..5).map(|place| number / 85_u32.pow(4 - place) % 85);
        text.extend(
            digits
                .take(group.len() + 1)
                .map(|digit| char::from(b'!' + u8::try_from(digit).unwrap())),
        );
    }
    text + "~>"
}

/// An update at the end of a file: a new version of the content, and a table that names only it.
fn updated(mut file: Vec<u8>) -> Vec<u8> {
    let previous = file
        .windows(6)
        .rposition(|window| window == b"xref\n0")
        .unwrap();
    let content = lines(72.0, 700.0, &["Ada Lovelace", "Engineer since 2010"]);
    let object = file.len();
    file.extend_from_slice(
        format!(
            "6 0 obj\n<< /Length {} >>\nstream\n{content}\nendstream\nendobj\n",
            content.len()
        )
        .as_bytes(),
    );
    let table = file.len();
    file.extend_from_slice(
        format!("xref\n6 1\n{object:010} 00000 n \ntrailer\n<< /Size 7 /Root 1 0 R /Prev {previous} >>\nstartxref\n{table}\n%%EOF\n").as_bytes(),
    );
    file
}

/// A file without a table: whoever reads it looks for the objects.
fn unlisted(objects: &[&str], end: &str) -> Vec<u8> {
    let numbered: String = objects
        .iter()
        .enumerate()
        .map(|(index, object)| format!("{} 0 obj{end}{object}{end}endobj{end}", index + 1))
        .collect();
    format!("%PDF-1.4{end}{numbered}trailer{end}<< /Root 1 0 R >>{end}").into_bytes()
}

fn carriage_returns() -> Vec<u8> {
    let content = "BT /F1 10 Tf 72 700 Td (Ada Lovelace) Tj\r0 -14 Td (Engineer since 2011) Tj ET";
    let stream = format!(
        "<< /Length {} >>\rstream\r\n{content}\rendstream",
        content.len()
    );
    unlisted(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            &stream,
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ],
        "\r",
    )
}

/// A tree of pages in which the root has what pages need, and the length of the content stands in another object.
fn inherited() -> Vec<u8> {
    let content =
        line(72.0, 700.0, 10.0, "Ada Lovelace") + &line(72.0, 686.0, 10.0, "Engineer since 2011");
    let stream = format!("<< /Length 7 0 R >>\nstream\n{content}\nendstream");
    unlisted(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 612 792] /Resources << /Font << /F1 6 0 R >> >> >>",
            "<< /Type /Pages /Parent 2 0 R /Kids [4 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 3 0 R /Contents 5 0 R >>",
            &stream,
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            &content.len().to_string(),
        ],
        "\n",
    )
}

/// What is typed into a form's field shows by the field's appearance.
fn filled_form() -> Pdf {
    Pdf::new()
        .object("<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Ada Lovelace) /F 4 /Rect [120 695 320 715] /AP << /N 6 0 R >> >>")
        .form("/BBox [0 0 200 20]", "/Tx BMC BT /F1 10 Tf 2 5 Td (Ada Lovelace) Tj ET EMC")
        .page_entries("/Annots [5 0 R]")
        .page(line(72.0, 700.0, 10.0, "Name"))
}
