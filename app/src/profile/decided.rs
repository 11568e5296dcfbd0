//! That hiring managers' decisions moved the card, and the way to take that back.

use leptos::prelude::*;

use crate::{board::Request, components::When, shell::session, wire::profile::Profile};

/// A line, where decisions moved the card and nobody moved it since.
#[component]
pub fn DecidedLine(
    /// Whose.
    profile: Profile,
    /// Asks for a move.
    request_move: Callback<Request>,
) -> impl IntoView {
    let decided = profile.decided?;
    let movable = session().is_some_and(|session| session.can.screen);
    let back = format!("Move back to {}", decided.from_name);
    let request = Request {
        application: profile.application,
        name: profile.name,
        to: decided.from,
        reason: None,
    };
    Some(view! {
        <div class="notice decided-line">
            <p>{format!("Moved from {} by decision of {}, ", decided.from_name, decided.who)}<When at=decided.at/></p>
            {movable.then(|| view! { <button type="button" class="button" on:click=move |_| request_move.run(request.clone())>{back}</button> })}
        </div>
    })
}
