//! The store's suite: one file per module of the crate. Two organizations stand in every test; what is asked of the other is not found.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

mod applications;
mod audit;
mod backup;
mod board;
mod comments;
mod database;
mod documents;
mod events;
mod files;
mod imports;
mod integrations;
mod invitations;
mod jobs;
mod key_rotation;
mod members;
mod migrations;
mod notes;
mod overrules;
mod passwords;
mod permission;
mod placements;
mod queue;
mod readiness;
mod requirement_sets;
mod screenings;
mod sealer;
mod sessions;
mod webhooks;
