//! HTML → text as a browser would show it, near enough for a resume: blocks as lines, items with bullets, nothing that is not shown.

use quick_xml::escape::resolve_html5_entity;

use crate::extracted::{Extracted, HiddenReason};
use crate::format::Format;
use crate::text;
use crate::unreadable::Unreadable;

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

/// A tag, a comment or a declaration at the start of a text; only a tag has a name.
#[derive(Debug, Default)]
struct Tag {
    name: String,
    closes: bool,
    attributes: Vec<(String, String)>,
    /// Its bytes in the source.
    length: usize,
}

impl Tag {
    fn read(source: &str) -> Self {
        if source.starts_with("<!--") {
            let length = source.find("-->").map_or(source.len(), |end| end + 3);
            return Self {
                length,
                ..Self::default()
            };
        }
        let inner = &source[1..];
        let closes = inner.starts_with('/');
        if !inner
            .trim_start_matches('/')
            .starts_with(|char: char| char.is_ascii_alphabetic() || matches!(char, '!' | '?'))
        {
            // A "<" that is just that; whoever reads on sees it as text.
            return Self {
                length: 1,
                ..Self::default()
            };
        }
        // The end is the first ">" outside of quotes.
        let mut quote = None;
        let end = inner.bytes().position(|byte| {
            match (quote, byte) {
                (None, b'"' | b'\'') => quote = Some(byte),
                (Some(open), _) if open == byte => quote = None,
                (None, b'>') => return true,
                _ => {}
            }
            false
        });
        let body = &inner[..end.unwrap_or(inner.len())];
        let (name, attributes) = body
            .trim_start_matches('/')
            .split_once(|char: char| char.is_whitespace() || char == '/')
            .unwrap_or((body.trim_start_matches('/'), ""));
        Self {
            name: name.to_ascii_lowercase(),
            closes,
            attributes: attributes_of(attributes),
            length: (end.unwrap_or(inner.len()) + 2).min(source.len()),
        }
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    /// What hides the element by itself, and whether it has a background.
    fn visibility(&self) -> (Option<HiddenReason>, bool) {
        let style: String = self
            .attribute("style")
            .unwrap_or_default()
            .to_ascii_lowercase()
            .split_whitespace()
            .collect();
        let value = |property: &str| {
            style
                .split(';')
                .filter_map(|rule| rule.split_once(':'))
                .rev()
                .find(|(name, _)| *name == property)
                .map(|(_, value)| value.trim_end_matches("!important"))
        };
        let length = |property: &str| {
            value(property).and_then(|value| {
                value
                    .trim_end_matches(|char: char| char.is_ascii_alphabetic())
                    .parse::<f32>()
                    .ok()
            })
        };
        let in_pixels = |property: &str| {
            value(property)
                .is_some_and(|value| value.ends_with("px") || value.ends_with("pt") || value == "0")
        };
        let background = value("background")
            .or(value("background-color"))
            .or(value("background-image"))
            .or(self.attribute("bgcolor"));
        let is_white =
            |color: &str| matches!(color, "white" | "#fff" | "#ffffff" | "rgb(255,255,255)");
        let color = value("color").or(self.attribute("color"));
        let reason = if self.attribute("hidden").is_some()
            || value("display") == Some("none")
            || value("visibility") == Some("hidden")
            || length("opacity").is_some_and(|opacity| opacity < 0.05)
        {
            Some(HiddenReason::Invisible)
        } else if length("font-size").is_some_and(|size| size < 4.0) && in_pixels("font-size") {
            Some(HiddenReason::Tiny)
        } else if ["left", "top", "text-indent", "margin-left"]
            .iter()
            .any(|property| length(property).is_some_and(|length| length < -500.0))
        {
            Some(HiddenReason::OffPage)
        } else if color.is_some_and(is_white) && background.is_none_or(is_white) {
            Some(HiddenReason::SameColor)
        } else {
            None
        };
        (
            reason,
            background.is_some_and(|background| !is_white(background)),
        )
    }
}

fn attributes_of(mut rest: &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|char: char| char.is_whitespace() || char == '/');
        let end = rest
            .find(|char: char| char.is_whitespace() || char == '=')
            .unwrap_or(rest.len());
        if rest.is_empty() || attributes.len() > 64 {
            return attributes;
        }
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after
                .chars()
                .next()
                .filter(|char| matches!(char, '"' | '\''));
            let (found, next) = match quote {
                Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            value = found;
            rest = next;
        } else if end == 0 {
            return attributes;
        }
        attributes.push((name, unescape(value)));
    }
}

/// An element that is open.
struct Open {
    name: String,
    hides: Option<HiddenReason>,
    is_shaded: bool,
    is_text: bool,
}

#[derive(Default)]
struct PageText {
    text: String,
    hidden: Vec<(HiddenReason, String)>,
    open: Vec<Open>,
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
        if matches!(name, "p" | "li" | "tr" | "td" | "th")
            && self.open.last().is_some_and(|open| open.name == name)
        {
            self.open.pop();
            if matches!(name, "td" | "th") {
                self.text.push('\t');
            }
        }
        if !VOID.contains(&name) && !name.starts_with(['!', '?']) && self.open.len() < MAX_DEPTH {
            let (hides, is_shaded) = tag.visibility();
            self.open.push(Open {
                name: name.to_owned(),
                hides,
                is_shaded,
                is_text: !NO_TEXT.contains(&name),
            });
        }
    }

    fn shows(&self) -> bool {
        self.open.iter().all(|open| open.is_text) && self.hidden_by().is_none()
    }

    /// White text hides only where nothing around it has another background.
    fn hidden_by(&self) -> Option<HiddenReason> {
        let shaded = self.open.iter().any(|open| open.is_shaded);
        self.open
            .iter()
            .filter_map(|open| open.hides)
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

/// Decodes character references; an unknown one stays as it is.
fn unescape(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(start) = rest.find('&') {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.bytes().take(34).position(|byte| byte == b';');
        let decoded = end.and_then(|end| {
            let name = &rest[1..end];
            match name.strip_prefix('#') {
                Some(number) => {
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                        None => number.parse(),
                    };
                    code.ok().and_then(char::from_u32).map(String::from)
                }
                None => resolve_html5_entity(name).map(str::to_owned),
            }
        });
        match (decoded, end) {
            (Some(decoded), Some(end)) => {
                text.push_str(&decoded);
                rest = &rest[end + 1..];
            }
            _ => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    text
}

/// Where an ASCII text starts, whatever its case; the end if nowhere.
fn find_ignoring_case(text: &str, wanted: &str) -> usize {
    text.as_bytes()
        .windows(wanted.len())
        .position(|window| window.eq_ignore_ascii_case(wanted.as_bytes()))
        .unwrap_or(text.len())
}
