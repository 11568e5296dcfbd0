//! The words of the score note: what, why, where to read more, and the marker that tells it from every other note.

use std::fmt::Write as _;

use hiring::board::Card;
use hiring::notes::Telling;
use screening::model::Verdict;
use url::Url;

/// The note, as plain text with line breaks. Equal figures give equal words.
pub(crate) fn compose(card: &Card, telling: &Telling, link: &Url, marker: &str) -> String {
    let mut text = format!(
        "CLARA score: {} of 100 · {}\n",
        telling.score, telling.column
    );
    let labels = |wanted: Verdict| -> Vec<&str> {
        card.top
            .iter()
            .filter(|mark| mark.verdict == wanted)
            .map(|mark| &*mark.label)
            .collect()
    };
    line(&mut text, "Met", &labels(Verdict::Met));
    line(&mut text, "Partly met", &labels(Verdict::Partly));
    let mut missing: Vec<String> = card.missing.clone();
    if card.missing_more > 0 {
        missing.push(format!("{} more", card.missing_more));
    }
    let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
    line(&mut text, "Must-haves without evidence", &missing);
    // Writing to a `String` cannot fail.
    let _ = write!(text, "Why, with quotes: {link}\n{marker}");
    // An @name in a note would notify that user.
    text.replace('@', "(at)")
}

fn line(text: &mut String, heading: &str, items: &[&str]) {
    if !items.is_empty() {
        let _ = writeln!(text, "{heading}: {}", items.join(", "));
    }
}
