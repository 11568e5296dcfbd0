//! How cards cross the wire: short arrays instead of objects, column by column, so that 10,000 of them are a small answer.

use screening::model::Verdict;
use serde::{Deserialize, Serialize};

use super::{
    Millis,
    board::{Card, CardState, Cards, Mark},
};

/// A card without its column. What nearly every card has stands by position, the rest by name and only where there is some.
#[derive(Serialize, Deserialize)]
pub struct PackedCard(
    /// The application's id without its dashes.
    String,
    /// Name.
    String,
    /// Score.
    Option<u8>,
    /// Headline.
    String,
    /// [`Sign`]s: missing must-haves, flags, the weightiest answers.
    Vec<Sign>,
    /// Stage; empty for none.
    String,
    /// Source; empty for none.
    String,
    /// When the candidate applied.
    Millis,
    /// When the card came to the board.
    Millis,
    /// Version of the placement.
    i64,
    /// The rest.
    #[serde(default, skip_serializing_if = "Rest::is_empty")]
    Rest,
);

/// What few cards have.
#[derive(Default, PartialEq, Serialize, Deserialize)]
struct Rest {
    /// How many more must-haves are missing.
    #[serde(rename = "m", default, skip_serializing_if = "is_default")]
    missing_more: u32,
    /// Comments.
    #[serde(rename = "k", default, skip_serializing_if = "is_default")]
    comments: u32,
    /// What hiring managers decided.
    #[serde(rename = "x", default, skip_serializing_if = "Option::is_none")]
    review: Option<super::shares::Mark>,
    /// Placed by a person.
    #[serde(rename = "p", default, skip_serializing_if = "is_default")]
    by_person: bool,
    /// Only where it is not scored.
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    state: Option<CardState>,
    /// Why there is no score.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    state_reason: Option<String>,
}

