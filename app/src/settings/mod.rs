//! *Settings*: integrations and the choice of jobs, members, mail, tokens of the public API, failed work.

mod api_tokens;
mod connect;
mod disconnect;
mod failed_work;
mod frame;
mod integration;
mod integrations;
mod mail;
mod members;
mod new_integration;
mod postings;
mod select_jobs;

pub use api_tokens::ApiTokensPage;
pub use failed_work::{FailedWorkLink, FailedWorkPage};
pub use frame::SettingsFrame;
pub use integrations::IntegrationsPage;
pub use mail::MailPage;
pub use members::MembersPage;
pub use new_integration::NewIntegrationPage;
pub use select_jobs::SelectJobsPage;
