//! PDF files written by hand: Helvetica as F1, Helvetica-Bold as F2, one content stream a page.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A PDF under construction.
#[derive(Clone)]
pub struct Pdf {
    pages: Vec<String>,
    fonts: String,
    resources: String,
    media_box: String,
    page_entries: String,
    catalog: String,
    trailer: String,
    extra: Vec<Vec<u8>>,
    compressed: bool,
    packed: bool,
}

/// Extra objects are numbered from here.
pub const FIRST_EXTRA: usize = 5;

impl Pdf {
    pub fn new() -> Self {
        Self {
            pages: Vec::new(),
            fonts: String::new(),
            resources: String::new(),
            media_box: "[0 0 612 792]".to_owned(),
            page_entries: String::new(),
            catalog: String::new(),
            trailer: String::new(),
            extra: Vec::new(),
            compressed: false,
            packed: false,
        }
    }

    /// Content as Windows-1252, as the fonts are encoded: "•" is 0x95, "–" 0x96.
    pub fn page(mut self, content: impl Into<String>) -> Self {
        self.pages.push(content.into());
        self
    }

    /// Further fonts by name, such as `/T0 5 0 R`.
    pub fn fonts(mut self, entries: &str) -> Self {
        self.fonts.push_str(entries);
        self
    }

    /// Entries of every page's resources, such as `/XObject << /X 5 0 R >>`.
    pub fn resources(mut self, entries: &str) -> Self {
        self.resources.push_str(entries);
        self
    }

    /// Another size than Letter.
    pub fn media_box(mut self, corners: &str) -> Self {
        self.media_box = corners.to_owned();
        self
    }

    /// Entries of every page, such as `/Rotate 90`; with `/Contents`, those of [`Pdf::page`] are not used.
    pub fn page_entries(mut self, entries: &str) -> Self {
        self.page_entries.push_str(entries);
        self
    }

    /// Entries of the catalogue, such as `/OCProperties << … >>`.
    pub fn catalog(mut self, entries: &str) -> Self {
        self.catalog.push_str(entries);
        self
    }

    pub fn trailer(mut self, entries: &str) -> Self {
        self.trailer.push_str(entries);
        self
    }

    /// Another object; the first is number [`FIRST_EXTRA`].
    pub fn object(mut self, object: &str) -> Self {
        self.extra.push(object.as_bytes().to_vec());
        self
    }

    /// A stream as an object; they are numbered with the others.
    pub fn stream(mut self, dictionary: &str, data: &[u8]) -> Self {
        self.extra.push(stream(dictionary, data));
        self
    }

    /// A form to draw with `Do`, with the page's first font.
    pub fn form(self, entries: &str, content: &str) -> Self {
        let dictionary = format!(
            "/Type /XObject /Subtype /Form /Resources << /Font << /F1 3 0 R >> >> {entries}"
        );
        self.stream(&dictionary, content.as_bytes())
    }

    /// A picture of one grey dot that fills the page, then `content` over or under it.
    pub fn scanned_page(self, content: &str) -> Self {
        let picture = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8";
        self.resources(&format!("/XObject << /Scan {FIRST_EXTRA} 0 R >>"))
            .stream(picture, &[200])
            .page(format!("q 612 0 0 792 0 0 cm /Scan Do Q\n{content}"))
    }

    /// Contents of pages under FlateDecode.
    pub fn compressed(mut self) -> Self {
        self.compressed = true;
        self
    }

    /// Objects in an object stream, and a cross-reference stream instead of a table (PDF 1.5).
    pub fn packed(mut self) -> Self {
        self.packed = true;
        self
    }

    pub fn build(&self) -> Vec<u8> {
        let objects = self.objects();
        if self.packed {
            self.write_packed(&objects)
        } else {
            self.write_plain(&objects)
        }
    }

