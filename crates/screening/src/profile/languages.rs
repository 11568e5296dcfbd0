//! Human languages and how well they are spoken: CEFR levels and the words people use for them.

use std::sync::LazyLock;

use super::sections::{Placed, Section};
use super::{Language, Place};
use crate::model::LanguageLevel;
use crate::text::Pattern;

/// English names, each with its names elsewhere.
const NAMES: &[&str] = &[
    "English|Englisch|Anglais|Inglés|Inglese|Inglês",
    "German|Deutsch|Allemand|Alemán|Tedesco",
    "French|Französisch|Français|Francés|Francese",
    "Spanish|Spanisch|Espagnol|Español|Castellano|Spagnolo|Castilian",
    "Italian|Italienisch|Italien|Italiano",
    "Portuguese|Portugiesisch|Portugais|Português|Portugués",
    "Dutch|Niederländisch|Nederlands|Néerlandais|Flemish",
    "Polish|Polnisch|Polski|Polonais",
    "Russian|Russisch|Russe|Ruso",
    "Ukrainian|Ukrainisch",
    "Czech|Tschechisch",
    "Slovak|Slowakisch",
    "Hungarian|Ungarisch",
    "Romanian|Rumänisch|Roumain|Română",
    "Bulgarian|Bulgarisch",
    "Greek|Griechisch|Grec",
    "Turkish|Türkisch|Turc|Türkçe",
    "Arabic|Arabisch|Arabe|Árabe",
    "Hebrew|Hebräisch",
    "Persian|Farsi|Persisch|Dari",
    "Hindi",
    "Urdu",
    "Bengali|Bangla",
    "Punjabi",
    "Gujarati",
    "Marathi",
    "Tamil",
    "Telugu",
    "Kannada",
    "Malayalam",
    "Nepali",
    "Sinhala",
    "Mandarin|Chinese|Chinesisch|Chinois|Putonghua",
    "Cantonese",
    "Japanese|Japanisch|Japonais",
    "Korean|Koreanisch|Coréen",
    "Vietnamese|Vietnamesisch",
    "Thai",
    "Indonesian|Bahasa Indonesia",
    "Malay|Bahasa Melayu",
    "Tagalog|Filipino",
    "Swedish|Schwedisch|Suédois|Svenska",
    "Norwegian|Norwegisch|Norsk",
    "Danish|Dänisch|Dansk",
    "Finnish|Finnisch|Suomi",
    "Icelandic",
    "Estonian",
    "Latvian",
    "Lithuanian",
    "Croatian|Kroatisch|Hrvatski",
    "Serbian|Serbisch|Srpski",
    "Bosnian",
    "Slovenian|Slovene",
    "Albanian",
    "Macedonian",
    "Georgian",
    "Armenian",
    "Kurdish|Kurdisch",
    "Swahili",
    "Amharic",
    "Somali",
    "Hausa",
    "Igbo",
    "Yoruba",
    "Zulu",
    "Afrikaans",
    "Irish|Gaeilge",
    "Welsh",
    "Scottish Gaelic",
    "Catalan|Català",
    "Basque|Euskara",
    "Galician",
    "Maltese",
    "Luxembourgish",
    "Latin",
    "Esperanto",
    "American Sign Language|ASL",
    "British Sign Language|BSL",
];

/// Wordings of the levels; longer ones before those they contain.
const LEVELS: &[(LanguageLevel, &str)] = &[
    (
        LanguageLevel::C2,
        r"c2|native(?:[- ](?:level|speaker|or bilingual proficiency|or bilingual|proficiency))?|mother[- ]tongue|first language|mutter(?:sprache|sprachler(?:in)?|sprachlich)|langue maternelle|maternelle|nativ[oa]|lengua materna|bilingual|bilingue|bilingüe|mastery",
    ),
    (
        LanguageLevel::C1,
        r"c1|near[- ]native|fluent(?:ly)?|fluency|full professional(?: proficiency)?|business[- ]fluent|verhandlungssicher|fließend|courant|fluid[oa]|advanced|very good|sehr gut(?:e)?|excellent|proficient|full proficiency",
    ),
    (
        LanguageLevel::B2,
        r"b2|upper[- ]intermediate|professional(?: working)?(?: proficiency)?|working proficiency|working knowledge|good(?: working)?(?: knowledge| command)?|gut(?:e kenntnisse)?|gute|business(?: level)?|strong|proficiency",
    ),
    (
        LanguageLevel::B1,
        r"b1|intermediate|conversational(?:ly)?|limited working(?: proficiency)?|mittel|intermédiaire|intermedio|moderate|fair",
    ),
    (
        LanguageLevel::A2,
        r"a2|basics?|elementary(?: proficiency)?|grundkenntnisse|notions|básico|limited|school[- ]level|schulkenntnisse|rudimentary|some",
    ),
    (LanguageLevel::A1, r"a1|beginner|learning|novice"),
];

static NAME: LazyLock<Pattern> = LazyLock::new(|| {
    let groups: Vec<String> = NAMES
        .iter()
        .enumerate()
        .map(|(index, names)| format!("(?P<n{index}>{names})"))
        .collect();
    Pattern::new(format!(r"\b(?:{})\b", groups.join("|")))
});
static LEVEL: LazyLock<Pattern> = LazyLock::new(|| {
    // "limited working proficiency" before "limited", "near-native" before "native": the lower rungs hold the longer wordings.
    let order = [3, 1, 0, 2, 4, 5];
    let groups: Vec<String> = order
        .into_iter()
        .map(|index| format!("(?P<l{index}>{})", LEVELS[index].1))
        .collect();
    Pattern::new(format!(r"(?i)\b(?:{})\b", groups.join("|")))
});
static SPOKEN: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"(?i)\b(?:speak(?:s|ing|er)?|spoken|written|write|language)\b"));

