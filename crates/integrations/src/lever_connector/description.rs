//! A posting's description as plain text: a line per paragraph or list item, headings on lines of their own.

use lever::resources::Content;

/// Elements that begin a new line.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "table",
    "section",
    "article",
    "header",
    "footer",
    "blockquote",
    "hr",
    "dl",
    "dt",
    "dd",
];
/// Elements whose content nobody sees.
const UNSEEN: &[&str] = &["script", "style", "head", "template", "noscript"];

/// The whole description in reading order; empty where there is none.
pub(super) fn plain_text(content: &Content) -> String {
    let mut parts = vec![either(&content.description, &content.description_html)];
    for list in &content.lists {
        parts.push(list.text.clone().unwrap_or_default());
        parts.push(list.content.as_deref().map(strip).unwrap_or_default());
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
        (_, Some(html)) => strip(html),
        _ => String::new(),
    }
}

/// Lever writes fragments (`<li>…</li>`) and whole blocks; both become lines.
fn strip(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&decode(&rest[..open]));
        rest = &rest[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some(close) = rest.find('>') else {
            // No tag after all: "a < b".
            text.push_str(&decode(rest));
            rest = "";
            continue;
        };
        let tag = &rest[1..close];
        rest = &rest[close + 1..];
        let closing = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if UNSEEN.contains(&name.as_str()) && !closing && !tag.ends_with('/') {
            rest = after_element(rest, &name);
        } else if BLOCKS.contains(&name.as_str()) {
            text.push('\n');
            if name == "li" && !closing {
                text.push_str("- ");
            }
        }
    }
    text.push_str(&decode(rest));
    tidy(&text)
}

/// What follows the end tag of an element that nobody sees.
fn after_element<'a>(rest: &'a str, name: &str) -> &'a str {
    let end = format!("</{name}");
    // ASCII lower case keeps every byte's place.
    match rest.to_ascii_lowercase().find(&end) {
        Some(at) => rest[at..].split_once('>').map_or("", |(_, after)| after),
        None => "",
    }
}

/// One space between words, no empty lines, no lonely bullets.
fn tidy(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty() && line != "-")
        .collect();
    lines.join("\n")
}

fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let reference = rest[1..]
            .split_once(';')
            .filter(|(name, _)| name.len() <= 8);
        match reference.and_then(|(name, after)| Some((character(name)?, after))) {
            Some((character, after)) => {
                decoded.push(character);
                rest = after;
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

/// The references that job descriptions hold; others stay as they are written.
fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c == '\n' || !c.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "bull" => '•',
        "middot" => '·',
        "hellip" => '…',
        "euro" => '€',
        "pound" => '£',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn fragments_and_blocks_become_lines() {
        assert_eq!(
            strip("<li>Rust &amp; SQL</li><li> 3&ndash;5&nbsp;years<br>of work</li><li></li>"),
            "- Rust & SQL\n- 3–5 years\nof work"
        );
        assert_eq!(
            strip("<div><h3>You have</h3><ul><LI class=\"x\">C<b>++</b></LI></ul></div>"),
            "You have\n- C++"
        );
    }

    #[test]
    fn what_nobody_sees_is_left_out_and_nothing_breaks() {
        assert_eq!(strip("a<!-- b > c --><script>d<e></script>f<style>g"), "af");
        assert_eq!(
            strip("pay > 3 & < 5 &unknown; &#x1F600; &#0;"),
            "pay > 3 & < 5 &unknown; 😀 &#0;"
        );
        assert_eq!(strip("<"), "<");
    }
}
