//! Webhooks.

mod lever;
