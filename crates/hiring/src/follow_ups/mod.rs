//! Follow-up questions: which set is asked, in which stages, whom it was asked, what came back.
//!
//! A person is asked once for each set, however many jobs they applied for. [`consider`] plans it when an application enters a stage, [`ask`]
//! makes the link and owes the mail when the time has come, [`open`] and its neighbours are what the link leads to, and [`answered`] is what a
//! worker takes to the applications. Whether it is a quiet hour the caller knows, who looks for the place.

pub(crate) mod asking;
pub(crate) mod link;
pub(crate) mod list;
pub(crate) mod people;
pub(crate) mod sets;
pub(crate) mod settings;
pub(crate) mod taken;

use std::fmt;
use std::str::FromStr;

pub use asking::{Standing, Waiting, ask, consider, remind, waiting};
pub use link::{Form, Sent, decline, keep_file, open, save, send};
pub use list::{Delivered, FollowUp, Status, ask_again, list, of_application, withdraw};
pub use people::{Barred, DryRun, Why, dry_run};
pub use sets::{Version, own_sets, questions, share_questions, write_questions};
pub use settings::{Settings, Start, read, switch_off, write};
pub use taken::{
    Answered, KnockOut, Received, answered, application, document_id, file, is_ours, prune,
    received, taken,
};

use crate::db::{text_column, text_enum};
use crate::{Error, JobId};

/// Whose set of questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// That of every job without one of its own.
    Organization,
    /// That of one job.
    Job(JobId),
}

/// What stands in the database for [`Scope::Organization`].
const ORGANIZATION: &str = "organization";

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organization => f.write_str(ORGANIZATION),
            Self::Job(job) => job.fmt(f),
        }
    }
}

impl FromStr for Scope {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text == ORGANIZATION {
            Ok(Self::Organization)
        } else {
            text.parse().map(Self::Job)
        }
    }
}

text_column!(Scope);

text_enum! {
    /// Where asking one person stands.
    pub enum State {
        /// Its time has not come.
        Planned = "planned",
        /// The link is out.
        Asked = "asked",
        /// The answers are here.
        Answered = "answered",
        /// The person does not want to be asked.
        Declined = "declined",
        /// A member took the link back.
        Withdrawn = "withdrawn",
    }
}

impl From<questions::Invalid> for Error {
    fn from(invalid: questions::Invalid) -> Self {
        Self::invalid("questions", invalid.to_string())
    }
}
