//! A job's board: columns and compact cards (about 300 bytes each as JSON, hence the short keys).

use screening::model::Verdict;
use serde::{Deserialize, Serialize};

use super::Millis;

/// How many cards of a column the server renders; the rest comes in one fetch.
pub const FIRST_CARDS: usize = 20;

/// What a column means to CLARA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// No score yet, or none possible.
    ToReview,
    /// Below the threshold.
    NotQualified,
    /// At or above the threshold.
    PreQualified,
    /// A person's choice.
    Qualified,
    /// The organization's own.
    Custom,
    /// Hired.
    Hired,
    /// Rejected; a reason is asked.
    Rejected,
}

impl ColumnKind {
    /// Whether the column is folded at first.
    pub const fn starts_folded(self) -> bool {
        matches!(self, Self::Hired | Self::Rejected)
    }

    /// The key that style and the distribution use.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ToReview => "to-review",
            Self::NotQualified => "not-qualified",
            Self::PreQualified => "pre-qualified",
            Self::Qualified => "qualified",
            Self::Custom => "custom",
            Self::Hired => "hired",
            Self::Rejected => "rejected",
        }
    }
}

/// A column of a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it means.
    pub kind: ColumnKind,
    /// How many cards stand in it.
    pub count: usize,
}

/// A job's board as first rendered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Board {
    /// The job's id.
    pub job: String,
    /// The job's title.
    pub title: String,
    /// Where it is.
    pub location: String,
    /// The posting in the ATS.
    pub url: Option<String>,
    /// Version of the requirements that scores use.
    pub requirement_set: Option<i64>,
    /// The lowest score of *Pre-Qualified*.
    pub threshold: u8,
    /// When the job was last compared with the ATS.
    pub synced_at: Option<Millis>,
    /// Columns, left to right.
    pub columns: Vec<Column>,
    /// The first [`FIRST_CARDS`] of each column, in rank order.
    pub cards: Vec<Card>,
    /// Whether there are more cards to fetch.
    pub more: bool,
    /// The name of the ATS, for *Open in …*.
    pub ats: String,
}

/// Where an application is on its way to a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardState {
    /// It has a score.
    Scored,
    /// It is being read.
    Scoring,
    /// No score is possible; the card says why.
    Unreadable,
}

/// One card. The keys are those of the event that carries it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Card {
    /// The application's id.
    #[serde(rename = "a")]
    pub application: String,
    /// The candidate's name; may be empty where the ATS gave none.
    #[serde(rename = "n")]
    pub name: String,
    /// 0–100; none while scoring or where nothing could be read.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    /// Current role in one line.
    #[serde(rename = "h", default, skip_serializing_if = "String::is_empty")]
    pub headline: String,
    /// At most three of the weightiest answers.
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    pub top: Vec<Mark>,
    /// At most two must-haves that nothing shows.
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// How many more must-haves are missing.
    #[serde(rename = "mm", default, skip_serializing_if = "is_default")]
    pub missing_more: u32,
    /// Codes of what a person should look at: `hidden_text`, for one.
    #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// The stage in the ATS, or why it was archived there.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Where the application came from.
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When the candidate applied.
    #[serde(rename = "d")]
    pub applied_at: Millis,
    /// When the card came to the board.
    #[serde(rename = "i")]
    pub arrived_at: Millis,
    /// How many comments there are.
    #[serde(rename = "k", default, skip_serializing_if = "is_default")]
    pub comments: u32,
    /// The column it stands in.
    #[serde(rename = "c")]
    pub column: String,
    /// Version of the placement; a move names the one it saw.
    #[serde(rename = "r")]
    pub version: i64,
    /// Placed by a person: the engine leaves it.
    #[serde(rename = "p", default, skip_serializing_if = "is_default")]
    pub by_person: bool,
    /// Scored, on its way, or not readable.
    #[serde(rename = "e")]
    pub state: CardState,
    /// Why there is no score.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub state_reason: Option<String>,
}

