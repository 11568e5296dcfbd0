//! The small set of components that every page is made of.

mod announcer;
mod avatar;
mod awaiting;
mod badge;
mod brand;
mod copy;
mod dialog;
mod drawing;
mod empty;
mod failure;
mod field;
mod icon;
mod keyboard;
mod latest;
mod loading;
mod menu;
mod pixels;
mod progress;
mod ring;
mod skeleton;
mod tabs;
mod time;
mod toast;

pub use announcer::{Announcer, LiveRegion};
pub use avatar::Avatar;
pub use awaiting::Awaiting;
pub use badge::{ScoreBadge, VerdictMark, verdict_class, verdict_sign};
pub use brand::BrandMark;
pub use copy::CopyField;
pub use dialog::Dialog;
pub use drawing::drawing;
pub use empty::Empty;
pub use failure::Failure;
pub use field::{Field, Select};
pub use icon::Icon;
pub use keyboard::key_name;
pub use latest::{Latest, Rows, is_settled, part_of};
pub use loading::Loading;
pub use menu::{Menu, MenuItem, place_menu, press_menu_button};
pub use pixels::pixels;
pub use progress::{ImportProgress, duration, exactly};
pub use ring::ScoreRing;
pub use skeleton::{SkeletonBoard, SkeletonProfile, SkeletonRows};
pub use tabs::{TabItem, Tabs};
#[cfg(feature = "ssr")]
pub use time::full;
pub use time::{Day, When, date, iso};
#[cfg(all(feature = "ssr", debug_assertions))]
pub use toast::ToastCard;
pub use toast::{Toast, ToastStack, Toasts};
