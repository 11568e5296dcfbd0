//! One part of a DOCX → its text: paragraphs, lists, tables, text boxes (ECMA-376 part 1, §17).

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::styles::{Color, Style, Styles, attribute, shade};
use crate::extracted::HiddenReason;
use crate::unreadable::Unreadable;

/// Tables in tables, boxes in boxes; deeper ones are read as part of the last.
const MAX_DEPTH: usize = 64;
/// Half-points below which people do not read.
const TINY: f32 = 8.0;
/// Two colours closer than this in every channel look alike.
const ALIKE: u8 = 20;
/// The longest side of a page that Word has, 22 inches, in English Metric Units: what lies farther away is on none.
const LARGEST_PAGE: u64 = 22 * 914_400;

/// What is being filled with text.
#[derive(Debug, Default)]
struct Frame {
    kind: FrameKind,
    text: String,
    /// Of a table row: its finished cells.
    cells: Vec<String>,
    /// Background, if this has one of its own; `None` in it where its colour is unknown.
    shade: Option<Option<Color>>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum FrameKind {
    #[default]
    Body,
    Row,
    Cell,
    TextBox,
}

/// Whose properties are being read.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Owner {
    Run,
    Paragraph,
    Cell,
    Table,
}

/// One XML part while it is read, then its text.
pub(super) struct Part<'a> {
    pub text: String,
    pub hidden: Vec<(String, HiddenReason)>,
    styles: &'a Styles,
    frames: Vec<Frame>,
    /// Of the tables that are open, what lies behind their cells.
    tables: Vec<Option<Option<Color>>>,
    owners: Vec<Owner>,
    /// What a run, its named style, its paragraph and the paragraph's named style say.
    run: Style,
    run_style: Style,
    paragraph: Style,
    paragraph_style: Style,
    is_item: bool,
    is_heading: bool,
    at_paragraph_start: bool,
    in_run: bool,
    in_text: bool,
    in_offset: bool,
    is_off_page: bool,
    is_whole: bool,
}

