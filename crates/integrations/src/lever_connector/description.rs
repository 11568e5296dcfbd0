//! A posting's description as plain text: a line per paragraph or list item, headings on lines of their own.

use lever::resources::Content;

use crate::html;

/// The whole description in reading order; empty where there is none.
pub(super) fn plain_text(content: &Content) -> String {
    let mut parts = vec![either(&content.description, &content.description_html)];
    for list in &content.lists {
        parts.push(list.text.clone().unwrap_or_default());
        parts.push(list.content.as_deref().map(html::text).unwrap_or_default());
    }
    parts.push(either(&content.closing, &content.closing_html));
    let parts: Vec<&str> = parts
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("\n")
}

/// The plain form, or the HTML without its tags where that is missing.
fn either(plain: &Option<String>, html: &Option<String>) -> String {
    match (plain, html) {
        (Some(plain), _) if !plain.trim().is_empty() => plain.clone(),
        (_, Some(html)) => html::text(html),
        _ => String::new(),
    }
}
