//! A job's board: columns and cards.

use screening::model::Verdict;
use serde::{Deserialize, Serialize};

use crate::case::lower;

use super::{
    Millis,
    packed::{PackedAll, PackedOne},
};

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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
    /// Whether an ATS has it, so that it can be compared.
    pub from_ats: bool,
    /// The posting's state in the ATS.
    pub posting_state: String,
    /// Since when title or description differ from those that the requirements were read from.
    pub posting_changed_at: Option<Millis>,
    /// Columns, left to right.
    pub columns: Vec<Column>,
    /// The first [`FIRST_CARDS`] of each column, in rank order.
    pub cards: Cards,
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

/// One card. It crosses the wire packed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "PackedOne", into = "PackedOne")]
pub struct Card {
    /// The application's id.
    pub application: String,
    /// The candidate's name; may be empty where the ATS gave none.
    pub name: String,
    /// 0–100; none while scoring or where nothing could be read.
    pub score: Option<u8>,
    /// Current role in one line.
    pub headline: String,
    /// At most three of the weightiest answers.
    pub top: Vec<Mark>,
    /// At most two must-haves that nothing shows.
    pub missing: Vec<String>,
    /// How many more must-haves are missing.
    pub missing_more: u32,
    /// Codes of what a person should look at: `hidden_text`, for one.
    pub flags: Vec<String>,
    /// The stage in the ATS, or why it was archived there.
    pub stage: Option<String>,
    /// Where the application came from.
    pub source: Option<String>,
    /// When the candidate applied.
    pub applied_at: Millis,
    /// When the card came to the board.
    pub arrived_at: Millis,
    /// How many comments there are.
    pub comments: u32,
    /// What hiring managers decided, where it is shared with any.
    pub review: Option<super::shares::Mark>,
    /// The column it stands in.
    pub column: String,
    /// Version of the placement; a move names the one it saw.
    pub version: i64,
    /// Placed by a person: the engine leaves it.
    pub by_person: bool,
    /// Scored, on its way, or not readable.
    pub state: CardState,
    /// Why there is no score.
    pub state_reason: Option<String>,
}

/// Cards of a board. They cross the wire packed, column by column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "PackedAll", into = "PackedAll")]
pub struct Cards(pub Vec<Card>);

/// A requirement's answer on a card.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    /// A few words: "Rust 5 y".
    pub label: String,
    /// How it was answered.
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
        let has = |text: &str| lower(text).contains(filter);
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
            || self
                .review
                .is_some_and(|mark| mark.words().iter().any(|(word, _)| has(word)))
            || self.flags.iter().any(|code| has(flag_words(code)))
    }
}

/// A flag's code in a few words; one of a newer server is shown as it is.
pub fn flag_words(code: &str) -> &str {
    match code {
        "hidden_text" => "Hidden text",
        "instructions" => "Speaks to machines",
        "dates_contradict" => "Dates contradict",
        "knock_out" => "Knock-out answer",
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

/// Most cards that one request moves; more are moved by several.
pub const MOVES_AT_ONCE: usize = 500;

/// Where one of several cards is to stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardMove {
    /// Which application.
    pub application: String,
    /// In which column.
    pub column: String,
    /// The placement's version that the member saw.
    pub version: i64,
}

/// How the move of one of several cards ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardMoved {
    /// Which application.
    pub application: String,
    /// None: it is not on the board any more.
    pub end: Option<Moved>,
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
            review: None,
            column: id,
            version: 3,
            by_person: false,
            state: CardState::Scored,
            state_reason: None,
        }
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