impl Rest {
    fn is_empty(&self) -> bool {
        is_default(self)
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A few words that begin with the character that says what they are: "+Rust 5 y", "!Kubernetes", "#hidden_text".
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Sign(String);

/// A must-have that nothing shows.
const MISSING: char = '!';

/// The code of something to look at.
const FLAG: char = '#';

/// The character of a verdict.
const VERDICTS: [(char, Verdict); 4] = [
    ('+', Verdict::Met),
    ('~', Verdict::Partly),
    ('-', Verdict::NotMet),
    ('?', Verdict::NoEvidence),
];

impl Sign {
    fn new(kind: char, words: &str) -> Self {
        Self(format!("{kind}{words}"))
    }

    fn of(mark: &Mark) -> Self {
        let kind = VERDICTS
            .iter()
            .find(|(_, verdict)| *verdict == mark.verdict)
            .map_or('?', |(kind, _)| *kind);
        Self::new(kind, &mark.label)
    }

    /// Puts it on the card; a kind that a newer server knows is left out.
    fn put_on(self, card: &mut Card) {
        let mut characters = self.0.chars();
        let kind = characters.next();
        let words = characters.as_str().to_owned();
        match kind {
            Some(MISSING) => card.missing.push(words),
            Some(FLAG) => card.flags.push(words),
            kind => {
                let verdict = VERDICTS.iter().find(|(of, _)| Some(*of) == kind);
                card.top.extend(verdict.map(|(_, verdict)| Mark {
                    label: words,
                    verdict: *verdict,
                }));
            }
        }
    }
}

impl From<Card> for PackedCard {
    fn from(card: Card) -> Self {
        let missing = card.missing.iter().map(|label| Sign::new(MISSING, label));
        let flags = card.flags.iter().map(|code| Sign::new(FLAG, code));
        let signs = missing
            .chain(flags)
            .chain(card.top.iter().map(Sign::of))
            .collect();
        Self(
            card.application.replace('-', ""),
            card.name,
            card.score,
            card.headline,
            signs,
            card.stage.unwrap_or_default(),
            card.source.unwrap_or_default(),
            card.applied_at,
            card.arrived_at,
            card.version,
            Rest {
                missing_more: card.missing_more,
                comments: card.comments,
                review: card.review,
                by_person: card.by_person,
                state: (card.state != CardState::Scored).then_some(card.state),
                state_reason: card.state_reason,
            },
        )
    }
}

impl PackedCard {
    fn unpack(self, column: String) -> Card {
        let Self(id, name, score, headline, signs, stage, source, applied, arrived, version, rest) =
            self;
        let some = |words: String| (!words.is_empty()).then_some(words);
        let mut card = Card {
            application: with_dashes(id),
            name,
            score,
            headline,
            top: Vec::new(),
            missing: Vec::new(),
            missing_more: rest.missing_more,
            flags: Vec::new(),
            stage: some(stage),
            source: some(source),
            applied_at: applied,
            arrived_at: arrived,
            comments: rest.comments,
            review: rest.review,
            column,
            version,
            by_person: rest.by_person,
            state: rest.state.unwrap_or(CardState::Scored),
            state_reason: rest.state_reason,
        };
        for sign in signs {
            sign.put_on(&mut card);
        }
        card
    }
}

/// A UUID as it is written everywhere else.
fn with_dashes(id: String) -> String {
    match [
        id.get(..8),
        id.get(8..12),
        id.get(12..16),
        id.get(16..20),
        id.get(20..32),
    ] {
        [Some(a), Some(b), Some(c), Some(d), Some(e)] if id.len() == 32 => {
            [a, b, c, d, e].join("-")
        }
        _ => id,
    }
}

/// One card: its column and the rest.
pub type PackedOne = (String, PackedCard);

/// Cards by column, in the order of the board.
pub type PackedAll = Vec<(String, Vec<PackedCard>)>;

impl From<Card> for PackedOne {
    fn from(mut card: Card) -> Self {
        (std::mem::take(&mut card.column), card.into())
    }
}

impl From<PackedOne> for Card {
    fn from((column, card): PackedOne) -> Self {
        card.unpack(column)
    }
}

impl From<Cards> for PackedAll {
    fn from(cards: Cards) -> Self {
        let mut all = Self::new();
        for card in cards.0 {
            let (column, card) = card.into();
            match all.iter_mut().find(|(of, _)| *of == column) {
                Some((_, cards)) => cards.push(card),
                None => all.push((column, vec![card])),
            }
        }
        all
    }
}

impl From<PackedAll> for Cards {
    fn from(all: PackedAll) -> Self {
        let cards = all.into_iter().flat_map(|(column, cards)| {
            cards
                .into_iter()
                .map(move |card| card.unpack(column.clone()))
        });
        Self(cards.collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::wire::board::{Card, CardState, Cards, Mark};
    use screening::model::Verdict;

    /// As long as an imported card usually is.
    fn card(nth: u8) -> Card {
        let mark = |label: &str, verdict| Mark {
            label: label.to_owned(),
            verdict,
        };
        Card {
            application: format!("01a21448-ea2a-7669-a587-f599b85e32{nth:02x}"),
            name: "Liwayway Reyes".into(),
            score: Some(93),
            headline: "Senior UX Designer · Meadowlark Health Apps · 12 y".into(),
            top: vec![
                mark("accessibility standards", Verdict::Met),
                mark("product designer on com…", Verdict::Partly),
                mark("Mastery of Figma and of…", Verdict::NoEvidence),
            ],
            missing: Vec::new(),
            missing_more: 0,
            flags: Vec::new(),
            stage: Some("Hiring manager interview".into()),
            source: Some("Campus event".into()),
            applied_at: 1_793_307_603_670,
            arrived_at: 1_795_636_652_585,
            comments: 0,
            review: None,
            column: "01a21448-a29c-76ab-ac31-53d1d9057566".into(),
            version: 2,
            by_person: false,
            state: CardState::Scored,
            state_reason: None,
        }
    }

    fn unreadable() -> Card {
        Card {
            score: None,
            top: Vec::new(),
            missing: vec!["Rust".into()],
            missing_more: 2,
            flags: vec!["hidden_text".into()],
            stage: None,
            source: None,
            comments: 4,
            by_person: true,
            state: CardState::Unreadable,
            state_reason: Some("No text in this PDF: it may be a scan.".into()),
            ..card(9)
        }
    }

    #[test]
    fn a_usual_card_of_a_board_is_at_most_300_bytes() {
        let cards = Cards((0..20).map(card).collect());
        let json = serde_json::to_string(&cards).expect("plain data");
        assert!(
            json.len() <= 20 * 300,
            "{} bytes a card: {json}",
            json.len() / 20
        );
    }

    #[test]
    fn nothing_is_lost_on_the_way() {
        let other_column = Card {
            column: "01a21448-a29c-76ab-ac31-53d1d9057567".into(),
            ..card(2)
        };
        let cards = Cards(vec![card(1), unreadable(), other_column]);
        let json = serde_json::to_string(&cards).expect("plain data");
        assert_eq!(serde_json::from_str::<Cards>(&json).expect("packed"), cards);
        let json = serde_json::to_string(&unreadable()).expect("plain data");
        assert_eq!(
            serde_json::from_str::<Card>(&json).expect("packed"),
            unreadable()
        );
    }

    #[test]
    fn what_a_newer_server_adds_does_no_harm() {
        let json = r##"["c",["01a21448ea2a7669a587f599b85e3201","A",null,"",["+Rust","§new","#x"],"","",1,2,3,{"z":1}]]"##;
        let card: Card = serde_json::from_str(json).expect("packed");
        assert_eq!(card.application, "01a21448-ea2a-7669-a587-f599b85e3201");
        assert_eq!((card.top.len(), card.flags.len()), (1, 1));
    }
}
