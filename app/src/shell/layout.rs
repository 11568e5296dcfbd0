//! The frame of every page for members: navigation, top bar, the page, messages. Strangers are sent to sign in.

use leptos::{html, prelude::*};
use leptos_router::{
    components::{Outlet, Redirect},
    hooks::use_location,
};

use super::{
    Hydrated, Live, account::AccountMenu, navigation::Navigation, search::Search, session,
};
use crate::{
    api::session::read_surroundings,
    components::{Announcer, Icon, LiveRegion, ToastStack, Toasts},
};

/// The frame.
#[component]
pub fn Layout() -> impl IntoView {
    let location = use_location();
    if session().is_none() {
        let next = format!(
            "{}{}{}",
            location.pathname.get_untracked(),
            if location.search.with_untracked(String::is_empty) {
                ""
            } else {
                "?"
            },
            location.search.get_untracked()
        );
        return view! { <Redirect path=format!("/sign-in?next={}", encode(&next))/> }.into_any();
    }
    let announcer = Announcer::new();
    let toasts = Toasts::new(announcer);
    let live = Live::new();
    provide_context(announcer);
    provide_context(toasts);
    provide_context(live);
    let around = Resource::new_blocking(|| (), |()| read_surroundings());
    provide_context(around);
    start_live(live, around);
    let main = NodeRef::<html::Main>::new();
    focus_after_navigation(main);
    view! {
        <a class="skip" href="#main" rel="external">"Skip to content"</a>
        <div class="frame">
            <Navigation/>
            <header class="top-bar">
                <Search/>
                <span class="gap"></span>
                <a class="top-link" href="/help"><Icon name="help"/><span>"Help"</span></a>
                <AccountMenu surroundings=around/>
            </header>
            <main id="main" node_ref=main tabindex="-1"><Outlet/></main>
        </div>
        <ToastStack toasts=toasts/>
        <LiveRegion announcer=announcer/>
    }
    .into_any()
}

/// Opens the live connection once the page is hydrated and knows where to begin.
fn start_live(
    live: Live,
    around: Resource<Result<crate::wire::session::Surroundings, crate::error::ClaraError>>,
) {
    let owner = Owner::current();
    Effect::new(move |started: Option<bool>| {
        let ready = expect_context::<Hydrated>()
            .0
            .get()
            .then(|| around.get().and_then(Result::ok))
            .flatten();
        match (started, ready, &owner) {
            (Some(true), ..) => true,
            // The connection belongs to the frame, not to this run of the effect.
            (_, Some(ready), Some(owner)) => {
                owner.with(|| live.start(ready.event));
                true
            }
            _ => false,
        }
    });
}

/// After a change of page the focus stands at its beginning, as after a load.
fn focus_after_navigation(main: NodeRef<html::Main>) {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(move || {
                if let Some(main) = main.get_untracked() {
                    let _ = main.focus();
                    main.set_scroll_top(0);
                }
            });
        }
        now
    });
}

/// Percent-encodes a path for a query value.
pub(super) fn encode(path: &str) -> String {
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
