//! That the posting was changed, closed or deleted in the ATS. Requirements and scores stay until a person decides.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::resync::{keep_requirements, read_posting_anew},
    components::{Toasts, When},
    wire::{Millis, board::Board},
};

/// Nothing while the posting is as it was read, and open.
#[component]
pub fn PostingNotice(
    /// The board of its job.
    board: Board,
    /// Whether this member may decide.
    may: bool,
) -> impl IntoView {
    let ats = board.ats.clone();
    let ended = match board.posting_state.as_str() {
        "closed" => Some("This posting is closed in"),
        "deleted" => Some("This posting was deleted in"),
        "confidential" => Some("CLARA may no longer see this posting in"),
        _ => None,
    };
    view! {
        {ended.map(|words| view! { <p class="notice posting">{words} " " {ats} ". Its candidates stay here; new ones no longer come."</p> })}
        {board.posting_changed_at.map(|at| view! { <Changed job=board.job at=at ats=board.ats may=may/> })}
    }
    .into_any()
}

#[component]
fn Changed(job: String, at: Millis, ats: String, may: bool) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let decided = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let job = StoredValue::new(job);
    let read = move |_| {
        busy.set(true);
        spawn_local(async move {
            match read_posting_anew(job.get_value()).await {
                Ok(version) => {
                    toasts.good(format!("Requirements v{version} are active. Candidates that come from now on are scored with them; scores made before stay as they are until you re-score."));
                    decided.set(true);
                }
                Err(error) => toasts.bad(format!("The requirements stay as they are. {error}")),
            }
            busy.set(false);
        });
    };
    let keep = move |_| {
        busy.set(true);
        spawn_local(async move {
            match keep_requirements(job.get_value()).await {
                Ok(()) => decided.set(true),
                Err(error) => toasts.bad(error.to_string()),
            }
            busy.set(false);
        });
    };
    view! {
        <Show when=move || !decided.get()>
            <div class="notice part posting" role="status">
                <p><strong>"The posting was changed in " {ats.clone()} " "<When at=at/>"."</strong> " Requirements and scores are still those of before."</p>
                {may.then(|| view! {
                    <span class="gap"></span>
                    <button type="button" class="button" disabled=busy on:click=keep>"Keep requirements"</button>
                    <button type="button" class="button primary" disabled=busy on:click=read>"Read requirements anew"</button>
                })}
            </div>
        </Show>
    }
    .into_any()
}
