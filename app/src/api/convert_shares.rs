//! Shares, decisions and notifications on their way between `hiring` and the wire.

use hiring::{ApplicationId, Error, Millis, mails, notifications, shares};

use crate::wire::{
    notifications::{Cadence, Kind, Notification},
    shares::{
        Advanced, Decision, Delivery, Item, Known, Mark, NewShare, Person, Recipient, Reminded,
        Sent, Share, Votes, Waiting,
    },
};

/// Two enums with the same variants.
macro_rules! same {
    ($($one:ty, $other:ty { $($variant:ident)* })*) => {$(
        impl From<$one> for $other {
            fn from(value: $one) -> Self {
                match value {
                    $(<$one>::$variant => Self::$variant,)*
                }
            }
        }
    )*};
}

same! {
    shares::Decision, Decision { Advance Decline NotSure }
    shares::Votes, Votes { Never AfterOwn Always }
    Votes, shares::Votes { Never AfterOwn Always }
    shares::Known, Known { OfJob Member Before }
    shares::Mark, Mark { Shared Advanced Declined Split }
    mails::Delivery, Delivery { Waiting Sent Failed }
    notifications::NotificationKind, Kind { Decision ShareUndelivered Shared Mention ImportFinished IntegrationTrouble }
    Kind, notifications::NotificationKind { Decision ShareUndelivered Shared Mention ImportFinished IntegrationTrouble }
    notifications::Cadence, Cadence { Now Hourly Daily Off }
    Cadence, notifications::Cadence { Now Hourly Daily Off }
}

/// What is to be shared, if it makes sense.
pub fn draft(share: &NewShare) -> Result<shares::Draft, Error> {
    shares::Draft::new(
        share.job.parse()?,
        applications(share)?,
        &share.to,
        &share.message,
        terms(share),
        share.due_at.map(Millis),
    )
}

/// The same to be looked at only, for nobody yet.
pub fn preview(share: &NewShare) -> Result<shares::Preview, Error> {
    shares::Preview::new(
        share.job.parse()?,
        applications(share)?,
        &share.message,
        terms(share),
        share.due_at.map(Millis),
    )
}

fn applications(share: &NewShare) -> Result<Vec<ApplicationId>, Error> {
    share.applications.iter().map(|id| id.parse()).collect()
}

fn terms(share: &NewShare) -> shares::Terms {
    shares::Terms {
        score: share.score,
        evidence: share.evidence,
        votes: share.votes.into(),
    }
}

/// Somebody with whom candidates can be shared.
pub fn person(read: shares::Person) -> Person {
    Person {
        name: read.name,
        email: read.email,
        known: read.known.into(),
    }
}

/// Whom a share reached.
pub fn sent(sent: shares::Sent) -> Sent {
    Sent {
        to: sent.to,
        already: sent.already,
    }
}

/// A share of the history.
pub fn share(read: shares::Share, now: Millis) -> Share {
    Share {
        id: read.id.to_string(),
        shared_by: read.shared_by,
        at: read.created_at.0,
        due_at: read.due_at.map(|at| at.0),
        message: read.message,
        score: read.terms.score,
        evidence: read.terms.evidence,
        votes: read.terms.votes.into(),
        recipients: read
            .recipients
            .into_iter()
            .map(|read| recipient(read, now))
            .collect(),
        erased: usize::try_from(read.erased).unwrap_or(usize::MAX),
    }
}

fn recipient(read: shares::Recipient, now: Millis) -> Recipient {
    Recipient {
        id: read.id.to_string(),
        ended: read.revoked_at.is_some() || read.expires_at <= now,
        name: read.name.unwrap_or(read.email),
        delivery: read.delivery.into(),
        opened_at: read.opened_at.map(|at| at.0),
        reminders: read.reminders.into_iter().map(reminded).collect(),
        reminders_off: read.reminders_off,
        items: read
            .items
            .into_iter()
            .map(|item| Item {
                application: item.application.to_string(),
                name: item.name,
                decision: item.decision.map(Decision::from),
                comment: item.comment,
            })
            .collect(),
    }
}

fn reminded((at, by_itself): (Millis, Option<shares::Reminder>)) -> (i64, Reminded) {
    let how = match by_itself {
        None => Reminded::ByHand,
        Some(shares::Reminder::Before) => Reminded::Before,
        Some(shares::Reminder::Overdue) => Reminded::Overdue,
    };
    (at.0, how)
}

/// A candidate whom a hiring manager advanced.
pub fn advanced(read: shares::Advanced) -> Advanced {
    Advanced {
        application: read.application.to_string(),
        name: read.name,
        score: read.score,
        job: read.job.to_string(),
        job_title: read.job_title,
        who: read.who,
        comment: read.comment,
        at: read.at.0,
    }
}

/// What a member is asked to decide on.
pub fn waiting(read: shares::Waiting) -> Waiting {
    Waiting {
        recipient: read.recipient.to_string(),
        job_title: read.job_title,
        shared_by: read.shared_by,
        at: read.at.0,
        due_at: read.due_at.map(|at| at.0),
        candidates: usize::try_from(read.candidates).unwrap_or(usize::MAX),
        undecided: usize::try_from(read.undecided).unwrap_or(usize::MAX),
    }
}

impl From<notifications::Notification> for Notification {
    fn from(read: notifications::Notification) -> Self {
        Self {
            id: read.id.to_string(),
            kind: read.kind.into(),
            at: read.at.0,
            read: read.read,
            who: read.who,
            decision: read.decision.map(Decision::from),
            job: read.job.map(|(id, title)| (id.to_string(), title)),
            application: read.application.map(|(id, name)| (id.to_string(), name)),
            recipient: read.recipient.map(|id| id.to_string()),
        }
    }
}
