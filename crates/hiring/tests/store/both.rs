//! What holds on both databases: one file per module of the crate. Two organizations stand in every test; what is asked of the other is
//! not found. `store` runs it on SQLite, `store_postgres` on PostgreSQL.

pub(crate) mod configured_keys;
pub(crate) mod raw;
pub(crate) mod support;

mod api_tokens;
mod application_pages;
mod applications;
mod audit;
mod board;
mod comments;
mod database;
mod documents;
mod erasure;
mod events;
mod files;
mod follow_ups;
mod gaps;
mod imports;
mod integrations;
mod invitations;
mod jobs;
mod mails;
mod members;
mod migrations;
mod note_templates;
mod notes;
mod notifications;
mod overrules;
mod passwords;
mod permission;
mod placements;
mod placements_many;
mod presence;
mod queue;
mod readiness;
mod reconciliations;
mod requirement_sets;
mod screenings;
mod sealer;
mod sessions;
mod shares;
mod status_mapping;
mod status_notes;
mod together;
mod webhooks;
mod write_back;
