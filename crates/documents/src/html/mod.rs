//! HTML → text as a browser would show it, near enough for a resume: blocks as lines, items with bullets, nothing that is not shown.

mod style;
mod tag;

use crate::extracted::{Extracted, HiddenReason};
use crate::format::Format;
use crate::text;
use crate::unreadable::Unreadable;
use style::{Sheet, Visibility};
use tag::{Tag, find_ignoring_case, unescape};

/// Open elements kept; deeper ones are read as part of the last.
const MAX_DEPTH: usize = 512;
/// Elements whose content is no text of the page.
const NO_TEXT: [&str; 12] = [
    "script", "style", "template", "noscript", "head", "title", "svg", "object", "iframe",
    "select", "textarea", "canvas",
];
/// Elements without an end.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];
/// Elements that stand on lines of their own.
const BLOCKS: [&str; 22] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "header",
    "li",
    "main",
    "nav",
    "ol",
    "pre",
    "section",
    "tr",
    "ul",
];
/// Elements with an empty line around them.
const PARTED: [&str; 11] = [
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "hr", "section", "article",
];

/// Reads a web page.
pub(crate) fn read(bytes: &[u8]) -> Result<Extracted, Unreadable> {
    let source = text::decode(bytes);
    let mut page = PageText::default();
    let mut rest = source.as_str();
    while let Some(start) = rest.find('<') {
        page.write(&rest[..start]);
        rest = &rest[start..];
        let tag = Tag::read(rest);
        rest = &rest[tag.length..];
        // Such elements hold other languages, in which "<" means something else.
        if !tag.closes && matches!(tag.name.as_str(), "script" | "style" | "textarea" | "title") {
            let end = find_ignoring_case(rest, &format!("</{}", tag.name));
            if tag.name == "style" {
                page.sheet.add(&rest[..end]);
            }
            rest = &rest[end..];
            continue;
        }
        page.tag(&tag);
    }
    page.write(rest);

    let mut read = Extracted {
        format: Format::Html,
        pages: Vec::new(),
        hidden: Vec::new(),
        warnings: Vec::new(),
    };
    read.add_page(&page.text);
    for (reason, text) in page.hidden {
        read.hide(1, &text, reason);
    }
    Ok(read)
}

/// An element that is open.
struct Open {
    name: String,
    visibility: Visibility,
    is_text: bool,
}

#[derive(Default)]
struct PageText {
    text: String,
    hidden: Vec<(HiddenReason, String)>,
    open: Vec<Open>,
    sheet: Sheet,
}

impl PageText {
    fn tag(&mut self, tag: &Tag) {
        let name = tag.name.as_str();
        if name.is_empty() && tag.length == 1 {
            self.write("<");
            return;
        }
        if PARTED.contains(&name) {
            self.end_line(2);
        } else if BLOCKS.contains(&name) {
            self.end_line(1);
        }
        if tag.closes {
            if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
                self.open.truncate(at);
            }
            if matches!(name, "td" | "th") {
                self.text.push('\t');
            }
            return;
        }
        match name {
            "br" => self.text.push('\n'),
            "li" if self.shows() => self.text.push_str("• "),
            _ => {}
        }
        // These end where the next of their kind starts.
        let is_cell = |name: &str| matches!(name, "td" | "th");
        if matches!(name, "p" | "li" | "tr" | "td" | "th")
            && self
                .open
                .last()
                .is_some_and(|open| open.name == name || is_cell(&open.name) && is_cell(name))
        {
            self.open.pop();
            if is_cell(name) {
                self.text.push('\t');
            }
        }
        if !VOID.contains(&name) && !name.starts_with(['!', '?']) && self.open.len() < MAX_DEPTH {
            self.open.push(Open {
                name: name.to_owned(),
                visibility: self.sheet.visibility(tag),
                is_text: !NO_TEXT.contains(&name),
            });
        }
    }

    fn shows(&self) -> bool {
        self.open.iter().all(|open| open.is_text) && self.hidden_by().is_none()
    }

    /// White text hides only where nothing around it has another background.
    fn hidden_by(&self) -> Option<HiddenReason> {
        let shaded = self.open.iter().any(|open| open.visibility.is_shaded);
        self.open
            .iter()
            .filter_map(|open| open.visibility.hides)
            .find(|reason| !(shaded && *reason == HiddenReason::SameColor))
    }

    fn write(&mut self, raw: &str) {
        if raw.is_empty() || self.open.iter().any(|open| !open.is_text) {
            return;
        }
        let text = unescape(raw);
        if let Some(reason) = self.hidden_by() {
            match self.hidden.last_mut() {
                Some((last, hidden)) if *last == reason => hidden.push_str(&text),
                _ => self.hidden.push((reason, text)),
            }
            return;
        }
        if self.open.iter().any(|open| open.name == "pre") {
            self.text.push_str(&text);
            return;
        }
        for char in text.chars() {
            let is_blank = char.is_ascii_whitespace();
            if !is_blank {
                self.text.push(char);
            } else if !self.text.ends_with([' ', '\n', '\t']) && !self.text.is_empty() {
                self.text.push(' ');
            }
        }
    }

    fn end_line(&mut self, breaks: usize) {
        let bare = self.text.trim_end_matches([' ', '\t']).len();
        self.text.truncate(bare);
        let have = self.text.len() - self.text.trim_end_matches('\n').len();
        // What opens an item stays beside its bullet.
        if !self.text.is_empty() && !self.text.ends_with('•') {
            self.text
                .push_str(&"\n".repeat(breaks.saturating_sub(have)));
        } else if self.text.ends_with('•') {
            self.text.push(' ');
        }
    }
}