/// A language said to be spoken in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    /// Its English name.
    pub name: &'static str,
    /// How well.
    pub level: Option<LanguageLevel>,
    /// First byte in the line.
    pub from: usize,
    /// One past the last byte of name and level.
    pub to: usize,
}

/// The English name of a language in any of its names, written with a capital.
pub(crate) fn canonical(name: &str) -> Option<&'static str> {
    let mut letters = name.trim().chars();
    let first = letters.next()?;
    let name: String = first.to_uppercase().chain(letters).collect();
    let entry = NAMES
        .iter()
        .find(|names| names.split('|').any(|known| known == name))?;
    entry.split('|').next()
}

/// A part of a line, and what it names.
struct Clause {
    names: Vec<(&'static str, usize, usize)>,
    levels: Vec<(LanguageLevel, usize, usize)>,
    spoken: bool,
}

/// The languages that a line claims. Outside a list of languages a level or a word of speaking must stand with the name: "English teacher" claims none.
pub(crate) fn statements(line: &str, in_list: bool) -> Vec<Statement> {
    if !NAME.is_match(line) {
        return Vec::new();
    }
    let clauses = clauses(line);
    let mut found = Vec::new();
    let mut leading: Option<LanguageLevel> = None;
    for (index, clause) in clauses.iter().enumerate() {
        let next_alone = clauses
            .get(index + 1)
            .filter(|next| next.names.is_empty())
            .and_then(|next| next.levels.first());
        for (at, (name, from, to)) in clause.names.iter().enumerate() {
            let until = clause.names.get(at + 1).map_or(usize::MAX, |next| next.1);
            let after = clause
                .levels
                .iter()
                .find(|level| level.1 >= *to && level.1 < until);
            let before = clause.levels.iter().rfind(|level| level.2 <= *from);
            let any = after
                .or(before)
                .or(clause.levels.last())
                .or(next_alone.filter(|_| clause.levels.is_empty()));
            let level = any.map(|level| level.0).or(leading);
            if level.is_some() || in_list || clause.spoken {
                let start = any.map_or(*from, |level| level.1.min(*from));
                let end = any.map_or(*to, |level| level.2.max(*to));
                let end = end
                    + usize::from(line[start..end].contains('(') && line[end..].starts_with(')'));
                found.push(Statement {
                    name,
                    level,
                    from: start,
                    to: end,
                });
            }
        }
        // "Fluent in English, Spanish and French": a level before the first name also holds for the clauses after it.
        leading = match (clause.levels.as_slice(), clause.names.first()) {
            ([only], Some(first)) if only.2 <= first.1 => Some(only.0),
            ([], Some(_)) => leading,
            _ => None,
        };
    }
    found
}

fn clauses(line: &str) -> Vec<Clause> {
    let mut found = Vec::new();
    let (mut from, mut depth) = (0, 0_i32);
    for (at, c) in line.char_indices().chain([(line.len(), ';')]) {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ';' | ',' | '|' | '•' | '·' | '.' | '\n'
                if depth <= 0 || at == line.len() || c == '\n' =>
            {
                found.push(clause(line, from, at));
                from = at + c.len_utf8().min(line.len() - at);
                depth = 0;
            }
            _ => {}
        }
    }
    found
}

fn clause(line: &str, from: usize, to: usize) -> Clause {
    let text = &line[from..to];
    let names = NAME
        .captures_iter(text)
        .filter_map(|captures| {
            let whole = captures.get(0)?;
            let index =
                (0..NAMES.len()).find(|index| captures.name(&format!("n{index}")).is_some())?;
            Some((
                NAMES[index].split('|').next()?,
                from + whole.start(),
                from + whole.end(),
            ))
        })
        .collect();
    let levels = LEVEL
        .captures_iter(text)
        .filter_map(|captures| {
            let whole = captures.get(0)?;
            let index =
                (0..LEVELS.len()).find(|index| captures.name(&format!("l{index}")).is_some())?;
            Some((LEVELS[index].0, from + whole.start(), from + whole.end()))
        })
        .collect();
    Clause {
        names,
        levels,
        spoken: SPOKEN.is_match(text),
    }
}

/// The languages of a resume, each once, with the highest level claimed.
pub(super) fn read(document: usize, placed: &[Placed]) -> Vec<Language> {
    let mut found: Vec<Language> = Vec::new();
    for placed in placed {
        if matches!(
            placed.section,
            Section::Personal | Section::Interests | Section::Other
        ) {
            continue;
        }
        for statement in statements(placed.line.text, placed.section == Section::Languages) {
            let place = Place {
                document,
                start: placed.line.at(statement.from),
                end: placed.line.at(statement.to),
            };
            match found
                .iter_mut()
                .find(|language| language.name == statement.name)
            {
                Some(known) if known.level < statement.level => {
                    (known.level, known.place) = (statement.level, place)
                }
                Some(_) => {}
                None => found.push(Language {
                    name: statement.name.to_owned(),
                    level: statement.level,
                    place,
                }),
            }
        }
    }
    found
}
