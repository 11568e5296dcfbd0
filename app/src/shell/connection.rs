//! The strip that says when the server cannot be reached, or when the session ended.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{Link, Live, sign_in_address};
use crate::components::{Announcer, Icon};

/// Nothing while all is well. The place is always there, so that screen readers hear what comes into it.
#[component]
pub fn ConnectionStrip(
    /// The connection.
    live: Live,
    /// Says when it is back.
    announcer: Announcer,
) -> impl IntoView {
    let location = use_location();
    live.when_back(move || announcer.say("CLARA is back."));
    let words = move || {
        match live.link() {
        Link::Opening | Link::On => None,
        Link::Lost => Some(
            view! {
                <p class="connection">
                    <Icon name="offline"/>
                    <span><strong>"CLARA cannot be reached."</strong> " What you see may be out of date. It comes back by itself."</span>
                </p>
            }
            .into_any(),
        ),
        Link::Ended => Some(
            view! {
                <p class="connection">
                    <Icon name="offline"/>
                    <span><strong>"Your session has ended."</strong> " What you see may be out of date."</span>
                    <a class="button" href=sign_in_address(&location) rel="external">"Sign in"</a>
                </p>
            }
            .into_any(),
        ),
    }
    };
    view! { <div class="connection-place" role="status">{words}</div> }.into_any()
}
