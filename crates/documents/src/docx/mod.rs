//! DOCX → text: paragraphs, lists, tables, text boxes, headers and footers (ECMA-376 part 1, §17).

mod part;
mod styles;

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::extracted::{Extracted, HiddenReason};
use crate::format::Format;
use crate::unreadable::Unreadable;
use part::Part;
use styles::{Styles, attribute};

/// Unpacked over packed size from which a part is a bomb, if it is also larger than [`SMALL`].
const MAX_RATIO: u64 = 200;
const SMALL: u64 = 1 << 20;

/// Reads a packed file: a DOCX, or why it is none.
pub(crate) fn read(bytes: &[u8]) -> Result<Extracted, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    let mut left = crate::MAX_UNPACKED_BYTES as u64;
    let main = main_part(&mut archive, &mut left)
        .filter(|main| names.contains(main))
        .unwrap_or_else(|| "word/document.xml".to_owned());
    if !names.contains(&main) {
        return Err(other_type(&names));
    }
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let part_names = |kind: &str| {
        let start = format!("{folder}/{kind}");
        let mut parts: Vec<&String> = names
            .iter()
            .filter(|name| name.starts_with(&start) && name.ends_with(".xml"))
            .collect();
        parts.sort();
        parts.into_iter().cloned().collect::<Vec<_>>()
    };
    let styles = match names.contains(&format!("{folder}/styles.xml")) {
        true => Styles::read(&unpack(
            &mut archive,
            &format!("{folder}/styles.xml"),
            &mut left,
        )?),
        false => Styles::default(),
    };
    let mut texts: Vec<String> = Vec::new();
    let mut hidden = Vec::new();
    let parts = [
        part_names("header"),
        vec![main.clone()],
        part_names("footnotes"),
        part_names("endnotes"),
        part_names("footer"),
    ]
    .concat();
    for name in parts {
        let xml = unpack(&mut archive, &name, &mut left)?;
        let part = Part::read(&xml, &styles, name == main)?;
        // First, odd and even pages often have the same header.
        if !part.text.trim().is_empty() && !texts.contains(&part.text) {
            texts.push(part.text);
        }
        hidden.extend(part.hidden);
    }
    let mut read = Extracted {
        format: Format::Docx,
        pages: Vec::new(),
        hidden: Vec::new(),
        warnings: Vec::new(),
    };
    read.add_page(&texts.join("\n\n"));
    for reason in [
        HiddenReason::SameColor,
        HiddenReason::Tiny,
        HiddenReason::OffPage,
        HiddenReason::Invisible,
    ] {
        let pieces: Vec<&str> = hidden
            .iter()
            .filter(|(_, other)| *other == reason)
            .map(|(text, _): &(String, _)| text.as_str())
            .collect();
        read.hide(1, &pieces.concat(), reason);
    }
    Ok(read)
}

/// The part that the package names as its document; most, not all, call it "word/document.xml".
fn main_part(archive: &mut ZipArchive<Cursor<&[u8]>>, left: &mut u64) -> Option<String> {
    let relations = unpack(archive, "_rels/.rels", left).ok()?;
    let mut reader = Reader::from_reader(relations.as_slice());
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => {
                let is_document =
                    attribute(&tag, b"Type").is_some_and(|kind| kind.ends_with("/officeDocument"));
                if is_document {
                    let target = attribute(&tag, b"Target")?;
                    return Some(target.trim_start_matches('/').to_owned());
                }
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// What a packed file without a Word document is.
fn other_type(names: &[String]) -> Unreadable {
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    let found = match () {
        () if has("xl/") => "a spreadsheet",
        () if has("ppt/") => "a presentation",
        () if has("content.xml") && has("META-INF/") => "an OpenDocument file",
        () if has("Index/") => "an Apple iWork file",
        () => "an archive",
    };
    Unreadable::UnsupportedType {
        found: found.to_owned(),
    }
}

/// One part's bytes, within what is `left` of the limit for all.
fn unpack(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
    left: &mut u64,
) -> Result<Vec<u8>, Unreadable> {
    let part = archive.by_name(name).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::Encrypted,
        _ => Unreadable::Broken,
    })?;
    let limit = (part.compressed_size().saturating_mul(MAX_RATIO))
        .max(SMALL)
        .min(*left);
    let mut bytes = Vec::new();
    // The size that the archive declares is not believed.
    part.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| Unreadable::Broken)?;
    let size = bytes.len() as u64;
    if size > limit {
        return Err(Unreadable::TooLarge {
            limit_mb: (crate::MAX_UNPACKED_BYTES >> 20) as u32,
        });
    }
    *left -= size;
    Ok(bytes)
}
