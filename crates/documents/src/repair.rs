//! Mends what typesetting does to text: ligatures, hyphenation, letter-spacing, fancy spaces and bullets, shapeless characters.

use std::collections::HashSet;

/// Bullets as fonts and people write them; the private ones are Symbol's and Wingdings'.
const BULLETS: &str = "•●○◦▪▫■□‣⁃∙·▸▹►▻▶➢➤➔✓✔✦✧◆◇❖★☆*\u{f0b7}\u{f0a7}\u{f076}\u{f0d8}\u{f0fc}\u{f0a8}\u{f02d}\u{f06e}\u{f071}";

/// First halves of compounds that keep their hyphen when it falls at the end of a line.
const KEEPS_HYPHEN: [&str; 58] = [
    "all", "award", "back", "best", "business", "built", "client", "cloud", "co", "cost", "cross",
    "customer", "data", "day", "decision", "detail", "e", "end", "ever", "fast", "first", "follow",
    "front", "full", "goal", "hands", "hard", "high", "in", "large", "lead", "long", "low", "mid",
    "multi", "non", "object", "on", "open", "part", "post", "problem", "real", "result", "results",
    "role", "second", "self", "short", "small", "solution", "start", "state", "team", "test",
    "third", "time", "well",
];

/// Whether a text is nothing but what stands before an item of a list: a bullet, "1.", "2)".
pub(crate) fn is_list_mark(text: &str) -> bool {
    let mut chars = text.chars();
    let single = chars.next().filter(|_| chars.next().is_none());
    let number = text.strip_suffix(['.', ')']).is_some_and(|digits| {
        !digits.is_empty() && digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    number || single.is_some_and(|mark| BULLETS.contains(mark) || matches!(mark, '-' | '–' | '—'))
}

/// Takes out characters without a shape. Gives the rest, and what was spelt with tags or broken up by zero-width characters, one a line.
pub(crate) fn without_shapeless(text: &str) -> (String, String) {
    if text.is_ascii() {
        return (text.to_owned(), String::new());
    }
    let chars: Vec<char> = text.chars().collect();
    let mut seen = String::with_capacity(text.len());
    let mut tagged = String::new();
    // Once per word, however often it is broken up.
    let mut broken: Vec<usize> = Vec::new();
    let mut word_start = 0;
    for (index, &char) in chars.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| chars.get(index));
        let around = [before, chars.get(index + 1)];
        match char {
            '\u{e0020}'..='\u{e007e}' => tagged.extend(char::from_u32(char as u32 - 0xe0000)),
            '\u{e0000}'..='\u{e0fff}' | '\u{fe00}'..='\u{fe0f}' => {}
            // Joiners shape the letters of some scripts, and emoji.
            '\u{200c}' | '\u{200d}'
                if around
                    .iter()
                    .any(|other| other.is_some_and(|other| !other.is_ascii())) =>
            {
                seen.push(char)
            }
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{180e}'
            | '\u{3164}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{ffa0}' => {
                let splits = around
                    .iter()
                    .all(|other| other.is_some_and(char::is_ascii_alphanumeric));
                if splits && broken.last().is_none_or(|last| *last < word_start) {
                    broken.push(seen.len());
                }
            }
            _ => {
                seen.push(char);
                if char.is_whitespace() {
                    word_start = seen.len();
                }
            }
        }
    }
    let mut found: Vec<&str> = broken.iter().map(|at| word_at(&seen, *at)).collect();
    found.dedup();
    if !tagged.trim().is_empty() {
        found.push(&tagged);
    }
    let found = found.join("\n");
    (seen, found)
}

fn word_at(text: &str, at: usize) -> &str {
    let start = text[..at].rfind(char::is_whitespace).map_or(0, |space| {
        space + text[space..].chars().next().map_or(1, char::len_utf8)
    });
    let end = text[at..]
        .find(char::is_whitespace)
        .map_or(text.len(), |space| at + space);
    &text[start..end]
}

/// Mends a page: every line, words parted at line ends, and empty lines (never two together, none at the ends).
pub(crate) fn page(text: &str) -> String {
    let lines: Vec<String> = text
        .split(['\n', '\u{c}', '\u{2028}', '\u{2029}'])
        .map(line)
        .collect();
    let mut mended = String::with_capacity(text.len());
    for line in join_hyphenated(lines) {
        if line.is_empty() && (mended.is_empty() || mended.ends_with("\n\n")) {
            continue;
        }
        mended.push_str(&line);
        mended.push('\n');
    }
    mended.truncate(mended.trim_end().len());
    mended
}

fn line(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for char in text.trim().chars() {
        match char {
            char if char.is_ascii_graphic() => plain.push(char),
            'ﬀ' => plain.push_str("ff"),
            'ﬁ' => plain.push_str("fi"),
            'ﬂ' => plain.push_str("fl"),
            'ﬃ' => plain.push_str("ffi"),
            'ﬄ' => plain.push_str("ffl"),
            'ﬅ' | 'ﬆ' => plain.push_str("st"),
            '\t' => plain.push('\t'),
            char if char.is_whitespace() || char == '\u{2800}' => plain.push(' '),
            '\u{2010}' | '\u{2011}' => plain.push('-'),
            char if BULLETS.contains(char) => plain.push(char),
            // Icons of symbol fonts mean nothing as characters.
            '\u{e000}'..='\u{f8ff}' | '\u{fffd}' => plain.push(' '),
            char if char.is_control() => {}
            char => plain.push(char),
        }
    }
    let plain = with_plain_bullet(plain.trim());
    let joined = join_letter_spaced(&plain);
    collapse_spaces(&joined.replace(|char: char| ('\u{e000}'..='\u{f8ff}').contains(&char), " "))
}

