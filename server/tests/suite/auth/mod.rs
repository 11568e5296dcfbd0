//! Signing in and out, invitations, lost passwords, changing the organization.

mod invitation;
mod organization;
mod password;
mod sign_in;
mod sign_out;
