//! What stands around every page: document, navigation, top bar, messages, the live connection.

mod account;
mod document;
mod layout;
mod live;
mod navigation;
mod search;
mod theme;

pub use document::shell;
pub use layout::Layout;
pub use live::Live;

use leptos::prelude::*;

use crate::wire::session::Session;

/// Whether the browser has taken over. Provided as context by the application.
#[derive(Clone, Copy)]
pub struct Hydrated(pub RwSignal<bool>);

/// Who is signed in, if anybody is. Provided as context by the application.
#[derive(Clone, Debug)]
pub struct CurrentSession(pub Option<Session>);

/// The signed-in member; pages inside [`Layout`] always have one.
///
/// # Panics
/// Outside the application.
pub fn session() -> Option<Session> {
    expect_context::<CurrentSession>().0
}
