//! Server functions, by page. Thin: a permit, one call, wire types. Each names its endpoint under `/api`, is called by [`client::OfPage`] and answers in [`json`].

pub mod account;
pub mod api_tokens;
pub mod board;
pub mod candidates;
pub mod client;
pub mod comments;
#[cfg(feature = "ssr")]
mod convert;
#[cfg(feature = "ssr")]
mod convert_comments;
#[cfg(feature = "ssr")]
mod convert_failed_work;
#[cfg(feature = "ssr")]
mod convert_follow_ups;
#[cfg(feature = "ssr")]
mod convert_health;
#[cfg(feature = "ssr")]
mod convert_integrations;
#[cfg(feature = "ssr")]
mod convert_mapping;
#[cfg(feature = "ssr")]
mod convert_people;
#[cfg(feature = "ssr")]
pub mod convert_profile;
#[cfg(feature = "ssr")]
mod convert_shares;
#[cfg(feature = "ssr")]
mod convert_timeline;
pub mod decisions;
pub mod failed_work;
pub mod follow_ups;
pub mod health;
pub mod integrations;
pub mod jobs;
pub mod json;
pub mod links;
pub mod mails;
pub mod members;
pub mod notes;
pub mod notifications;
pub mod presence;
pub mod profile;
pub mod resync;
pub mod session;
pub mod shares;
pub mod status_mapping;
pub mod wizard;
pub mod write_back;
