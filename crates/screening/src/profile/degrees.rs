//! Degrees in a line: the ladder's rungs in many wordings, and the field beside them.

use std::sync::LazyLock;

use super::fields::is_field;
use super::vocabulary::is_school;
use crate::model::DegreeLevel;
use crate::text::Pattern;

/// A degree named in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Degree {
    /// Its rung.
    pub level: DegreeLevel,
    /// Its field, where one is named or implied (BSN: Nursing).
    pub field: Option<String>,
    /// First byte in the line.
    pub from: usize,
    /// One past the last byte of degree and field.
    pub to: usize,
    /// Abbreviations that mean other things too ("MS", "BA"): believed only among education.
    pub weak: bool,
}

/// Wordings of the rungs, highest first; earlier ones win where two begin at the same place.
const RUNGS: &[(DegreeLevel, &str)] = &[
    (
        DegreeLevel::Doctorate,
        r"(?i:ph\.?\s?d\b\.?|d\.?phil\b\.?|doctorate|doctoral degree|doctor of|doctor['’]s degree|dr\.\s?(?:rer|phil|ing|med|jur)\b|m\.d\.|j\.d\.|pharm\.?\s?d\b\.?|ed\.d\b\.?|dnp\b|doktorgrad|promotion zum|doctorat|doctorado|juris doctor)",
    ),
    (
        DegreeLevel::Master,
        r"(?i:master(?:['’]?s)?\s+(?:degree|of|in)\b|master['’]s|masters\b|m\.?sc\b\.?|m\.?eng\b\.?|mba\b|m\.b\.a\.|m\.?ed\b\.?|m\.?phil\b\.?|mph\b|msn\b|msw\b|ll\.?m\b\.?|mfa\b|mpa\b|mres\b|m\.a\.|m\.s\.|m\.?tech\b\.?|m\.?com\b\.?|mca\b|magister|diplom(?:-?\w*ingenieur\w*|-\w+)?\b|dipl\.\s?-?\w+\.?|maîtrise|máster|maestría|mastère|diplôme d['’]ingénieur|postgraduate degree|graduate degree)",
    ),
    (
        DegreeLevel::Bachelor,
        r"(?i:bachelor(?:['’]?s)?(?:\s+(?:degree|of|in)\b)?|b\.?sc\b\.?|b\.?eng\b\.?|b\.?tech\b\.?|bba\b|b\.?com\b\.?|b\.ed\b\.?|bsn\b|ll\.?b\b\.?|bfa\b|b\.a\.|b\.s\.|b\.e\.|bca\b|undergraduate degree|university degree|college degree|honou?rs degree|first degree|licenciatura|grado en|laurea|licence en|hochschulabschluss)",
    ),
    (
        DegreeLevel::Associate,
        r"(?i:associate(?:['’]?s)?\s+(?:degree|of|in)\b|associate['’]s|a\.a\.s?\.?|a\.s\.|\badn\b|\baas\b|foundation degree|hnd\b|hnc\b|higher national)",
    ),
    (
        DegreeLevel::Secondary,
        r"(?i:high[\s-]school(?:\s+(?:diploma|graduate|degree|certificate))?|secondary school(?:\s+\w+)?|\bged\b|a[\s-]levels?\b|(?:fach)?abitur|matura\b|baccalaur[ée]at|leaving cert(?:ificate)?|gcses?\b|bachillerato|realschulabschluss|mittlere reife)",
    ),
    (
        DegreeLevel::Vocational,
        r"(?i:apprenticeship|berufsausbildung|abgeschlossene ausbildung|ausbildung (?:zum|zur|als)\b|vocational|trade school|nvq\b|btec\b|\bbts\b|\bdut\b|postgraduate certificate|diploma\b|meisterbrief|facharbeiter)",
    ),
    (DegreeLevel::Doctorate, r"(?:MD|JD)\b"),
    (DegreeLevel::Master, r"(?:MA|MS)\b"),
    (DegreeLevel::Bachelor, r"(?:BA|BS|BE|B\.Ed|BEd)\b"),
    (DegreeLevel::Associate, r"(?:AA|AS)\b"),
];
/// The rungs from this index on are weak.
const WEAK_FROM: usize = 6;

static RUNG: LazyLock<Pattern> = LazyLock::new(|| {
    let parts: Vec<String> = RUNGS
        .iter()
        .enumerate()
        .map(|(index, (_, words))| format!("(?P<r{index}>{words})"))
        .collect();
    Pattern::new(format!(r"\b(?:{})", parts.join("|")))
});
static FIELD: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^(?P<lead>[\s,:]*(?:degree\b)?(?:\s*\([^)]{1,24}\))?[\s,:–-]*(?:(?i:degree|hons?\.?|honou?rs|with honou?rs)\b[\s,:–-]*)?(?:(?i:in|of|en|im|zum|zur|als)\s+)?)(?P<field>[^,;|()\n\t\d–—•·]+)",
    )
});
/// "Science in …", "Arts (Hons), …": what stands between "Bachelor of" and the field.
static GENERIC: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^(?:applied |fine )?(?:sciences?|arts?|philosophy|engineering|technology|commerce|laws?)\b(?:\s*\([^)]*\))?\s*(?:[,:(–-]\s*|(?:degree |major(?:ing)? |honou?rs )?in\s+)",
    )
});
static OF_SCIENCE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(r"(?i)^ of (?:applied |fine )?(?:sciences?|arts?|philosophy|laws?|engineering)\b")
});
static NO_FIELD: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"(?i)^(?:applied )?(?:sciences?|arts?|philosophy)$"));
static FIELD_END: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\s+(?:from|at|with|an der|à|and \d|university|college|school|institute|degree|is|was|or|preferred|required|und|required)\b|\s+[-/]\s+|\s{3,}|\.(?:\s|$)",
    )
});
/// What stands before "master" where it is no degree.
static NO_MASTER: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(r"(?i)(?:scrum|web|quarter|post|station|toast|head|grand|brew|kanban)[\s-]?$")
});
static WEAK_CONTEXT: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(r"(?i)^\.?\s*(?:\((?:hons?|honou?rs)[^)]*\)\s*)?(?:degree\b|in\s+\w|hons?\b)")
});

