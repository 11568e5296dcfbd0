//! That hiring managers' decisions moved the card, and the way to take that back.

use leptos::prelude::*;

use crate::{
    board::Request,
    components::{When, part_of},
    shell::session,
    wire::profile::Profile,
};

/// A line, where decisions moved the card and nobody moved it since.
#[component]
pub fn DecidedLine(
    /// Whose.
    profile: Memo<Profile>,
    /// Asks for a move.
    request_move: Callback<Request>,
) -> impl IntoView {
    let movable = session().is_some_and(|session| session.can.screen);
    let decided = part_of(profile, |profile| profile.decided.clone());
    move || {
        let decided = decided.get()?;
        let back = format!("Move back to {}", decided.from_name);
        let request = profile.with_untracked(|profile| Request {
            application: profile.application.clone(),
            name: profile.name.clone(),
            to: decided.from,
            reason: None,
        });
        Some(view! {
            <div class="notice decided-line">
                <p>{format!("Moved from {} by decision of {}, ", decided.from_name, decided.who)}<When at=decided.at/></p>
                {movable.then(|| view! { <button type="button" class="button" on:click=move |_| request_move.run(request.clone())>{back}</button> })}
            </div>
        })
    }
}
