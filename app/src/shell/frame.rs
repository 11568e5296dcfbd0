//! What stands around every page of a member: navigation, top bar, messages, the live connection.

use leptos::{html, leptos_dom::helpers::IntervalHandle, prelude::*};
use leptos_router::hooks::use_location;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    Hydrated, Live, Presence, account::AccountMenu, bell::Bell, connection::ConnectionStrip,
    navigation::Navigation, revoked::RevokedNotice, search::Search,
};
use crate::{
    api::{
        json::{Resource, resource},
        session::read_surroundings,
    },
    components::{Announcer, Icon, LiveRegion, ToastStack, Toasts},
    error::ClaraError,
    wire::session::Surroundings,
};

/// How often, and how many times, a new page is asked for its heading: it may still be loading.
const LOOK: (Duration, u32) = (Duration::from_millis(60), 60);

/// The frame. It gives every page inside it an [`Announcer`], [`Toasts`], [`Live`], [`Presence`] and the surroundings.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> impl IntoView {
    let announcer = Announcer::new();
    let toasts = Toasts::new(announcer);
    let live = Live::new();
    provide_context(announcer);
    provide_context(toasts);
    provide_context(live);
    let around = resource(|| (), |()| read_surroundings());
    provide_context(around);
    start_live(live, around);
    let presence = Presence::new();
    provide_context(presence);
    presence.start(live);
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
                <Bell live=live toasts=toasts/>
                <AccountMenu/>
            </header>
            <div><ConnectionStrip live=live announcer=announcer/><RevokedNotice/></div>
            <main id="main" node_ref=main tabindex="-1">{children()}</main>
        </div>
        <ToastStack toasts=toasts/>
        <LiveRegion announcer=announcer/>
    }
    .into_any()
}

/// Opens the live connection once the page is hydrated and knows where to begin.
fn start_live(live: Live, around: Resource<Result<Surroundings, ClaraError>>) {
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

/// After a change of page the focus stands on its heading, so that a screen reader says where one is; on its beginning until there is one.
fn focus_after_navigation(main: NodeRef<html::Main>) {
    let path = use_location().pathname;
    let looking = StoredValue::new(None::<IntervalHandle>);
    let stop = move || {
        if let Some(looking) = looking.try_update_value(Option::take).flatten() {
            looking.clear();
        }
    };
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_none_or(|before| before == now) {
            return now;
        }
        stop();
        let tries = StoredValue::new(0);
        let look = move || {
            let Some(main) = main.get_untracked() else {
                return stop();
            };
            if tries.get_value() == 0 {
                let _ = main.focus();
                main.set_scroll_top(0);
            }
            tries.update_value(|tries| *tries += 1);
            // A person who went on is left alone.
            if !is_at_rest(&main) || tries.get_value() > LOOK.1 {
                return stop();
            }
            focus_heading(&main);
        };
        looking.set_value(set_interval_with_handle(look, LOOK.0).ok());
        now
    });
    on_cleanup(stop);
}

/// Whether the focus is where a new page put it.
fn is_at_rest(main: &HtmlElement) -> bool {
    document().active_element().is_none_or(|focused| {
        matches!(focused.tag_name().as_str(), "BODY" | "H1")
            || focused == *AsRef::<web_sys::Element>::as_ref(main)
    })
}

/// Focuses the page's heading, if it has one already and that has not got the focus: the page before may still be there.
fn focus_heading(main: &HtmlElement) {
    let heading = main
        .query_selector("h1")
        .ok()
        .flatten()
        .filter(|heading| document().active_element().as_ref() != Some(heading))
        .and_then(|heading| heading.dyn_into::<HtmlElement>().ok());
    if let Some(heading) = heading {
        heading.set_tab_index(-1);
        let _ = heading.focus();
    }
}