/// What abbreviations say about the field.
const IMPLIED: &[(&str, &str)] = &[
    ("bsn", "Nursing"),
    ("msn", "Nursing"),
    ("adn", "Nursing"),
    ("dnp", "Nursing"),
    ("mba", "Business Administration"),
    ("bba", "Business Administration"),
    ("mph", "Public Health"),
    ("msw", "Social Work"),
    ("llb", "Law"),
    ("llm", "Law"),
    ("jd", "Law"),
    ("md", "Medicine"),
    ("pharmd", "Pharmacy"),
    ("bed", "Education"),
    ("med", "Education"),
    ("edd", "Education"),
    ("bcom", "Commerce"),
    ("mcom", "Commerce"),
    ("beng", "Engineering"),
    ("meng", "Engineering"),
    ("btech", "Engineering"),
    ("mtech", "Engineering"),
    ("bfa", "Fine Arts"),
    ("mfa", "Fine Arts"),
    ("mpa", "Public Administration"),
    ("bca", "Computer Applications"),
    ("mca", "Computer Applications"),
];

/// The degrees that a line names.
pub(crate) fn degrees(line: &str) -> impl Iterator<Item = Degree> + '_ {
    RUNG.captures_iter(line).filter_map(|captures| {
        let whole = captures.get(0)?;
        let index = (0..RUNGS.len()).find(|index| captures.name(&format!("r{index}")).is_some())?;
        let words = whole.as_str();
        if words.to_lowercase().starts_with("master") && NO_MASTER.is_match(&line[..whole.start()])
        {
            return None;
        }
        // "Bachelor of" has its field behind the "of"; give it back to the search for the field.
        let of = if words.to_lowercase().ends_with(" of") {
            3
        } else {
            0
        };
        let (field, to) = field(&line[whole.end() - of..])
            .map_or((None, whole.end()), |(field, length)| {
                (Some(field), whole.end() - of + length)
            });
        let short: String = words
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
            .to_lowercase();
        let implied = IMPLIED
            .iter()
            .find(|(abbreviation, _)| *abbreviation == short)
            .map(|(_, field)| (*field).to_owned());
        let weak = index >= WEAK_FROM
            || (words.to_lowercase().starts_with("high school") && !words.contains(' '))
            || words.eq_ignore_ascii_case("diploma");
        let believed = !weak
            || WEAK_CONTEXT.is_match(&line[whole.end()..])
            || field.as_deref().is_some_and(is_field);
        // "MBA, Rotterdam": what stands behind a comma is no field where the abbreviation has one.
        let aside = line[whole.end()..]
            .trim_start()
            .starts_with([',', '-', '–', '—', '|']);
        let (field, to) = if aside && implied.is_some() {
            (None, whole.end())
        } else {
            (field, to)
        };
        // "Associate of Applied Science" names no field, but is the whole degree.
        let to = if of > 0 && field.is_none() {
            OF_SCIENCE
                .find(&line[to - of..])
                .map_or(to, |of_science| to - of + of_science.end())
        } else {
            to
        };
        let field = field
            .or(implied)
            .or_else(|| in_brackets(&line[whole.end()..]));
        Some(Degree {
            level: RUNGS[index].0,
            field,
            from: whole.start(),
            to,
            weak: !believed,
        })
    })
}

/// "PhD (Physics)".
fn in_brackets(rest: &str) -> Option<String> {
    let (inside, _) = rest.trim_start().strip_prefix('(')?.split_once(')')?;
    is_field(inside).then(|| inside.trim().to_owned())
}

/// The field at the beginning of what follows a degree, and how many bytes it takes with what leads to it.
fn field(rest: &str) -> Option<(String, usize)> {
    let captures = FIELD.captures(rest)?;
    let lead = captures.name("lead")?;
    let mut found = captures.name("field")?.as_str();
    let mut from = lead.end();
    if let Some(generic) = GENERIC.find(&rest[from..]) {
        let after = first_part(&rest[from + generic.end()..]);
        let named = after.chars().next().is_some_and(|c| {
            c.is_alphabetic() && (c.is_uppercase() || generic.as_str().trim_end().ends_with("in"))
        });
        if named
            && !is_school(after)
            && (generic.as_str().trim_end().ends_with("in") || NO_FIELD.is_match(found.trim()))
        {
            from += generic.end();
            found = after;
        }
    }
    if lead.as_str().contains(',') && is_school(found) {
        return None;
    }
    if let Some(end) = FIELD_END.find(found) {
        found = &found[..end.start()];
    }
    let field =
        found.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '-' | '"'));
    let words = field.split_whitespace().count();
    let initials = field.len() > 3 && !field.chars().any(char::is_lowercase);
    let plausible = !initials
        && (1..=7).contains(&words)
        && field.chars().count() > 2
        && !is_school(field)
        && !NO_FIELD.is_match(field);
    plausible.then(|| (field.to_owned(), from + found.len()))
}

fn first_part(text: &str) -> &str {
    text.split([',', ';', '|', '(', ')', '\n', '\t', '–', '—', '•', '·'])
        .next()
        .unwrap_or(text)
        .trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace())
}
