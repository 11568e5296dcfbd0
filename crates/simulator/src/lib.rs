//! Lever's stand-in: OAuth with a consent page, the v1 API, signed webhooks with retries, a rate limiter, faults on demand, and a few plain pages
//! that look like an applicant tracking system, over an account of invented people. It drives the demo, the end-to-end tests and the chaos tests.
//!
//! It imitates from Lever's documented and recorded behaviour and never knows CLARA's own client, its domain or its types: one's mistake must not
//! be the other's. Nothing here is meant to be reached from outside: it listens on loopback and its pages know no sign-in.
//!
//! Where callbacks are not listed in [`Config::redirect_uris`], any callback on a loopback host is accepted; listed ones must match byte for byte.
//!
//! ```no_run
//! # async fn run() -> Result<(), simulator::StartError> {
//! let simulator = simulator::Simulator::start(simulator::Config { opportunities: 50, ..Default::default() }).await?;
//! println!("{}", simulator.facts().base_url);
//! simulator.stop().await;
//! # Ok(())
//! # }
//! ```

mod admin;
mod app;
mod applications;
mod apply;
mod archive_reasons;
mod auth;
mod body;
mod calls;
mod changes;
mod config;
mod contacts;
mod deliveries;
mod documents;
mod error;
mod faults;
mod feedback;
mod fields;
mod files;
mod guard;
mod interviews;
mod labels;
mod limiter;
mod model;
mod notes;
mod oauth;
mod offers;
mod opportunities;
mod opportunity_creation;
mod opportunity_writes;
mod paging;
mod posting_writes;
mod postings;
mod query;
mod random;
mod records;
mod requisition_fields;
mod requisitions;
mod resume;
mod resumes;
mod router;
mod scopes;
mod seed;
mod server;
mod stages;
mod state;
mod storage;
mod switches;
mod templates;
mod traffic;
mod trouble;
mod ui;
mod user_writes;
mod users;
mod webhooks;

pub use config::{Config, Rotation};
pub use faults::Fault;
pub use server::{Facts, Simulator, StartError};
pub use switches::Switch;
