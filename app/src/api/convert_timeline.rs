//! The words of a profile's timeline.

use hiring::{
    applications::{CommentStep, Happening, TimelineEntry},
    columns::Column,
    notes::NoteKind,
    overrules::Overrule,
    placements::{Move, Via},
};
use screening::model::Verdict;

use crate::wire::{board::verdict_word, shares::Decision, timeline::Entry};

/// The timeline, the newest first.
pub fn timeline(read: Vec<TimelineEntry>, columns: &[Column]) -> Vec<Entry> {
    let mut score = None;
    // A score is told beside the one before.
    let mut entries: Vec<Entry> = read
        .into_iter()
        .rev()
        .map(|entry| {
            let before = score;
            if let Happening::Scored(past) = &entry.what {
                score = past.score.or(score);
            }
            told(entry, before, columns)
        })
        .collect();
    entries.reverse();
    entries
}

fn told(entry: TimelineEntry, before: Option<u8>, columns: &[Column]) -> Entry {
    let who = entry.who.unwrap_or_else(|| "Somebody".to_owned());
    let plain = |words: String| (words, None);
    let (words, more) = match entry.what {
        Happening::Applied => plain("The candidate applied".to_owned()),
        Happening::Arrived => plain("The card came to the board".to_owned()),
        Happening::Scored(past) => (
            scored(past.score, before),
            (past.requirement_set_version > 0)
                .then(|| format!("Requirements version {}", past.requirement_set_version)),
        ),
        Happening::Moved(step) => (moved(&step, &who, columns), step.reason),
        Happening::Archived(reason) => plain(format!(
            "Archived in the applicant tracking system: {reason}"
        )),
        Happening::Shared(with) => plain(format!(
            "{who} shared the candidate with {}",
            with.join(", ")
        )),
        Happening::Withdrawn => plain(format!("{who} withdrew the candidate from a share")),
        Happening::Revoked(whose) => plain(format!("{who} ended the link of {}", whose.join(", "))),
        Happening::Decided { decision, before } => {
            plain(decided(&who, decision.into(), before.map(Decision::from)))
        }
        Happening::Undecided => plain(format!("{who} took their decision back")),
        Happening::Acted => plain(format!("{who} marked the decisions as done")),
        Happening::Overruled { verdict, standing } => overruled(&who, verdict, standing),
        Happening::Restored => plain(format!("{who} took a verdict of a person back")),
        Happening::Comment(step) => plain(format!("{who} {}", commented(step))),
        Happening::Noted(kind) => plain(format!(
            "CLARA wrote a note in the applicant tracking system about {}",
            noted(kind)
        )),
    };
    Entry {
        at: entry.at.0,
        words,
        more: more.filter(|more| !more.is_empty()),
    }
}

fn scored(score: Option<u8>, before: Option<u8>) -> String {
    match (before, score) {
        (_, None) => "CLARA could not give a score".to_owned(),
        (None, Some(score)) => format!("CLARA’s score: {score}"),
        (Some(before), Some(score)) if before == score => {
            format!("CLARA scored again: {score}, as before")
        }
        (Some(before), Some(score)) => format!("CLARA’s score changed from {before} to {score}"),
    }
}

fn moved(step: &Move, who: &str, columns: &[Column]) -> String {
    let name = |id| {
        let column = columns.iter().find(|column| column.id == id);
        column.map_or("a former column", |column| &*column.name)
    };
    let from = step.from.map_or("outside the board", name);
    let to = name(step.to);
    match step.via {
        _ if step.decided_by.is_some() => {
            format!("The decision of {who} moved the card from {from} to {to}")
        }
        Via::Engine => format!("CLARA moved the card from {from} to {to}"),
        Via::Ats => format!(
            "A change of status in the applicant tracking system moved the card from {from} to {to}"
        ),
        Via::Person => format!("{who} moved the card from {from} to {to}"),
    }
}

fn decided(who: &str, decision: Decision, before: Option<Decision>) -> String {
    match before {
        None => format!("{who} {} the candidate", decision.told()),
        Some(before) if before == decision => format!(
            "{who} changed the comment on their decision “{}”",
            decision.label()
        ),
        Some(before) => format!(
            "{who} changed their decision from “{}” to “{}”",
            before.label(),
            decision.label()
        ),
    }
}

fn overruled(
    who: &str,
    verdict: Option<Verdict>,
    standing: Option<Overrule>,
) -> (String, Option<String>) {
    let verdict = verdict.map_or(String::new(), |verdict| {
        format!(": {}", verdict_word(verdict))
    });
    match standing {
        Some(overrule) => (
            format!("{who} overruled “{}”{verdict}", overrule.requirement),
            Some(overrule.reason),
        ),
        None => (format!("{who} overruled a verdict{verdict}"), None),
    }
}

const fn commented(step: CommentStep) -> &'static str {
    match step {
        CommentStep::Written => "wrote a comment",
        CommentStep::Deleted => "deleted a comment",
        CommentStep::Shown => "showed a comment to hiring managers",
        CommentStep::Hidden => "hid a comment from hiring managers",
    }
}

const fn noted(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Score => "the score",
        NoteKind::Status => "the move",
        NoteKind::Decision => "the hiring managers’ decisions",
    }
}
