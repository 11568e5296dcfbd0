//! When candidates are asked.

use serde::{Deserialize, Serialize};

use crate::Invalid;

/// A stage of the pipeline, as the ATS names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// The ATS's id.
    pub id: String,
    /// For people.
    pub name: String,
}

/// Hours of the day in which no mail is sent, from `from` until `to`, over midnight where that comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// The first quiet hour, 0–23.
    pub from: u8,
    /// The hour in which mails go again, 0–23.
    pub to: u8,
}

impl QuietHours {
    /// Whether an hour of the day is quiet.
    pub const fn covers(self, hour: u8) -> bool {
        if self.from <= self.to {
            self.from <= hour && hour < self.to
        } else {
            self.from <= hour || hour < self.to
        }
    }
}

/// When candidates are asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    /// Whoever enters one of these is asked.
    pub stages: Vec<Stage>,
    /// How long after entering, in minutes.
    pub delay_minutes: u32,
    /// When no mail is sent.
    pub quiet_hours: Option<QuietHours>,
    /// After how many days without an answer they are reminded, once.
    pub reminder_days: Option<u8>,
    /// For how many days the link works.
    pub link_days: u8,
}

impl Default for Asking {
    /// No stage yet; half an hour, so that a stage chosen by mistake can be taken back; at day; no reminder; two weeks.
    fn default() -> Self {
        Self {
            stages: Vec::new(),
            delay_minutes: 30,
            quiet_hours: Some(QuietHours { from: 20, to: 8 }),
            reminder_days: None,
            link_days: 14,
        }
    }
}

impl Asking {
    /// Whether this stage is one of them.
    pub fn asks_in(&self, stage: &str) -> bool {
        self.stages.iter().any(|chosen| chosen.id == stage)
    }

    /// The settings, if they make sense together.
    ///
    /// # Errors
    /// [`Invalid`], with what to do.
    pub fn checked(self) -> Result<Self, Invalid> {
        let no = |why: &str| Err(Invalid::because(why));
        if self.stages.len() > 200 {
            return no("Choose fewer stages.");
        }
        if self.delay_minutes > 30 * 24 * 60 {
            return no("Wait 30 days at most after the candidate enters the stage.");
        }
        if !(1..=90).contains(&self.link_days) {
            return no("Let the link work for 1 to 90 days.");
        }
        if let Some(days) = self.reminder_days
            && (days == 0 || days >= self.link_days)
        {
            return no("Remind after at least one day, and before the link stops working.");
        }
        if let Some(quiet) = self.quiet_hours
            && (quiet.from > 23 || quiet.to > 23 || quiet.from == quiet.to)
        {
            return no("Quiet hours begin and end at different hours of the day.");
        }
        Ok(self)
    }
}
