//! The words of notes: a template for each kind, CLARA's own or the organization's. A template that was parsed holds known placeholders only.

use serde_json::json;
use sqlx::query;

use super::NoteKind;
use crate::db::{RowExt, statements_block};
use crate::permission::ManageSettings;
use crate::{Error, Permit, Store, audit};

statements_block! {
    READ = "SELECT body, version FROM note_templates WHERE organization_id = $1 AND kind = $2";
    SAVE = "INSERT INTO note_templates (organization_id, kind, body, version, updated_by, updated_at) VALUES ($1, $2, $3, 1, $4, $5) \
        ON CONFLICT (organization_id, kind) DO UPDATE SET body = excluded.body, version = note_templates.version + 1, \
        updated_by = excluded.updated_by, updated_at = excluded.updated_at";
}

/// More is no note any more.
const LONGEST: usize = 2000;

/// CLARA's words for the score.
const SCORE: &str = "CLARA score: {score} of 100 · {column}\nMet: {met}\nPartly met: {partly}\nMust-haves without evidence: {missing}\nWhy, with quotes: {link}";
/// CLARA's words for a person's move.
const STATUS: &str =
    "CLARA status: {column}, before: {previous_column}\nMoved by: {moved_by}\nMore: {link}";
/// CLARA's words for what hiring managers decided.
const DECISION: &str = "CLARA: decision of the hiring manager\n{decisions}\nMore: {link}";

/// A word in braces that a note puts something in the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// Without its braces.
    pub name: &'static str,
    /// What comes in its place.
    pub about: &'static str,
    /// An invented example, for the preview.
    pub example: &'static str,
}

const fn placeholder(
    name: &'static str,
    about: &'static str,
    example: &'static str,
) -> Placeholder {
    Placeholder {
        name,
        about,
        example,
    }
}

const COLUMN: Placeholder = placeholder("column", "the column of the card", "Pre-Qualified");
const LINK: Placeholder = placeholder(
    "link",
    "the address of the profile in CLARA",
    "https://clara.example/applications/…",
);
const OF_SCORE: [Placeholder; 6] = [
    placeholder("score", "the score, 0 to 100", "78"),
    COLUMN,
    placeholder("met", "the best matches", "Rust 5 y, SQL"),
    placeholder("partly", "what is partly met", "Kubernetes"),
    placeholder("missing", "must-haves without evidence", "German C1"),
    LINK,
];
const OF_STATUS: [Placeholder; 5] = [
    COLUMN,
    placeholder("previous_column", "the column before", "To review"),
    placeholder("moved_by", "who moved the card", "Ada Byron"),
    placeholder("reason", "why, where asked and said", "Strong on payments"),
    LINK,
];
const OF_DECISION: [Placeholder; 2] = [
    placeholder(
        "decisions",
        "who decided what, a line each",
        "Dana Ortiz: advance",
    ),
    LINK,
];

impl NoteKind {
    /// What a template of this kind may name.
    #[must_use]
    pub fn placeholders(self) -> &'static [Placeholder] {
        match self {
            Self::Score => &OF_SCORE,
            Self::Status => &OF_STATUS,
            Self::Decision => &OF_DECISION,
        }
    }

    /// What it must name: a note that does not say this says nothing.
    fn needed(self) -> &'static str {
        match self {
            Self::Score => "score",
            Self::Status => "column",
            Self::Decision => "decisions",
        }
    }

    /// CLARA's own words.
    #[must_use]
    pub fn default_text(self) -> &'static str {
        match self {
            Self::Score => SCORE,
            Self::Status => STATUS,
            Self::Decision => DECISION,
        }
    }
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    Place(&'static str),
}

/// The words of a kind of note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    kind: NoteKind,
    lines: Vec<Vec<Part>>,
}

impl Template {
    /// Takes a text whose placeholders are all known.
    ///
    /// # Errors
    /// [`Error::Invalid`] says what is wrong and what can be written instead.
    pub fn parse(kind: NoteKind, text: &str) -> Result<Self, Error> {
        let text = text.trim();
        if text.chars().count() > LONGEST {
            return Err(Error::invalid(
                "text",
                format!("Keep the note under {LONGEST} characters."),
            ));
        }
        let lines = text
            .lines()
            .map(|line| parts(kind, line.trim_end()))
            .collect::<Result<Vec<_>, _>>()?;
        let needed = Part::Place(kind.needed());
        if !lines.iter().flatten().any(|part| *part == needed) {
            return Err(Error::invalid(
                "text",
                format!("The note must say {{{}}} somewhere.", kind.needed()),
            ));
        }
        Ok(Self { kind, lines })
    }

    /// CLARA's own words.
    #[must_use]
    pub fn default_of(kind: NoteKind) -> Self {
        // A test parses them all.
        Self::parse(kind, kind.default_text()).unwrap_or(Self {
            kind,
            lines: vec![vec![Part::Place(kind.needed())]],
        })
    }

