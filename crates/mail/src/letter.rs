//! The words of a mail, written once: as plain text, and as HTML in which every word is escaped.

use std::fmt::Write as _;

/// A short letter: paragraphs, what somebody wrote, a list, one thing to do, small print.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// What comes first.
    pub paragraphs: Vec<String>,
    /// A person's own words, set apart; empty for none.
    pub quote: String,
    /// A list.
    pub items: Vec<String>,
    /// What to press, and the address it leads to.
    pub action: Option<(String, String)>,
    /// What comes last, in small print.
    pub small_print: Vec<String>,
}

/// For readers that know a dark theme: it wins over the styles on the elements.
const DARK: &str = ":root{color-scheme:light dark}@media (prefers-color-scheme:dark){body{background:#0f1013!important}\
    .page{background:#17181d!important;color:#eceef2!important}.dim,.dim a{color:#b0b6c2!important}.soft{background:#23262f!important;border-color:#8fabff!important}}";

impl Letter {
    /// As plain text.
    #[must_use]
    pub fn text(&self) -> String {
        let action = self
            .action
            .iter()
            .map(|(label, address)| format!("{label}:\n{address}"));
        let parts: Vec<String> = self
            .paragraphs
            .iter()
            .cloned()
            .chain(
                (!self.quote.is_empty())
                    .then(|| format!("    {}", self.quote.replace('\n', "\n    "))),
            )
            .chain((!self.items.is_empty()).then(|| format!("- {}", self.items.join("\n- "))))
            .chain(action)
            .chain(self.small_print.iter().cloned())
            .collect();
        parts.join("\n\n") + "\n"
    }

    /// As HTML. Styles stand on the elements: mail readers know nothing else.
    #[must_use]
    pub fn html(&self) -> String {
        let mut body = String::new();
        for paragraph in &self.paragraphs {
            // Writing to a string cannot fail.
            let _ = write!(
                body,
                "<p style=\"margin:0 0 16px\">{}</p>",
                escape(paragraph)
            );
        }
        if !self.quote.is_empty() {
            let _ = write!(
                body,
                "<blockquote class=\"soft\" style=\"margin:0 0 16px;padding:10px 14px;border-left:3px solid #2b57d2;background:#f1f3f8;\
                 white-space:pre-wrap\">{}</blockquote>",
                escape(&self.quote)
            );
        }
        if !self.items.is_empty() {
            let items: String = self
                .items
                .iter()
                .map(|item| format!("<li>{}</li>", escape(item)))
                .collect();
            let _ = write!(
                body,
                "<ul style=\"margin:0 0 16px;padding-left:20px\">{items}</ul>"
            );
        }
        if let Some((label, address)) = &self.action {
            let (label, address) = (escape(label), escape(address));
            let _ = write!(
                body,
                "<p style=\"margin:24px 0\"><a href=\"{address}\" style=\"display:inline-block;padding:10px 18px;border-radius:6px;\
                 background:#2b57d2;color:#ffffff;font-weight:600;text-decoration:none\">{label}</a></p>\
                 <p class=\"dim\" style=\"margin:0 0 16px;color:#4d535f;font-size:13px\">If the button does not work, open this address:<br>\
                 <a href=\"{address}\" style=\"color:#2b57d2;word-break:break-all\">{address}</a></p>"
            );
        }
        for line in &self.small_print {
            let _ = write!(
                body,
                "<p class=\"dim\" style=\"margin:0 0 8px;color:#666d7b;font-size:13px\">{}</p>",
                escape(line)
            );
        }
        format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
             <meta name=\"color-scheme\" content=\"light dark\"><style>{DARK}</style></head><body style=\"margin:0;background:#f5f5f3\">\
             <div class=\"page\" style=\"max-width:560px;margin:0 auto;padding:32px 24px;background:#ffffff;color:#16181d;\
             font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif\">{body}</div></body></html>"
        )
    }
}

/// Text as it may stand in HTML, within an element or a quoted attribute.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
