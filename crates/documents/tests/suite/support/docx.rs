//! DOCX files: a body of hand-written WordprocessingML, and further parts by name.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#;

/// A DOCX under construction.
#[derive(Default)]
pub struct Docx {
    parts: Vec<(String, String)>,
}

impl Docx {
    /// The document itself: what stands in `w:body`.
    pub fn body(body: &str) -> Self {
        Self::default().part(
            "word/document.xml",
            &format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"),
        )
    }

    /// Another part, such as a header.
    pub fn part(mut self, name: &str, xml: &str) -> Self {
        self.parts.push((name.to_owned(), xml.to_owned()));
        self
    }

    pub fn header(self, paragraphs: &str) -> Self {
        self.part(
            "word/header1.xml",
            &format!("<w:hdr {NAMESPACES}>{paragraphs}</w:hdr>"),
        )
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
