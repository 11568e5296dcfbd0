//! Words, lines, sentences and sections keep their places.

use super::*;

fn folded(source: &str) -> Vec<String> {
    let text = Text::new(source);
    words(&text, text.span())
        .into_iter()
        .map(|w| w.folded)
        .collect()
}

#[test]
fn words_keep_technical_names_whole() {
    assert_eq!(
        folded("C++, C# and .NET; node.js/Vue.JS, R&D (5+ years)"),
        [
            "c++", "c#", "and", ".net", "node.js", "vue.js", "r&d", "5+", "years"
        ]
    );
    assert_eq!(
        folded("work together.We bachelor’s degree. full-time"),
        [
            "work",
            "together",
            "we",
            "bachelor's",
            "degree",
            "full",
            "time"
        ]
    );
}

#[test]
fn a_phrase_goes_on_over_space_hyphen_and_wrap_only() {
    let text = Text::new("problem-solving, CI/CD\nmachine\n\nlearning");
    let joined: Vec<bool> = words(&text, text.span()).iter().map(|w| w.joined).collect();
    assert_eq!(joined, [true, false, true, true, false, false]);
}

#[test]
fn lines_lose_their_bullets() {
    let source = "Skills\n• Rust\n  - Go\n1. Java\n\n-40 °C storage\n•\nPython\r\nEnd";
    let text = Text::new(source);
    let found: Vec<(&str, bool, bool)> = lines(&text)
        .iter()
        .map(|l| (text.slice(l.span), l.bullet, l.after_gap))
        .collect();
    assert_eq!(
        found,
        [
            ("Skills", false, true),
            ("Rust", true, false),
            ("Go", true, false),
            ("Java", true, false),
            ("-40 °C storage", false, true),
            ("Python", true, false),
            ("End", false, false),
        ]
    );
}

#[test]
fn sentences_survive_abbreviations() {
    let text = Text::new("Use tools, e.g. Docker. Know node.js etc. Must be 18! Ok; fine");
    let found: Vec<&str> = sentences(&text, text.span())
        .into_iter()
        .map(|s| text.slice(s))
        .collect();
    assert_eq!(
        found,
        [
            "Use tools, e.g. Docker.",
            "Know node.js etc.",
            "Must be 18!",
            "Ok",
            "fine"
        ]
    );
}

#[test]
fn sections_follow_their_headings() {
    let text = Text::new("Intro\nREQUIREMENTS\n- Rust\nNice to have: Go\n");
    let found = sections(&text, &lines(&text), |words, _| {
        (words == "requirements" || words == "nice to have").then(|| words.to_owned())
    });
    let shape: Vec<(Option<String>, Vec<&str>)> = found
        .into_iter()
        .map(|s| (s.kind, s.lines.iter().map(|l| text.slice(l.span)).collect()))
        .collect();
    assert_eq!(
        shape,
        [
            (None, vec!["Intro"]),
            (Some("requirements".to_owned()), vec!["Rust"]),
            (Some("nice to have".to_owned()), vec!["Go"])
        ]
    );
}
