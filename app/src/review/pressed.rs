//! What a form says of the decision that its page shows, and what is said where another one was made meanwhile.

use hiring::shares::{self, Own};
use leptos::prelude::*;

use crate::wire::shares::Decision;

/// In place of a press, where there was none.
pub const NOT_PRESSED: &str = "none";

/// A decision that was not taken.
pub struct Wrong {
    why: Why,
    /// The comment that was written.
    pub(super) comment: String,
}

enum Why {
    /// The store's words.
    Refused(String),
    /// Something else was decided meanwhile than the page showed; this was pressed on it (none: *Undo*).
    Outdated(Option<shares::Decision>),
}

impl Wrong {
    /// For a reason that these words tell.
    pub fn refused(words: String, comment: &str) -> Self {
        Self {
            why: Why::Refused(words),
            comment: comment.to_owned(),
        }
    }

    /// What was decided elsewhere meanwhile stands; `pressed` is what was sent (none: that it be taken back).
    pub fn outdated(pressed: Option<shares::Decision>, comment: &str) -> Self {
        Self {
            why: Why::Outdated(pressed),
            comment: comment.to_owned(),
        }
    }

    /// Whether something else stands by now.
    pub fn is_outdated(&self) -> bool {
        matches!(self.why, Why::Outdated(_))
    }

    /// What happened and what to do, for whoever decided `own`.
    pub(super) fn words(&self, own: &Own) -> String {
        let pressed = match &self.why {
            Why::Refused(words) => return words.clone(),
            Why::Outdated(pressed) => pressed.map_or("Undo", label),
        };
        let stands = match own.decision.map(label) {
            Some(decision) if own.comment.is_empty() => format!("You said “{decision}” meanwhile, on another device or page. That stands"),
            Some(decision) => format!("You said “{decision}” meanwhile, on another device or page, with the words “{}”. That stands", own.comment),
            None => "You took your decision back meanwhile, on another device or page. Nothing is decided".to_owned(),
        };
        format!(
            "{stands}; “{pressed}”, which you pressed before you could see it, changed nothing. Press again what you want now."
        )
    }
}

fn label(decision: shares::Decision) -> &'static str {
    Decision::from(decision).label()
}

/// The field that says which press the page knows of.
pub(super) fn known(own: &Own) -> impl IntoView + use<> {
    let known = own
        .pressed
        .map_or_else(|| NOT_PRESSED.to_owned(), |id| id.to_string());
    view! { <input type="hidden" name="knows" value=known/> }
}
