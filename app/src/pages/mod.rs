//! One file per page.

mod application;
mod board;
mod candidates;
mod door;
mod forgot_password;
mod help;
mod invitation;
mod jobs;
mod not_found;
mod reset_password;
mod sign_in;

pub use application::ApplicationPage;
pub use board::BoardPage;
pub use candidates::CandidatesPage;
pub use forgot_password::ForgotPasswordPage;
pub use help::HelpPage;
pub use invitation::InvitationPage;
pub use jobs::JobsPage;
pub use not_found::NotFoundPage;
pub use reset_password::ResetPasswordPage;
pub use sign_in::SignInPage;
