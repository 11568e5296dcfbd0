//! Signing in and out, changing the organization.

mod organization;
mod sign_in;
mod sign_out;
