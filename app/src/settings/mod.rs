//! *Settings*: integrations, the choice of jobs, follow-up questions, members, mail, tokens of the public API, failed work.

mod api_tokens;
mod connect;
mod disconnect;
mod failed_work;
mod follow_up_questions;
mod frame;
mod health;
mod integration;
mod integrations;
mod mail;
mod members;
mod new_integration;
mod postings;
mod purge;
mod select_jobs;

pub use api_tokens::ApiTokensPage;
pub use failed_work::{FailedWorkLink, FailedWorkPage};
pub use follow_up_questions::{AskedState, FollowUpQuestionsPage};
pub use frame::SettingsFrame;
pub use health::HealthPage;
pub use integrations::IntegrationsPage;
pub use mail::MailPage;
pub use members::MembersPage;
pub use new_integration::NewIntegrationPage;
pub use select_jobs::SelectJobsPage;
