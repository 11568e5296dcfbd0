//! One file per page.

mod application;
mod board;
mod candidates;
mod help;
mod jobs;
mod not_found;
mod sign_in;

pub use application::ApplicationPage;
pub use board::BoardPage;
pub use candidates::CandidatesPage;
pub use help::HelpPage;
pub use jobs::JobsPage;
pub use not_found::NotFoundPage;
pub use sign_in::SignInPage;