    /// The note's text. A line all of whose placeholders are empty is left out.
    #[must_use]
    pub fn render(&self, value: impl Fn(&str) -> String) -> String {
        let mut lines = Vec::new();
        for parts in &self.lines {
            let (mut line, mut places, mut filled) = (String::new(), 0, 0);
            for part in parts {
                match part {
                    Part::Words(words) => line.push_str(words),
                    Part::Place(name) => {
                        let value = value(name);
                        places += 1;
                        filled += usize::from(!value.is_empty());
                        line.push_str(&value);
                    }
                }
            }
            if places == 0 || filled > 0 {
                lines.push(line);
            }
        }
        lines.join("\n")
    }

    /// The text with invented values.
    #[must_use]
    pub fn example(&self) -> String {
        let all = self.kind.placeholders();
        self.render(|name| {
            all.iter()
                .find(|place| place.name == name)
                .map_or_else(String::new, |place| place.example.to_owned())
        })
    }
}

fn parts(kind: NoteKind, line: &str) -> Result<Vec<Part>, Error> {
    let mut parts = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find(['{', '}']) {
        let (words, brace) = rest.split_at(at);
        if !words.is_empty() {
            parts.push(Part::Words(words.to_owned()));
        }
        let inside = brace
            .strip_prefix('{')
            .and_then(|inside| inside.split_once('}'));
        let Some((name, after)) = inside else {
            return Err(Error::invalid(
                "text",
                "A brace stands alone: a placeholder is a word between { and }.",
            ));
        };
        let known = kind
            .placeholders()
            .iter()
            .find(|place| place.name == name.trim());
        let Some(place) = known else {
            let all: Vec<String> = kind
                .placeholders()
                .iter()
                .map(|place| format!("{{{}}}", place.name))
                .collect();
            let name: String = name.chars().take(40).collect();
            return Err(Error::invalid(
                "text",
                format!("There is no {{{name}}}. You can write {}.", all.join(", ")),
            ));
        };
        parts.push(Part::Place(place.name));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest.to_owned()));
    }
    Ok(parts)
}

/// A kept template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// As it was written.
    pub text: String,
    /// Grows with every change; 0: CLARA's own. Give it to [`save_template`].
    pub version: i64,
}

/// The organization's words for a kind of note.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn template<C>(store: &Store, permit: &Permit<C>, kind: NoteKind) -> Result<Kept, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(READ)
        .bind(permit.organization())
        .bind(kind)
        .fetch_optional(&mut *connection)
        .await?;
    match row {
        Some(row) => Ok(Kept {
            text: row.get_as("body")?,
            version: row.get_as("version")?,
        }),
        None => Ok(Kept {
            text: kind.default_text().to_owned(),
            version: 0,
        }),
    }
}

/// Makes a text the organization's words for a kind of note, unless somebody else changed them since `expected_version`. False: they did, and
/// nothing was changed.
///
/// # Errors
/// [`Error::Invalid`] as [`Template::parse`].
pub async fn save_template(
    store: &Store,
    permit: &Permit<ManageSettings>,
    kind: NoteKind,
    expected_version: i64,
    text: &str,
) -> Result<bool, Error> {
    Template::parse(kind, text)?;
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(format!("{organization}/{kind}")).await?;
    let now = tx.now();
    let known = query(READ)
        .bind(organization)
        .bind(kind)
        .fetch_optional(tx.connection())
        .await?;
    let version = known.map_or(Ok(0), |row| row.get_as::<i64>("version"))?;
    if version != expected_version {
        return Ok(false);
    }
    tx.execute(
        query(SAVE)
            .bind(organization)
            .bind(kind)
            .bind(text.trim())
            .bind(permit.actor().account())
            .bind(now),
    )
    .await?;
    let detail = json!({ "version": version + 1 });
    audit::record(
        &mut tx,
        permit,
        "note_template.save",
        kind.as_str(),
        &detail,
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claras_own_words_are_templates() {
        for kind in NoteKind::ALL {
            let parsed = Template::parse(*kind, kind.default_text());
            assert_eq!(parsed.ok(), Some(Template::default_of(*kind)));
        }
    }

    #[test]
    fn a_line_with_nothing_to_say_is_left_out() {
        let text = Template::default_of(NoteKind::Score).render(|name| match name {
            "score" => "71".into(),
            "column" => "Pre-Qualified".into(),
            "link" => "http://l".into(),
            _ => String::new(),
        });
        assert_eq!(
            text,
            "CLARA score: 71 of 100 · Pre-Qualified\nWhy, with quotes: http://l"
        );
    }

    #[test]
    fn a_preview_shows_every_placeholder_filled() {
        for kind in NoteKind::ALL {
            let places = kind.placeholders();
            let lines: Vec<String> = places.iter().map(|p| format!("{{{}}}", p.name)).collect();
            let shown = Template::parse(*kind, &lines.join("\n")).map(|all| all.example());
            let examples: Vec<&str> = places.iter().map(|place| place.example).collect();
            assert_eq!(shown.ok(), Some(examples.join("\n")));
            assert!(examples.iter().all(|example| !example.is_empty()));
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = |text: &str| match Template::parse(NoteKind::Status, text) {
            Err(Error::Invalid { message, .. }) => message,
            other => format!("{other:?}"),
        };
        assert!(wrong("{column} {score}").contains("no {score}"));
        assert!(wrong("{column").contains("brace"));
        assert!(wrong("column}").contains("brace"));
        assert!(wrong("moved").contains("must say {column}"));
        assert!(wrong(&"x".repeat(2001)).contains("2000"));
    }
}
