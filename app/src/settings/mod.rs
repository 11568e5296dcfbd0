//! *Settings*: integrations and the choice of jobs.

mod connect;
mod disconnect;
mod integration;
mod integrations;
mod new_integration;
mod postings;
mod select_jobs;

pub use integrations::IntegrationsPage;
pub use new_integration::NewIntegrationPage;
pub use select_jobs::SelectJobsPage;