/// One blank for many; a tab wins over spaces around it.
fn collapse_spaces(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for char in text.trim().chars() {
        match (char, collapsed.chars().next_back()) {
            (' ', Some(' ' | '\t')) | ('\t', Some('\t')) => {}
            ('\t', Some(' ')) => {
                collapsed.pop();
                collapsed.push('\t');
            }
            _ => collapsed.push(char),
        }
    }
    collapsed
}

/// Any bullet before a text becomes "•".
fn with_plain_bullet(text: &str) -> String {
    let mut chars = text.chars();
    let Some(first) = chars.next() else {
        return String::new();
    };
    let rest = chars.as_str();
    let is_bullet = match first {
        // These are also ordinary characters: they need a space after them, and Courier's "o" a capital.
        '*' | '-' | '–' | '—' | '·' => rest.starts_with([' ', '\t']),
        'o' => rest.starts_with([' ', '\t']) && rest.trim_start().starts_with(char::is_uppercase),
        _ => BULLETS.contains(first),
    };
    let item = rest.trim_start();
    if is_bullet && !item.is_empty() {
        format!("• {item}")
    } else {
        text.to_owned()
    }
}

/// So many single letters are a word that was spaced out.
const LETTER_SPACED: usize = 4;

/// "C O N S U L T A N T" → "CONSULTANT": four single letters or more, one space apart; wider gaps part words.
fn join_letter_spaced(text: &str) -> String {
    let is_letter = |token: &&str| {
        let mut chars = token.chars();
        let only = chars.next().filter(|_| chars.next().is_none());
        only.is_some_and(|char| char.is_alphanumeric() || char == '&')
    };
    if text
        .split(' ')
        .filter(is_letter)
        .nth(LETTER_SPACED - 1)
        .is_none()
    {
        return text.to_owned();
    }
    let tokens: Vec<&str> = text.split(' ').collect();
    let mut joined: Vec<String> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        // Letters and, between them, the empty tokens that wider gaps leave.
        let run = tokens[at..]
            .iter()
            .take_while(|token| is_letter(token) || token.is_empty())
            .count();
        let run = run
            - tokens[at..at + run]
                .iter()
                .rev()
                .take_while(|token| token.is_empty())
                .count();
        let letters: Vec<char> = tokens[at..at + run]
            .iter()
            .flat_map(|token| token.chars())
            .collect();
        let is_alphabet = letters
            .windows(2)
            .all(|pair| pair[1] as u32 == pair[0] as u32 + 1);
        if letters.len() >= LETTER_SPACED && is_letter(&tokens[at]) && !is_alphabet {
            let words = tokens[at..at + run]
                .split(|token| token.is_empty())
                .filter(|word| !word.is_empty());
            joined.extend(words.map(<[&str]>::concat));
            at += run;
        } else {
            joined.push(tokens[at].to_owned());
            at += 1;
        }
    }
    joined.join(" ")
}

fn is_between_words(char: char) -> bool {
    !char.is_alphanumeric() && char != '-'
}

/// Joins words that were parted at the end of a line, on the upper line.
fn join_hyphenated(mut lines: Vec<String>) -> Vec<String> {
    let everything = lines.join("\n");
    let words: HashSet<&str> = everything.split(is_between_words).collect();
    for upper in 0..lines.len().saturating_sub(1) {
        let Some(stem) = lines[upper].strip_suffix(['-', '\u{ad}']) else {
            continue;
        };
        let soft = lines[upper].ends_with('\u{ad}');
        let lower = lines[upper + 1].as_str();
        if !stem.ends_with(char::is_alphabetic) || !lower.starts_with(char::is_lowercase) {
            continue;
        }
        let (end, rest) = lower.split_once(char::is_whitespace).unwrap_or((lower, ""));
        let start = stem.rsplit(is_between_words).next().unwrap_or(stem);
        let word = end.split(is_between_words).next().unwrap_or(end);
        let kept = !soft
            && !words.contains(format!("{start}{word}").as_str())
            && (KEEPS_HYPHEN.contains(&start.to_lowercase().as_str())
                || start.contains('-')
                || start.contains(|char: char| char.is_ascii_digit())
                || start.chars().skip(1).any(char::is_uppercase)
                || words.contains(format!("{start}-{word}").as_str()));
        let joined = format!("{stem}{}{end}", if kept { "-" } else { "" });
        let rest = rest.trim_start().to_owned();
        lines[upper] = joined;
        lines[upper + 1] = rest;
    }
    // A lower line that was one word is gone, not empty: an empty line would part a block.
    let mut kept: Vec<String> = Vec::with_capacity(lines.len());
    let was_empty: Vec<bool> = everything.split('\n').map(str::is_empty).collect();
    for (line, was_empty) in lines.into_iter().zip(was_empty) {
        if was_empty || !line.is_empty() {
            kept.push(line.replace('\u{ad}', ""));
        }
    }
    kept
}