impl<'a> Part<'a> {
    /// A main document cut short before any text is broken; a header or footer just ends.
    pub fn read(xml: &[u8], styles: &'a Styles, is_main: bool) -> Result<Self, Unreadable> {
        let mut reader = Reader::from_reader(xml);
        reader.config_mut().check_end_names = false;
        let mut part = Self::new(styles);
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
                Ok(Event::Text(text)) if skipping == 0 && part.in_offset => {
                    let offset = text.decode().unwrap_or_default().trim().parse::<i64>();
                    part.is_off_page |=
                        offset.is_ok_and(|offset| offset.unsigned_abs() > LARGEST_PAGE);
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

    fn new(styles: &'a Styles) -> Self {
        Self {
            text: String::new(),
            hidden: Vec::new(),
            styles,
            frames: vec![Frame::default()],
            tables: Vec::new(),
            owners: Vec::new(),
            run: Style::default(),
            run_style: Style::default(),
            paragraph: Style::default(),
            paragraph_style: styles.of_paragraph(None),
            is_item: false,
            is_heading: false,
            at_paragraph_start: false,
            in_run: false,
            in_text: false,
            in_offset: false,
            is_off_page: false,
            is_whole: false,
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            b"p" => {
                self.paragraph = Style::default();
                self.paragraph_style = self.styles.of_paragraph(None);
                self.is_item = false;
                self.is_heading = false;
                self.at_paragraph_start = true;
            }
            b"r" => {
                self.run = Style::default();
                self.run_style = Style::default();
                self.in_run = true;
            }
            // In a paragraph's properties they are those of its end.
            b"rPr" => self.owners.push(if self.in_run {
                Owner::Run
            } else {
                Owner::Paragraph
            }),
            b"pPr" => self.owners.push(Owner::Paragraph),
            b"tcPr" => self.owners.push(Owner::Cell),
            b"tblPr" => self.owners.push(Owner::Table),
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
                let id = attribute(tag, b"val").unwrap_or_default();
                self.paragraph_style = self.styles.of_paragraph(Some(&id));
                let name = id.to_lowercase();
                self.is_item |= name.starts_with("list");
                self.is_heading = name.starts_with("heading") || name.starts_with("title");
            }
            b"rStyle" if self.owners.last() == Some(&Owner::Run) => {
                self.run_style = self.styles.of(&attribute(tag, b"val").unwrap_or_default());
            }
            b"tblStyle" => {
                let id = attribute(tag, b"val").unwrap_or_default();
                if self.styles.shades_table(&id) {
                    self.shade_table(None);
                }
            }
            b"tbl" => self.tables.push(None),
            // Shown or not, as the reader's settings are.
            b"background" => self.frame().shade = Some(None),
            b"anchor" => self.is_off_page = false,
            b"posOffset" => self.in_offset = true,
            b"tr" => self.open_frame(FrameKind::Row),
            b"tc" => self.open_frame(FrameKind::Cell),
            b"txbxContent" => self.open_frame(FrameKind::TextBox),
            _ => self.set_property(tag),
        }
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"p" => {
                let frame = self.frame();
                frame.text.push('\n');
                self.at_paragraph_start = true;
                if let Some((words, _)) = self.hidden.last_mut()
                    && !words.ends_with('\n')
                {
                    words.push('\n');
                }
            }
            b"r" => self.in_run = false,
            b"rPr" | b"pPr" | b"tcPr" | b"tblPr" => {
                self.owners.pop();
            }
            b"t" => self.in_text = false,
            b"tr" | b"tc" | b"txbxContent" => self.close_frame(),
            b"document" => self.is_whole = true,
            b"tbl" => {
                self.tables.pop();
                self.frame().text.push('\n');
            }
            b"anchor" => self.is_off_page = false,
            b"posOffset" => self.in_offset = false,
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
            let shade = match kind {
                // A box may be filled with anything: the colour behind its text is unknown.
                FrameKind::TextBox => Some(None),
                FrameKind::Row => self.tables.last().copied().flatten(),
                FrameKind::Body | FrameKind::Cell => None,
            };
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

    fn set_property(&mut self, tag: &BytesStart<'_>) {
        match self.owners.last() {
            Some(Owner::Run) => self.run.set(tag),
            _ if tag.local_name().as_ref() != b"shd" => {}
            Some(Owner::Paragraph) => self.paragraph.shade = shade(tag),
            Some(Owner::Cell) => self.frame().shade = shade(tag).or(self.frame().shade),
            Some(Owner::Table) => {
                if let Some(color) = shade(tag) {
                    self.shade_table(color);
                }
            }
            None => {}
        }
    }

    fn shade_table(&mut self, color: Option<Color>) {
        if let Some(table) = self.tables.last_mut() {
            *table = Some(color);
        }
    }

    /// What hides text set as now, if anything.
    fn hidden_by(&self) -> Option<HiddenReason> {
        let style = self
            .run
            .over(&self.run_style)
            .over(&self.paragraph)
            .over(&self.paragraph_style);
        if style.vanishes == Some(true) {
            return Some(HiddenReason::Invisible);
        }
        if self.is_off_page {
            return Some(HiddenReason::OffPage);
        }
        if style.half_points.is_some_and(|size| size < TINY) {
            return Some(HiddenReason::Tiny);
        }
        let ink = style.color??;
        let behind = style
            .shade
            .or_else(|| self.frames.iter().rev().find_map(|frame| frame.shade))
            .unwrap_or(Some([255; 3]))?;
        (0..3)
            .all(|channel| ink[channel].abs_diff(behind[channel]) < ALIKE)
            .then_some(HiddenReason::SameColor)
    }

    fn write(&mut self, text: &str) {
        if let Some(reason) = self.hidden_by() {
            match self.hidden.last_mut() {
                Some((words, last)) if *last == reason => words.push_str(text),
                _ => self.hidden.push((text.to_owned(), reason)),
            }
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
