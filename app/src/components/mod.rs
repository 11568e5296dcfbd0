//! The small set of components that every page is made of.

mod announcer;
mod badge;
mod dialog;
mod empty;
mod failure;
mod icon;
mod loading;
mod progress;
mod ring;
mod time;
mod toast;

pub use announcer::{Announcer, LiveRegion};
pub use badge::{ScoreBadge, VerdictMark, verdict_class, verdict_sign};
pub use dialog::Dialog;
pub use empty::Empty;
pub use failure::Failure;
pub use icon::Icon;
pub use loading::Loading;
pub use progress::{ImportProgress, duration};
pub use ring::ScoreRing;
pub use time::When;
pub use toast::{ToastStack, Toasts, Tone};
