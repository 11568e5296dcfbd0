//! What stands around every page: document, navigation, top bar, messages, the live connection.

mod account;
mod bell;
mod connection;
mod document;
mod found;
mod frame;
mod layout;
mod live;
mod navigation;
mod news;
mod presence;
mod revoked;
mod search;
mod theme;
mod whom;

pub use document::shell;
pub use found::FoundList;
pub use frame::Frame;
pub use layout::Layout;
pub use live::{Link, Live};
pub use news::NewsList;
pub use presence::{Looking, Presence};
pub use search::Searching;
pub use whom::WhomToAsk;

use leptos::prelude::*;
use leptos_router::location::Location;

use crate::{
    api::json::Resource,
    components::is_settled,
    error::ClaraError,
    wire::session::{Session, Surroundings},
};

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

/// A part of the surroundings, as it was read last; none before the first answer. Made and read inside a `<Transition>`.
pub fn around<U>(read: impl Fn(&Surroundings) -> U + Send + Sync + 'static) -> Signal<Option<U>>
where
    U: Clone + PartialEq + Send + Sync + 'static,
{
    let around = expect_context::<Resource<Result<Surroundings, ClaraError>>>();
    let newest = Memo::new(move |before: Option<&Option<U>>| {
        around.with(|now| match now {
            Some(Ok(now)) => Some(read(now)),
            _ => before.cloned().flatten(),
        })
    });
    Signal::derive(move || is_settled(around).then(|| newest.get()).flatten())
}

/// Where to sign in and come back to `location` afterwards.
fn sign_in_address(location: &Location) -> String {
    let (path, search) = (location.pathname.get(), location.search.get());
    let mark = if search.is_empty() { "" } else { "?" };
    format!("/sign-in?next={}", encode(&format!("{path}{mark}{search}")))
}

/// Percent-encodes a path for a query value.
fn encode(path: &str) -> String {
    path.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_./".contains(&byte) {
            out.push(char::from(byte))
        } else {
            out.push_str(&format!("%{byte:02X}"))
        }
        out
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_query_survives_as_part_of_next() {
        assert_eq!(
            super::encode("/jobs/7?application=a&b"),
            "/jobs/7%3Fapplication%3Da%26b"
        );
    }
}
