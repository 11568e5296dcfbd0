//! DOCX → text: paragraphs, lists, tables, text boxes, headers and footers (ECMA-376 part 1, §17).

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::extracted::{Extracted, HiddenReason};
use crate::format::Format;
use crate::unreadable::Unreadable;

/// Unpacked over packed size from which a part is a bomb, if it is also larger than [`SMALL`].
const MAX_RATIO: u64 = 200;
const SMALL: u64 = 1 << 20;
/// Tables in tables, boxes in boxes; deeper ones are read as part of the last.
const MAX_DEPTH: usize = 64;
/// Half-points below which people do not read.
const TINY: f32 = 8.0;

/// Reads a packed file: a DOCX, or why it is none.
pub(crate) fn read(bytes: &[u8]) -> Result<Extracted, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    if !names.iter().any(|name| name == "word/document.xml") {
        return Err(other_type(&names));
    }
    let part_names = |kind: &str| {
        let mut parts: Vec<&String> = names
            .iter()
            .filter(|name| name.starts_with(&format!("word/{kind}")) && name.ends_with(".xml"))
            .collect();
        parts.sort();
        parts.into_iter().cloned().collect::<Vec<_>>()
    };
    let mut left = crate::MAX_UNPACKED_BYTES as u64;
    let mut texts: Vec<String> = Vec::new();
    let mut hidden = Vec::new();
    let parts = [
        part_names("header"),
        vec!["word/document.xml".to_owned()],
        part_names("footnotes"),
        part_names("footer"),
    ]
    .concat();
    for name in parts {
        let xml = unpack(&mut archive, &name, &mut left)?;
        let part = Part::read(&xml, name == "word/document.xml")?;
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
        HiddenReason::Invisible,
    ] {
        let pieces: Vec<&str> = hidden
            .iter()
            .filter(|(_, other)| *other == reason)
            .map(|(text, _): &(String, _)| text.as_str())
            .collect();
        read.hide(1, &pieces.join(" "), reason);
    }
    Ok(read)
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

