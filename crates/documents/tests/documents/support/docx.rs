//! DOCX files: a body of hand-written WordprocessingML, and further parts by name.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:v="urn:schemas-microsoft-com:vml""#;

/// A DOCX under construction.
#[derive(Default)]
pub struct Docx {
    parts: Vec<(String, String)>,
}

impl Docx {
    /// The document itself: what stands in `w:body`.
    pub fn body(body: &str) -> Self {
        Self::default().xml(
            "word/document.xml",
            "document",
            &format!("<w:body>{body}</w:body>"),
        )
    }

    /// Another part, as it is.
    pub fn part(mut self, name: &str, content: &str) -> Self {
        self.parts.push((name.to_owned(), content.to_owned()));
        self
    }

    /// Another part of WordprocessingML, by its root's name and what stands in it.
    pub fn xml(self, name: &str, root: &str, inner: &str) -> Self {
        self.part(name, &format!("<w:{root} {NAMESPACES}>{inner}</w:{root}>"))
    }

    pub fn header(self, paragraphs: &str) -> Self {
        self.xml("word/header1.xml", "hdr", paragraphs)
    }

    pub fn styles(self, styles: &str) -> Self {
        self.xml("word/styles.xml", "styles", styles)
    }

    pub fn build(&self) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, xml) in &self.parts {
            archive
                .start_file(name.as_str(), SimpleFileOptions::default())
                .unwrap();
            archive.write_all(xml.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }
}

/// A paragraph of one plain run.
pub fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A run with properties, such as `<w:vanish/>`.
pub fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A table cell of one paragraph each.
pub fn cell(paragraphs: &[&str]) -> String {
    let paragraphs: String = paragraphs.iter().map(|text| paragraph(text)).collect();
    format!("<w:tc>{paragraphs}</w:tc>")
}

/// A table row.
pub fn row(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}
