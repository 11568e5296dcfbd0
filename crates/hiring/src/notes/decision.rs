//! The rule of the score note, pure: new, edit, send, or look first.

use super::NoteState;
use crate::placements::Via;

/// What is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// 0–100.
    pub score: u8,
    /// The name of the column in which the card stands.
    pub column: String,
    /// Who placed it there. Only the engine's placement is told by the score note: a person's move here has a note of its own, and what the ATS
    /// moved is known there.
    pub placed: Via,
}

/// What to do about the newest note of an application, as a pure rule: a new note only if the score or the engine's column changed; what was perhaps sent
/// is looked for first; what was never sent is sent with the newest figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Make a new row and POST it.
    New,
    /// POST the row that is there.
    Send,
    /// PUT the row that is there, if the text differs.
    Edit,
    /// Look for the row that is there.
    Look,
}

/// The rule. `newest` is state, score and column of the newest note.
#[must_use]
pub fn decide(newest: Option<(NoteState, Option<u8>, &str)>, telling: &Telling) -> Decision {
    match newest {
        None => Decision::New,
        Some((NoteState::Uncertain, ..)) => Decision::Look,
        Some((NoteState::Pending, ..)) => Decision::Send,
        Some((NoteState::Written, score, column))
            if score == Some(telling.score)
                && (column == telling.column || telling.placed != Via::Engine) =>
        {
            Decision::Edit
        }
        Some((NoteState::Written, ..)) => Decision::New,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_note_only_if_the_score_or_the_engines_column_changed() {
        let telling = Telling {
            score: 71,
            column: "Pre-Qualified".into(),
            placed: Via::Engine,
        };
        let decided = |newest| decide(newest, &telling);
        assert_eq!(decided(None), Decision::New);
        assert_eq!(
            decided(Some((NoteState::Written, Some(71), "Pre-Qualified"))),
            Decision::Edit
        );
        assert_eq!(
            decided(Some((NoteState::Written, Some(70), "Pre-Qualified"))),
            Decision::New
        );
        let written = Some((NoteState::Written, Some(71), "Qualified"));
        assert_eq!(decided(written), Decision::New);
        for placed in [Via::Person, Via::Ats] {
            let telling = Telling {
                placed,
                ..telling.clone()
            };
            assert_eq!(decide(written, &telling), Decision::Edit, "{placed}");
        }
    }

    #[test]
    fn what_was_perhaps_sent_is_looked_for_and_what_was_not_is_sent() {
        let telling = Telling {
            score: 71,
            column: "Pre-Qualified".into(),
            placed: Via::Engine,
        };
        for score in [Some(71), Some(12), None] {
            assert_eq!(
                decide(Some((NoteState::Uncertain, score, "Qualified")), &telling),
                Decision::Look
            );
            assert_eq!(
                decide(Some((NoteState::Pending, score, "Qualified")), &telling),
                Decision::Send
            );
        }
    }
}