/// What is being filled with text.
#[derive(Debug, Default)]
struct Frame {
    kind: FrameKind,
    text: String,
    /// Of a table row: its finished cells.
    cells: Vec<String>,
    /// Background, if this has one of its own; `None` in it where its colour is unknown.
    shade: Option<Option<[u8; 3]>>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum FrameKind {
    #[default]
    Body,
    Row,
    Cell,
    TextBox,
}

/// How a run or paragraph is set.
#[derive(Debug, Default, Clone)]
struct Style {
    vanishes: bool,
    color: Option<[u8; 3]>,
    half_points: Option<f32>,
    shade: Option<Option<[u8; 3]>>,
}

/// One XML part while it is read, then its text.
#[derive(Default)]
struct Part {
    text: String,
    hidden: Vec<(String, HiddenReason)>,
    frames: Vec<Frame>,
    run: Style,
    paragraph: Style,
    is_item: bool,
    is_heading: bool,
    at_paragraph_start: bool,
    in_run_style: bool,
    in_run: bool,
    in_text: bool,
    is_whole: bool,
}

impl Part {
    /// A main document cut short before any text is broken; a header or footer just ends.
    fn read(xml: &[u8], is_main: bool) -> Result<Self, Unreadable> {
        let mut reader = Reader::from_reader(xml);
        reader.config_mut().check_end_names = false;
        let mut part = Self {
            frames: vec![Frame::default()],
            ..Self::default()
        };
        let mut buffer = Vec::new();
        let mut skipping = 0_usize;
        loop {
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(tag)) => {
                    // Older programs' copy of a text box, and what was deleted or moved away.
                    if skipping > 0
                        || matches!(
                            tag.local_name().as_ref(),
                            b"Fallback" | b"del" | b"moveFrom" | b"instrText" | b"delText"
                        )
                    {
                        skipping += 1;
                    } else {
                        part.open(&tag);
                    }
                }
                Ok(Event::Empty(tag)) if skipping == 0 => {
                    part.open(&tag);
                    part.close(tag.local_name().as_ref());
                }
                Ok(Event::End(tag)) => {
                    if skipping > 0 {
                        skipping -= 1;
                    } else {
                        part.close(tag.local_name().as_ref());
                    }
                }
                Ok(Event::Text(text)) if skipping == 0 && part.in_text => {
                    part.write(&text.decode().unwrap_or_default())
                }
                Ok(Event::GeneralRef(reference)) if skipping == 0 && part.in_text => {
                    let name = reference.decode().unwrap_or_default();
                    let char = reference.resolve_char_ref().ok().flatten();
                    match char
                        .map(String::from)
                        .or_else(|| quick_xml::escape::resolve_xml_entity(&name).map(str::to_owned))
                    {
                        Some(text) => part.write(&text),
                        None => continue,
                    }
                }
                Ok(Event::Eof) => break,
                // What was read before the damage is kept.
                Err(_) => break,
                Ok(_) => {}
            }
            buffer.clear();
        }
        if is_main && !part.is_whole && part.frames.iter().all(|frame| frame.text.is_empty()) {
            return Err(Unreadable::Broken);
        }
        while part.frames.len() > 1 {
            part.close_frame();
        }
        part.text = part.frames.pop().unwrap_or_default().text;
        Ok(part)
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            b"p" => {
                self.paragraph = Style::default();
                self.is_item = false;
                self.is_heading = false;
                self.at_paragraph_start = true;
            }
            b"r" => {
                self.run = Style::default();
                self.in_run = true;
            }
            b"rPr" => self.in_run_style = self.in_run,
            b"t" => self.in_text = self.in_run,
            b"tab" if self.in_run => self.write("\t"),
            b"br" | b"cr" => self.write("\n"),
            b"noBreakHyphen" => self.write("-"),
            b"softHyphen" => self.write("\u{ad}"),
            b"sym" => {
                let code =
                    attribute(tag, b"char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                if let Some(char) = code.and_then(char::from_u32) {
                    self.write(&char.to_string());
                }
            }
            b"numPr" => self.is_item = true,
            b"pStyle" => {
                let name = attribute(tag, b"val").unwrap_or_default().to_lowercase();
                self.is_item |= name.starts_with("list");
                self.is_heading = name.starts_with("heading") || name.starts_with("title");
            }
            b"vanish" | b"webHidden" if self.in_run_style => {
                self.run.vanishes = !matches!(
                    attribute(tag, b"val").as_deref(),
                    Some("0" | "false" | "off")
                )
            }
            b"color" if self.in_run_style => {
                self.run.color = attribute(tag, b"val").as_deref().and_then(color)
            }
            b"sz" if self.in_run_style => {
                self.run.half_points = attribute(tag, b"val").and_then(|size| size.parse().ok())
            }
            b"shd" | b"highlight" => self.shade(tag),
            b"tr" => self.open_frame(FrameKind::Row),
            b"tc" => self.open_frame(FrameKind::Cell),
            b"txbxContent" => self.open_frame(FrameKind::TextBox),
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"p" => {
                let frame = self.frame();
                frame.text.push('\n');
                self.at_paragraph_start = true;
            }
            b"r" => self.in_run = false,
            b"rPr" => self.in_run_style = false,
            b"t" => self.in_text = false,
            b"tr" | b"tc" | b"txbxContent" => self.close_frame(),
            b"document" => self.is_whole = true,
            b"tbl" => self.frame().text.push('\n'),
            _ => {}
        }
    }

    fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn open_frame(&mut self, kind: FrameKind) {
        if self.frames.len() < MAX_DEPTH {
            // A box may be filled with anything: the colour behind its text is unknown.
            let shade = (kind == FrameKind::TextBox).then_some(None);
            self.frames.push(Frame {
                kind,
                shade,
                ..Frame::default()
            });
        }
    }

    fn close_frame(&mut self) {
        if self.frames.len() < 2 {
            return;
        }
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let text = frame.text.trim_matches('\n').to_owned();
        match frame.kind {
            FrameKind::Cell => self.frame().cells.push(text),
            FrameKind::Row => {
                let row = join_cells(&frame.cells);
                let parent = self.frame();
                parent.text.push_str(&row);
                parent.text.push('\n');
            }
            // Where the box hangs in a paragraph, it stands before that paragraph's text.
            FrameKind::Body | FrameKind::TextBox => {
                let parent = self.frame();
                let line = parent.text.rfind('\n').map_or(0, |end| end + 1);
                parent.text.insert_str(line, &format!("\n{text}\n\n"));
                self.in_run = true;
            }
        }
    }

    fn shade(&mut self, tag: &BytesStart<'_>) {
        let fill = attribute(tag, b"fill")
            .or_else(|| attribute(tag, b"val"))
            .unwrap_or_default();
        if matches!(fill.as_str(), "auto" | "clear" | "none" | "nil") {
            return;
        }
        let shade = Some(color(&fill));
        if self.in_run_style {
            self.run.shade = shade;
        } else if self.at_paragraph_start
            && !self.in_run
            && self
                .frames
                .last()
                .is_some_and(|frame| !(frame.kind == FrameKind::Cell && frame.text.is_empty()))
        {
            self.paragraph.shade = shade;
        } else {
            self.frame().shade = shade;
        }
    }

    /// What hides text set as now, if anything.
    fn hidden_by(&self) -> Option<HiddenReason> {
        if self.run.vanishes {
            return Some(HiddenReason::Invisible);
        }
        if self.run.half_points.is_some_and(|size| size < TINY) {
            return Some(HiddenReason::Tiny);
        }
        let ink = self.run.color?;
        let behind = self
            .run
            .shade
            .or(self.paragraph.shade)
            .or_else(|| self.frames.iter().rev().find_map(|frame| frame.shade))
            .unwrap_or(Some([255; 3]))?;
        (0..3)
            .all(|channel| ink[channel].abs_diff(behind[channel]) < 20)
            .then_some(HiddenReason::SameColor)
    }

    fn write(&mut self, text: &str) {
        if let Some(reason) = self.hidden_by() {
            self.hidden.push((text.to_owned(), reason));
            return;
        }
        let (starts, is_item, is_heading) =
            (self.at_paragraph_start, self.is_item, self.is_heading);
        self.at_paragraph_start = false;
        let frame = self.frame();
        if starts && is_heading {
            frame.text.push('\n');
        }
        if starts && is_item {
            frame.text.push_str("• ");
        }
        frame.text.push_str(text);
    }
}

/// A row on one line where at most its last cell has several; else its cells are columns of a page, one after the other.
fn join_cells(cells: &[String]) -> String {
    let cells: Vec<&str> = cells
        .iter()
        .map(String::as_str)
        .filter(|cell| !cell.trim().is_empty())
        .collect();
    let one_line = cells
        .split_last()
        .is_none_or(|(_, others)| others.iter().all(|cell| !cell.contains('\n')));
    cells.join(if one_line { "\t" } else { "\n\n" })
}

fn attribute(tag: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let attribute = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(String::from_utf8_lossy(&attribute.value).into_owned())
}

/// "FFFFFF", or the few names that highlights use.
fn color(text: &str) -> Option<[u8; 3]> {
    match text {
        "white" => Some([255; 3]),
        "black" => Some([0; 3]),
        _ if text.len() == 6 => {
            let [_, red, green, blue] = u32::from_str_radix(text, 16).ok()?.to_be_bytes();
            Some([red, green, blue])
        }
        _ => None,
    }
}
