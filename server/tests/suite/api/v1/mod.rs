//! The public API, as programs meet it.

mod access;
mod applications;
mod jobs;
mod openapi;
