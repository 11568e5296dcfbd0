//! PDF files by hand: objects, cross-reference table, pages of positioned text in the built-in fonts.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

use super::metrics::{Font, win_ansi};

/// A4 in points.
pub(crate) const PAGE: (f32, f32) = (595.0, 842.0);

/// What is painted on a page. The origin is the lower left corner.
#[derive(Default)]
pub(crate) struct Page {
    content: Vec<u8>,
    image: Option<Image>,
}

/// A picture of one bit per pixel, 1 for white, that fills the page.
pub(crate) struct Image {
    pub width: usize,
    pub height: usize,
    /// Rows from the top, each padded to whole bytes.
    pub bits: Vec<u8>,
}

impl Page {
    /// A page that shows nothing but a picture.
    pub fn of(image: Image) -> Self {
        let content = format!("q {} 0 0 {} 0 0 cm /Im0 Do Q\n", PAGE.0, PAGE.1).into_bytes();
        Self {
            content,
            image: Some(image),
        }
    }

    /// A text with its left end on the base line at `x`, `y`. `grey` is 0 for black.
    pub fn text(&mut self, x: f32, y: f32, font: Font, size: f32, grey: f32, text: &str) {
        let name = if font == Font::Bold { "F2" } else { "F1" };
        self.content
            .extend(format!("BT {grey} g /{name} {size} Tf 1 0 0 1 {x:.2} {y:.2} Tm (").bytes());
        for c in text.chars() {
            let code = win_ansi(c);
            if matches!(code, b'(' | b')' | b'\\') {
                self.content.push(b'\\');
            }
            self.content.push(code);
        }
        self.content.extend(b") Tj ET\n");
    }

    /// A filled rectangle with red, green and blue from 0 to 1.
    pub fn rectangle(
        &mut self,
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        (red, green, blue): (f32, f32, f32),
    ) {
        self.content.extend(
            format!("{red} {green} {blue} rg {x:.2} {y:.2} {width:.2} {height:.2} re f\n").bytes(),
        );
    }
}

/// The bytes of a PDF with these pages.
pub(crate) fn file(pages: &[Page]) -> Vec<u8> {
    const FIRST_PAGE: usize = 5;
    let mut objects: Vec<Vec<u8>> = Vec::new();
    let kids: Vec<String> = (0..pages.len())
        .map(|index| format!("{} 0 R", FIRST_PAGE + index * 3))
        .collect();
    objects.push(b"<< /Type /Catalog /Pages 2 0 R >>".to_vec());
    objects.push(
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.join(" "),
            pages.len()
        )
        .into_bytes(),
    );
    for name in ["Helvetica", "Helvetica-Bold"] {
        objects.push(
            format!(
                "<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
            )
            .into_bytes(),
        );
    }
    for (index, page) in pages.iter().enumerate() {
        let number = FIRST_PAGE + index * 3;
        let resources = match &page.image {
            Some(_) => format!("/XObject << /Im0 {} 0 R >>", number + 2),
            None => "/Font << /F1 3 0 R /F2 4 0 R >>".to_owned(),
        };
        let (width, height) = PAGE;
        objects.push(
            format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Resources << {resources} >> /Contents {} 0 R >>", number + 1)
                .into_bytes(),
        );
        objects.push(stream("", &page.content));
        objects.push(match &page.image {
            Some(image) => {
                let Image { width, height, bits } = image;
                let entries = format!("/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 1");
                stream(&entries, bits)
            }
            None => b"null".to_vec(),
        });
    }
    assemble(&objects)
}

fn stream(entries: &str, bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory takes bytes");
    let packed = encoder.finish().expect("memory takes the rest");
    let mut object = format!(
        "<< {entries} /Filter /FlateDecode /Length {} >>\nstream\n",
        packed.len()
    )
    .into_bytes();
    object.extend(packed);
    object.extend(b"\nendstream");
    object
}

fn assemble(objects: &[Vec<u8>]) -> Vec<u8> {
    // The comment of high bytes tells programs that the file is binary.
    let mut file = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.extend(format!("{} 0 obj\n", index + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        file.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    file.extend(
        format!(
            "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
            objects.len() + 1
        )
        .bytes(),
    );
    file
}
