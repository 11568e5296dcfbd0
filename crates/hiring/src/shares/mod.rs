//! Shares: candidates of one job sent to hiring managers, who decide on each. A hiring manager sees nothing but what is shared with them.
//!
//! A share has recipients, known by their mail address: members, or people without an account who hold a link. Each candidate that is put
//! before a recipient is an item, with that recipient's decision; what was withdrawn or revoked is out of sight at once.

pub(crate) mod access;
pub(crate) mod decide;
mod draft;
pub(crate) mod follow;
pub(crate) mod list;
pub(crate) mod mail;
pub(crate) mod manage;
pub(crate) mod marks;
pub(crate) mod people;
pub(crate) mod preview;
pub(crate) mod reminders;
pub(crate) mod review;
pub(crate) mod reviewer;
pub(crate) mod rules;
pub(crate) mod send;
pub(crate) mod waiting;

use std::time::Duration;

pub use decide::{COMMENT_CHARS, Press, decide, press, undo};
pub use draft::{Draft, MESSAGE_CHARS, MOST_CANDIDATES, MOST_PEOPLE};
pub use list::{Item, Recipient, Share, list};
pub use manage::{remind, revoke, withdraw};
pub use marks::acted;
pub(crate) use marks::acted_in;
pub use people::{Known, Person, people};
pub use preview::{Preview, preview, preview_candidate};
pub use reminders::{Reminder, remind_by_itself};
pub use review::{Asked, Own, Review, Reviewed, Vote, candidate, read};
pub use reviewer::{Reviewer, by_link, by_member, open};
pub use rules::{REASON_CHARS, Rule, rule, set_rule};
pub use send::{Sent, add, send};
pub use waiting::{Advanced, Waiting, advanced, waiting};

pub(crate) use mail::{mail, undelivered};
pub(crate) use reviewer::SEALED;

use crate::db::text_enum;

/// How long a link works at least, counted from the last mail.
pub const LASTS: Duration = Duration::from_secs(30 * 24 * 3600);

/// How long a link works beyond the day by which the decision is wanted.
pub const GRACE: Duration = Duration::from_secs(14 * 24 * 3600);

text_enum! {
    /// What a hiring manager says of a candidate.
    pub enum Decision {
        /// Go on with them.
        Advance = "advance",
        /// Do not.
        Decline = "decline",
        /// Neither yet.
        NotSure = "not_sure",
    }
}

text_enum! {
    /// When a hiring manager sees what the others of a share decided.
    pub enum Votes {
        /// Never.
        Never = "never",
        /// Once they decided themselves.
        AfterOwn = "after_own",
        /// From the beginning.
        Always = "always",
    }
}

impl Votes {
    /// Whether somebody who decided this sees what others decided.
    fn shown(self, own: Option<Decision>) -> bool {
        match self {
            Self::Never => false,
            Self::AfterOwn => own.is_some(),
            Self::Always => true,
        }
    }
}

text_enum! {
    /// The mark on the card.
    pub enum Mark {
        /// Put before a hiring manager who has neither advanced nor declined.
        Shared = "shared",
        /// Advanced by somebody, declined by nobody.
        Advanced = "advanced",
        /// Declined by somebody, advanced by nobody.
        Declined = "declined",
        /// Advanced by one, declined by another.
        Split = "split",
    }
}

/// What the hiring managers of a share may see beside the candidates and their documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The score.
    pub score: bool,
    /// How each requirement was answered, with quotes.
    pub evidence: bool,
    /// What others decided.
    pub votes: Votes,
}

/// What is shared at this moment, of an item `i` and its recipient `r`.
macro_rules! live {
    () => {
        "i.withdrawn_at IS NULL AND r.revoked_at IS NULL"
    };
}
pub(crate) use live;

/// The name of a recipient `r` who is a member; NULL else: what an address is called in another organization is not ours to know.
macro_rules! recipient_name {
    () => {
        "(SELECT named.name FROM accounts named JOIN members m ON m.account_id = named.id WHERE m.organization_id = r.organization_id AND named.email = r.email)"
    };
}
pub(crate) use recipient_name;

/// Whether the recipient `r` wants no reminders that go out by themselves: as a member, or by the link of one.
macro_rules! reminders_off {
    () => {
        "(r.reminders_off_at IS NOT NULL OR EXISTS (SELECT 1 FROM share_recipients other WHERE other.organization_id = r.organization_id \
        AND other.email = r.email AND other.reminders_off_at IS NOT NULL) OR EXISTS (SELECT 1 FROM notification_hours h \
        JOIN accounts own ON own.id = h.account_id WHERE h.organization_id = r.organization_id AND own.email = r.email AND h.reminders = 0))"
    };
}
pub(crate) use reminders_off;

/// The applications that are shared with the account `$account`, in the organization `$1`.
macro_rules! shared_with {
    ($account:literal) => {
        concat!(
            "SELECT i.application_id FROM accounts me JOIN share_recipients r ON r.email = me.email \
             JOIN share_items i ON i.organization_id = r.organization_id AND i.recipient_id = r.id \
             WHERE r.organization_id = $1 AND me.id = ",
            $account,
            " AND ",
            $crate::shares::live!()
        )
    };
}
pub(crate) use shared_with;
