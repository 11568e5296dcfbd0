//! What is to be shared, once it is known to make sense.

use std::collections::BTreeSet;

use super::Terms;
use crate::{ApplicationId, Error, JobId, Millis, accounts};

/// Longest message, in characters.
pub const MESSAGE_CHARS: usize = 5_000;

/// Most hiring managers of one share.
pub const MOST_PEOPLE: usize = 50;

/// Most candidates of one share.
pub const MOST_CANDIDATES: usize = 200;

/// What is to be shared: made by [`Draft::new`] only, so it is in order.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(crate) job: JobId,
    pub(crate) applications: Vec<ApplicationId>,
    pub(crate) to: Vec<String>,
    pub(crate) message: String,
    pub(crate) terms: Terms,
    pub(crate) due_at: Option<Millis>,
}

impl Draft {
    /// Candidates of `job` for the people at these mail addresses; named twice is named once.
    ///
    /// # Errors
    /// [`Error::Invalid`] without anybody, for a bad address, and beyond [`MESSAGE_CHARS`], [`MOST_PEOPLE`] and [`MOST_CANDIDATES`].
    pub fn new(
        job: JobId,
        applications: impl IntoIterator<Item = ApplicationId>,
        to: &[String],
        message: &str,
        terms: Terms,
        due_at: Option<Millis>,
    ) -> Result<Self, Error> {
        let to = to
            .iter()
            .map(|address| parse_recipient(address))
            .collect::<Result<BTreeSet<_>, _>>()?;
        if to.is_empty() {
            return Err(Error::invalid(
                "to",
                "Choose a hiring manager, or write a mail address.",
            ));
        }
        if to.len() > MOST_PEOPLE {
            return Err(Error::invalid(
                "to",
                format!("Share with at most {MOST_PEOPLE} people at once."),
            ));
        }
        Ok(Self {
            job,
            applications: chosen(applications)?,
            to: to.into_iter().collect(),
            message: written(message)?,
            terms,
            due_at,
        })
    }
}

/// A message as it is kept.
pub(super) fn written(message: &str) -> Result<String, Error> {
    let message = message.trim().replace('\r', "");
    if message.chars().count() > MESSAGE_CHARS {
        return Err(Error::invalid(
            "message",
            format!("Keep the message under {MESSAGE_CHARS} characters."),
        ));
    }
    Ok(message)
}

/// Candidates, each once.
pub(crate) fn chosen(
    applications: impl IntoIterator<Item = ApplicationId>,
) -> Result<Vec<ApplicationId>, Error> {
    let chosen: BTreeSet<_> = applications.into_iter().collect();
    if chosen.is_empty() {
        return Err(Error::invalid("applications", "Choose a candidate."));
    }
    if chosen.len() > MOST_CANDIDATES {
        return Err(Error::invalid(
            "applications",
            format!("Share at most {MOST_CANDIDATES} candidates at once."),
        ));
    }
    Ok(chosen.into_iter().collect())
}

fn parse_recipient(address: &str) -> Result<String, Error> {
    accounts::parse_email(address).map_err(|_| {
        Error::invalid(
            "to",
            "One of the mail addresses is none. Write them as name@example.org, with commas between.",
        )
    })
}
