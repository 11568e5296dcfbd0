//! Screening: what a job asks for, what a candidate shows, and how far the two meet.
//!
//! Pure: no I/O, no clock, no randomness. It never knows a database, an ATS or a user interface.
//! Without the `engine` feature only [`model`] and [`scoring`] are left: what the browser links.

#[cfg(feature = "engine")]
mod date;
#[cfg(feature = "engine")]
mod flags;
#[cfg(feature = "engine")]
pub mod matching;
pub mod model;
#[cfg(feature = "engine")]
pub mod profile;
#[cfg(feature = "engine")]
mod proposals;
#[cfg(feature = "engine")]
mod reading;
#[cfg(feature = "engine")]
mod receipt;
#[cfg(feature = "engine")]
pub mod requirements;
pub mod scoring;
#[cfg(feature = "engine")]
mod screen;
#[cfg(feature = "engine")]
mod summary;
#[cfg(feature = "engine")]
pub mod taxonomy;
#[cfg(feature = "engine")]
pub mod text;

#[cfg(feature = "engine")]
pub use date::{Date, Ending, InvalidDate, PartialDate};
#[cfg(feature = "engine")]
pub use flags::{Flag, FlagKind};
#[cfg(feature = "engine")]
pub use proposals::{NoModel, Proposal, Proposals, Proposer};
#[cfg(feature = "engine")]
pub use receipt::{DocumentReceipt, Receipt};
#[cfg(feature = "engine")]
pub use screen::{ENGINE, Options, Screening, screen};
