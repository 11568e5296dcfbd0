//! PDF files written by hand: Helvetica as F1, Helvetica-Bold as F2, one content stream a page.

/// A PDF under construction.
#[derive(Default)]
pub struct Pdf {
    pages: Vec<String>,
    resources: String,
    page_entries: String,
    trailer: String,
    extra: Vec<Vec<u8>>,
}

/// Extra objects are numbered from here.
pub const FIRST_EXTRA: usize = 5;

impl Pdf {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn page(mut self, content: impl Into<String>) -> Self {
        self.pages.push(content.into());
        self
    }

    /// Entries of every page's resources, such as `/XObject << /X 5 0 R >>`.
    pub fn resources(mut self, entries: &str) -> Self {
        self.resources.push_str(entries);
        self
    }

    /// Entries of every page, such as `/Rotate 90`.
    pub fn page_entries(mut self, entries: &str) -> Self {
        self.page_entries.push_str(entries);
        self
    }

    pub fn trailer(mut self, entries: &str) -> Self {
        self.trailer.push_str(entries);
        self
    }

    /// A stream object; the first is number [`FIRST_EXTRA`].
    pub fn stream(mut self, dictionary: &str, data: &[u8]) -> Self {
        let mut object =
            format!("<< {dictionary} /Length {} >>\nstream\n", data.len()).into_bytes();
        object.extend_from_slice(data);
        object.extend_from_slice(b"\nendstream");
        self.extra.push(object);
        self
    }

    /// A picture of one grey dot that fills the page, then `content` over or under it.
    pub fn scanned_page(self, content: &str) -> Self {
        let picture = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8";
        self.resources(&format!("/XObject << /Scan {FIRST_EXTRA} 0 R >>"))
            .stream(picture, &[200])
            .page(format!("q 612 0 0 792 0 0 cm /Scan Do Q\n{content}"))
    }

    pub fn build(&self) -> Vec<u8> {
        let first_page = FIRST_EXTRA + self.extra.len();
        let kids: Vec<String> = (0..self.pages.len())
            .map(|page| format!("{} 0 R", first_page + 2 * page))
            .collect();
        let mut objects: Vec<Vec<u8>> = vec![
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()).into_bytes(),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>".to_vec(),
        ];
        objects.extend(self.extra.iter().cloned());
        for (page, content) in self.pages.iter().enumerate() {
            let resources = format!("/Font << /F1 3 0 R /F2 4 0 R >> {}", self.resources);
            let content_number = first_page + 2 * page + 1;
            objects.push(
                format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << {resources} >> /Contents {content_number} 0 R {} >>", self.page_entries).into_bytes(),
            );
            // Windows-1252, as the fonts are encoded: "•" is 0x95, "–" 0x96.
            let content: Vec<u8> = content
                .chars()
                .map(|char| match char {
                    '•' => 0x95,
                    '–' => 0x96,
                    char => u8::try_from(char as u32).unwrap(),
                })
                .collect();
            let mut object = format!("<< /Length {} >>\nstream\n", content.len()).into_bytes();
            object.extend_from_slice(&content);
            object.extend_from_slice(b"\nendstream");
            objects.push(object);
        }
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut offsets = Vec::new();
        for (index, object) in objects.iter().enumerate() {
            offsets.push(file.len());
            file.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
            file.extend_from_slice(object);
            file.extend_from_slice(b"\nendobj\n");
        }
        let start = file.len();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for offset in offsets {
            table.push_str(&format!("{offset:010} 00000 n \n"));
        }
        table.push_str(&format!(
            "trailer\n<< /Size {} /Root 1 0 R {} >>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1,
            self.trailer
        ));
        file.extend_from_slice(table.as_bytes());
        file
    }
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
