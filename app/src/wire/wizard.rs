//! How far the set-up of a connection is, and its webhooks.

use serde::{Deserialize, Serialize};

use super::Millis;

/// How far the set-up is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The ATS's name.
    pub ats: String,
    /// Whether the connection stands.
    pub active: bool,
    /// Whether jobs are selected.
    pub jobs: bool,
    /// Whether somebody saved the status mapping.
    pub mapped: bool,
    /// Whether the wizard was walked to its end.
    pub finished: bool,
}

/// An event that CLARA wants to hear of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hook {
    /// As the ATS's API names it.
    pub event: String,
    /// As the ATS's settings page names it.
    pub group: String,
    /// Whether it exists at the ATS, as far as CLARA knows.
    pub active: bool,
    /// Whether a person makes it there.
    pub by_hand: bool,
    /// The id of one whose address was shown and whose signature token did not come yet, or does not fit.
    pub prepared: Option<String>,
    /// Whether a delivery came that the signature token does not fit.
    pub misfit: bool,
    /// When a test last arrived.
    pub tested_at: Option<Millis>,
    /// When a genuine delivery last arrived.
    pub last_delivery_at: Option<Millis>,
}

impl Hook {
    /// Whether anything ever arrived, and can be believed.
    pub fn verified(&self) -> bool {
        !self.misfit && (self.tested_at.is_some() || self.last_delivery_at.is_some())
    }
}

/// How the webhooks stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hooks {
    /// The ATS's name.
    pub ats: String,
    /// One for each event.
    pub hooks: Vec<Hook>,
    /// The ATS refused to make them.
    pub refused: bool,
}

impl Hooks {
    /// Whether all exist and something arrived at each.
    pub fn work(&self) -> bool {
        self.hooks.iter().all(|hook| hook.active && hook.verified())
    }
}

/// A webhook to be made by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByHand {
    /// Its id here.
    pub webhook: String,
    /// Where it is to call.
    pub url: String,
}