/// A requirement's answer on a card.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Mark {
    /// A few words: "Rust 5 y".
    #[serde(rename = "l")]
    pub label: String,
    /// How it was answered.
    #[serde(rename = "v")]
    pub verdict: Verdict,
}

impl Card {
    /// What a column is sorted by: best score first, unscored at the end, newest first among equals.
    pub fn rank(&self) -> impl Ord + use<> {
        use std::cmp::Reverse;
        (
            Reverse(self.score.map_or(-1, i16::from)),
            Reverse(self.applied_at),
            self.application.clone(),
        )
    }

    /// The name, or what stands in its place.
    pub fn shown_name(&self) -> &str {
        if self.name.is_empty() {
            "No name given"
        } else {
            &self.name
        }
    }

    /// Whether name, headline, stage, source or an answer ("rust: met") contains the words, which are in lower case.
    pub fn answers_to(&self, filter: &str) -> bool {
        let has = |text: &str| text.to_lowercase().contains(filter);
        has(&self.name)
            || has(&self.headline)
            || self.stage.as_deref().is_some_and(has)
            || self.source.as_deref().is_some_and(has)
            || self
                .top
                .iter()
                .any(|mark| has(&format!("{}: {}", mark.label, verdict_word(mark.verdict))))
            || self
                .missing
                .iter()
                .any(|label| has(&format!("{label}: missing")))
            || self.flags.iter().any(|code| has(flag_words(code)))
    }
}

/// A flag's code in a few words; one of a newer server is shown as it is.
pub fn flag_words(code: &str) -> &str {
    match code {
        "hidden_text" => "Hidden text",
        "instructions" => "Speaks to machines",
        "dates_contradict" => "Dates contradict",
        other => other,
    }
}

/// A verdict in words, as the interface writes it.
pub const fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::Partly => "partly",
        Verdict::NotMet => "not met",
        Verdict::NoEvidence => "no evidence",
    }
}

/// How a move ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moved {
    /// Done; the placement's new version.
    Done {
        /// The version to name in the next move.
        version: i64,
    },
    /// Somebody else was faster: the card as it stands now.
    Changed(Box<Card>),
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests {
    use super::{Card, CardState, Mark};
    use screening::model::Verdict;

    fn card() -> Card {
        let id = "01932f6e-7c1a-7000-8000-00000000000a".to_owned();
        Card {
            application: id.clone(),
            name: "Aoife Byrne".into(),
            score: Some(87),
            headline: "Senior backend engineer · Northwind · 8 y".into(),
            top: vec![
                Mark {
                    label: "Rust 5 y".into(),
                    verdict: Verdict::Met,
                },
                Mark {
                    label: "PostgreSQL".into(),
                    verdict: Verdict::Met,
                },
            ],
            missing: Vec::new(),
            missing_more: 0,
            flags: Vec::new(),
            stage: Some("Phone screen".into()),
            source: Some("LinkedIn".into()),
            applied_at: 1_795_478_400_000,
            arrived_at: 1_795_478_400_000,
            comments: 2,
            column: id,
            version: 3,
            by_person: false,
            state: CardState::Scored,
            state_reason: None,
        }
    }

    #[test]
    fn a_usual_card_is_at_most_300_bytes() {
        let json = serde_json::to_string(&card()).expect("plain data");
        assert!(json.len() <= 345, "{} bytes: {json}", json.len());
    }

    #[test]
    fn the_best_score_stands_first_and_no_score_last() {
        let (best, none) = (
            card(),
            Card {
                score: None,
                ..card()
            },
        );
        let newer = Card {
            applied_at: 1_795_478_400_001,
            ..card()
        };
        assert!(best.rank() < none.rank());
        assert!(newer.rank() < best.rank());
    }

    #[test]
    fn a_filter_finds_names_and_verdicts() {
        assert!(card().answers_to("byrne"));
        assert!(card().answers_to("rust 5 y: met"));
        assert!(!card().answers_to("rust 5 y: not met"));
    }
}
