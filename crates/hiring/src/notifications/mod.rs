//! Notifications: what a member is told, in the bell of every device of theirs, and by mail as soon as they chose.
//!
//! A notification holds ids and no words: these are made when it is read, so that nothing of an erased candidate stays, and nobody reads of what they
//! may not see any more. Unread news of the same takes the place of the old.

pub(crate) mod add;
pub(crate) mod choices;
pub(crate) mod daily;
pub(crate) mod hours;
pub(crate) mod list;
pub(crate) mod mail;
pub(crate) mod mentions;
pub(crate) mod unsubscribe;

use std::time::Duration;

pub use add::{About, add, add_for};
pub(crate) use add::{add_to_bells, forget_unread};
pub use choices::{choices, choose};
pub use hours::{Hours, Quiet, USUAL_HOUR, choose_hours, choose_reminders, hours, zones};
pub use list::{Notification, list, mark_read, unread};
pub use unsubscribe::unsubscribe;

use crate::Millis;
use crate::db::text_enum;

text_enum! {
    /// What it is about.
    pub enum NotificationKind {
        /// A hiring manager decided on a candidate.
        Decision = "decision",
        /// The mail of a share that the member sent never arrives.
        ShareUndelivered = "share_undelivered",
        /// Candidates were shared with the member, whom a mail of its own invites.
        Shared = "shared",
        /// Somebody named the member in a comment.
        Mention = "mention",
        /// An import is over.
        ImportFinished = "import_finished",
        /// A connection to an ATS needs somebody.
        IntegrationTrouble = "integration_trouble",
    }
}

impl NotificationKind {
    /// How soon its mail comes where nobody chose. None: it has no mail.
    #[must_use]
    pub fn usually(self) -> Option<Cadence> {
        match self {
            Self::Decision | Self::ShareUndelivered | Self::Mention | Self::IntegrationTrouble => {
                Some(Cadence::Now)
            }
            Self::ImportFinished => Some(Cadence::Off),
            Self::Shared => None,
        }
    }
}

text_enum! {
    /// How soon a mail tells of it.
    pub enum Cadence {
        /// At once.
        Now = "now",
        /// With the rest of an hour.
        Hourly = "hourly",
        /// With the rest of a day.
        Daily = "daily",
        /// No mail.
        Off = "off",
    }
}

const HOUR: i64 = 3_600_000;

impl Cadence {
    /// When the mail goes out that tells a member of these hours what happens now.
    fn due(self, now: Millis, hours: &Hours) -> Option<Millis> {
        match self {
            Self::Now => Some(hours.awake(now)),
            Self::Hourly => {
                let next = Millis((now.0.div_euclid(HOUR) + 1).saturating_mul(HOUR));
                Some(hours.awake(next))
            }
            Self::Daily => Some(hours.daily().next(now)),
            Self::Off => None,
        }
    }
}

/// How long what was read is kept.
pub const KEPT: Duration = Duration::from_secs(90 * 24 * 3600);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_goes_out_on_the_hour_or_at_the_members_hour() {
        // 2026-01-05T09:12:00Z.
        let now = Millis(1_767_604_320_000);
        let hours = Hours {
            hour: 7,
            zone: "UTC".into(),
            quiet: None,
            chosen: true,
            reminders: true,
        };
        let due = |cadence: Cadence| cadence.due(now, &hours);
        assert_eq!(due(Cadence::Now), Some(now));
        assert_eq!(due(Cadence::Hourly), Some(Millis(1_767_607_200_000)));
        assert_eq!(due(Cadence::Daily), Some(Millis(1_767_682_800_000)));
        assert_eq!(due(Cadence::Off), None);
    }
}
