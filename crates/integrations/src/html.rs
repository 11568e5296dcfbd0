//! The text of a piece of HTML: a line per paragraph or list item, headings on lines of their own.

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

/// Fragments (`<li>…</li>`) and whole blocks both become lines.
pub(crate) fn text(html: &str) -> String {
    let mut lines = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        lines.push_str(&decode(&rest[..open]));
        rest = &rest[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some(close) = rest.find('>') else {
            // No tag after all: "a < b".
            lines.push_str(&decode(rest));
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
            lines.push('\n');
            if name == "li" && !closing {
                lines.push_str("- ");
            }
        }
    }
    lines.push_str(&decode(rest));
    tidy(&lines)
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
    use super::text;

    #[test]
    fn fragments_and_blocks_become_lines() {
        assert_eq!(
            text("<li>Rust &amp; SQL</li><li> 3&ndash;5&nbsp;years<br>of work</li><li></li>"),
            "- Rust & SQL\n- 3–5 years\nof work"
        );
        assert_eq!(
            text("<div><h3>You have</h3><ul><LI class=\"x\">C<b>++</b></LI></ul></div>"),
            "You have\n- C++"
        );
    }

    #[test]
    fn what_nobody_sees_is_left_out_and_nothing_breaks() {
        assert_eq!(text("a<!-- b > c --><script>d<e></script>f<style>g"), "af");
        assert_eq!(
            text("pay > 3 & < 5 &unknown; &#x1F600; &#0;"),
            "pay > 3 & < 5 &unknown; 😀 &#0;"
        );
        assert_eq!(text("<"), "<");
    }
}