    /// All objects, the first being number 1.
    fn objects(&self) -> Vec<Vec<u8>> {
        let first_page = FIRST_EXTRA + self.extra.len();
        let kids: Vec<String> = (0..self.pages.len())
            .map(|page| format!("{} 0 R", first_page + 2 * page))
            .collect();
        let font = |name: &str| {
            format!(
                "<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
            )
            .into_bytes()
        };
        let mut objects: Vec<Vec<u8>> = vec![
            format!("<< /Type /Catalog /Pages 2 0 R {} >>", self.catalog).into_bytes(),
            format!(
                "<< /Type /Pages /Kids [{}] /Count {} >>",
                kids.join(" "),
                kids.len()
            )
            .into_bytes(),
            font("Helvetica"),
            font("Helvetica-Bold"),
        ];
        objects.extend(self.extra.iter().cloned());
        for (page, content) in self.pages.iter().enumerate() {
            let resources = format!(
                "/Font << /F1 3 0 R /F2 4 0 R {} >> {}",
                self.fonts, self.resources
            );
            let contents = if self.page_entries.contains("/Contents") {
                String::new()
            } else {
                format!("/Contents {} 0 R", first_page + 2 * page + 1)
            };
            objects.push(
                format!(
                    "<< /Type /Page /Parent 2 0 R /MediaBox {} /Resources << {resources} >> {contents} {} >>",
                    self.media_box, self.page_entries
                )
                .into_bytes(),
            );
            let content: Vec<u8> = content
                .chars()
                .map(|char| match char {
                    '•' => 0x95,
                    '–' => 0x96,
                    char => u8::try_from(char as u32).unwrap(),
                })
                .collect();
            objects.push(if self.compressed {
                stream("/Filter /FlateDecode", &deflate(&content))
            } else {
                stream("", &content)
            });
        }
        objects
    }

    fn write_plain(&self, objects: &[Vec<u8>]) -> Vec<u8> {
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for (index, object) in objects.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n \n", file.len()));
            write_object(&mut file, index + 1, object);
        }
        let start = file.len();
        file.extend_from_slice(table.as_bytes());
        let trailer = format!(
            "trailer\n<< /Size {} /Root 1 0 R {} >>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1,
            self.trailer
        );
        file.extend_from_slice(trailer.as_bytes());
        file
    }

    fn write_packed(&self, objects: &[Vec<u8>]) -> Vec<u8> {
        let holder = objects.len() + 1;
        let mut file = b"%PDF-1.7\n".to_vec();
        let (mut numbers, mut packed) = (String::new(), Vec::new());
        // An entry: type, offset or holder, index in the holder (ISO 32000-1 table 18).
        let mut entries: Vec<(u8, usize, u8)> = vec![(0, 0, 0)];
        for (index, object) in objects.iter().enumerate() {
            if object.ends_with(b"endstream") {
                entries.push((1, file.len(), 0));
                write_object(&mut file, index + 1, object);
            } else {
                let place = u8::try_from(numbers.lines().count()).unwrap();
                entries.push((2, holder, place));
                numbers.push_str(&format!("{} {}\n", index + 1, packed.len()));
                packed.extend_from_slice(object);
                packed.push(b' ');
            }
        }
        let dictionary = format!(
            "/Type /ObjStm /N {} /First {} /Filter /FlateDecode",
            numbers.lines().count(),
            numbers.len()
        );
        entries.push((1, file.len(), 0));
        let packed = deflate(&[numbers.as_bytes(), &packed].concat());
        write_object(&mut file, holder, &stream(&dictionary, &packed));
        let start = file.len();
        entries.push((1, start, 0));
        let table: Vec<u8> = entries
            .iter()
            .flat_map(|(kind, place, index)| {
                let [high, low] = u16::try_from(*place).unwrap().to_be_bytes();
                [*kind, high, low, *index]
            })
            .collect();
        let dictionary = format!(
            "/Type /XRef /Size {} /W [1 2 1] /Root 1 0 R {}",
            entries.len(),
            self.trailer
        );
        write_object(&mut file, holder + 1, &stream(&dictionary, &table));
        file.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        file
    }
}

fn write_object(file: &mut Vec<u8>, number: usize, object: &[u8]) {
    file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
    file.extend_from_slice(object);
    file.extend_from_slice(b"\nendobj\n");
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let start = format!("<< {dictionary} /Length {} >>\nstream\n", data.len());
    [start.as_bytes(), data, b"\nendstream"].concat()
}

/// Bytes under FlateDecode.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// One string at a place, in points from the lower left corner.
pub fn line(x: f32, y: f32, size: f32, text: &str) -> String {
    let text = text
        .replace('\\', "\\\\")
        .replace('(', "\\(")
        .replace(')', "\\)");
    format!("BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n")
}

/// Lines of 10 points below each other, 14 points apart.
pub fn lines(x: f32, y: f32, texts: &[&str]) -> String {
    texts
        .iter()
        .enumerate()
        .map(|(index, text)| line(x, y - 14.0 * index as f32, 10.0, text))
        .collect()
}
