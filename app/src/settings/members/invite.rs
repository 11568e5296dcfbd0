//! The dialog that invites somebody.

use leptos::prelude::*;

use super::change::Change;
use crate::{api::members::invite, components::Dialog, wire::session::Role};

/// Who is invited most often.
const USUAL: Role = Role::Recruiter;

/// Mail address and role. What was typed stays when inviting fails.
#[component]
pub fn Invite(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Makes it so.
    change: Change,
) -> impl IntoView {
    let email = RwSignal::new(String::new());
    let role = RwSignal::new(USUAL);
    let send = move || {
        let to = email.get_untracked().trim().to_owned();
        let done = format!("{to} is invited. The link in the mail works for 7 days.");
        change.make(invite(to, role.get_untracked()), done, move |made| {
            if made {
                email.set(String::new());
                role.set(USUAL);
                open.set(false);
            }
        });
    };
    let choices = Role::ALL.into_iter().filter(|offered| *offered != Role::Owner).map(move |offered| view! {
        <label class="choice">
            <input type="radio" name="role" value=offered.key() checked=offered == USUAL prop:checked=move || role.get() == offered on:change=move |_| role.set(offered)/>
            <span><strong>{offered.label()}</strong><span class="dim small">{offered.about()}</span></span>
        </label>
    });
    view! {
        <Dialog open=open title="Invite somebody">
            <form on:submit=move |event| { event.prevent_default(); send(); }>
                <label class="field"><span>"Mail address"</span>
                    <input type="email" name="email" required autocomplete="off" prop:value=move || email.get() on:input=move |event| email.set(event_target_value(&event))/>
                </label>
                <fieldset class="choices"><legend>"Role"</legend><div class="roles">{choices.collect_view()}</div></fieldset>
                <p class="dim small">"Nobody is invited as Owner: make them Owner in the list once they are here."</p>
                <footer>
                    <button type="button" class="button" on:click=move |_| open.set(false)>"Cancel"</button>
                    <button type="submit" class="button primary" disabled=move || change.busy()>{move || if change.busy() { "Inviting…" } else { "Send invitation" }}</button>
                </footer>
            </form>
        </Dialog>
    }
    .into_any()
}
