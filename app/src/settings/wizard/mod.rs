//! Connecting an ATS, step by step. Each step is a page of its own, so that a reload, a crash or a lost session comes back to it; once the
//! wizard was walked to its end, the same pages are the connection's settings.

mod choice;
mod frame;
mod jobs;
mod kept;
mod leaving;
mod postings;
mod steps;

pub use frame::{NextStep, Wizard, WizardHead, use_wizard};
pub use jobs::SelectJobsPage;
pub use kept::{Kept, KeptNotice, keep};
pub use steps::{Steps, after};
