//! *Settings*: integrations with the wizard that connects them, follow-up questions, notes, members, mail, tokens of the public API, failed work.

mod alert_link;
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
mod notes;
mod purge;
mod status_mapping;
mod unmapped;
mod webhooks;
mod wizard;
mod write_back;

pub use api_tokens::ApiTokensPage;
pub use failed_work::{FailedWorkLink, FailedWorkPage};
pub use follow_up_questions::{AskedState, FollowUpQuestionsPage};
pub use frame::SettingsFrame;
pub use health::HealthPage;
pub use integrations::IntegrationsPage;
pub use mail::MailPage;
pub use members::MembersPage;
pub use new_integration::NewIntegrationPage;
pub use notes::NotesPage;
pub use status_mapping::StatusMappingPage;
pub use unmapped::UnmappedLink;
pub use webhooks::WebhooksPage;
pub use wizard::SelectJobsPage;
pub use write_back::WriteBackPage;
