//! Tags and their attributes, character references.

use quick_xml::escape::resolve_html5_entity;

/// A tag, a comment or a declaration at the start of a text; only a tag has a name.
#[derive(Debug, Default)]
pub(super) struct Tag {
    pub name: String,
    pub closes: bool,
    attributes: Vec<(String, String)>,
    /// Its bytes in the source.
    pub length: usize,
}

impl Tag {
    pub fn read(source: &str) -> Self {
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

    /// An attribute's value, "" if it has none.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
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

/// Decodes character references; an unknown one stays as it is.
pub(super) fn unescape(raw: &str) -> String {
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
pub(super) fn find_ignoring_case(text: &str, wanted: &str) -> usize {
    text.as_bytes()
        .windows(wanted.len())
        .position(|window| window.eq_ignore_ascii_case(wanted.as_bytes()))
        .unwrap_or(text.len())
}
