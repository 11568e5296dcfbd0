//! Asks why candidates are rejected, once for all of them; the answer may be skipped.

use futures::FutureExt;
use leptos::prelude::*;

use super::mover::Request;
use crate::{
    components::{Dialog, Field},
    parts::{WhenOpened, draw_reason, when_asked},
};

/// The usual reasons; a person may write another.
const USUAL: [&str; 5] = [
    "Missing a must-have",
    "Too little experience",
    "Withdrew",
    "Position filled",
    "Not reachable",
];

/// Asks, with the [`ReasonDialog`] once there is something to ask.
#[component]
pub fn AskReason(
    /// The moves that wait.
    asking: RwSignal<Vec<Request>>,
    /// Goes on with them.
    go: Callback<Vec<Request>>,
) -> impl IntoView {
    let drawn = when_asked(Signal::derive(move || {
        asking.with(|asking| !asking.is_empty())
    }));
    let draw = Callback::new(move |()| async move { draw_reason(asking, go).await.ok() }.boxed());
    view! { <WhenOpened shown=drawn draw=draw/> }
}

/// The question. It is open while `asking` holds moves.
#[component]
pub fn ReasonDialog(
    /// The moves that wait.
    asking: RwSignal<Vec<Request>>,
    /// Goes on with them.
    go: Callback<Vec<Request>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    // Each side is set only where it differs: two effects that always set would wake each other for ever.
    Effect::new(move || {
        let wanted = asking.with(|asking| !asking.is_empty());
        if wanted != open.get_untracked() {
            reason.set(String::new());
            open.set(wanted);
        }
    });
    // Closed by Esc or the cross: nothing is moved.
    Effect::new(move || {
        if !open.get() && asking.with_untracked(|asking| !asking.is_empty()) {
            asking.set(Vec::new());
        }
    });
    let title = Signal::derive(move || {
        asking.with(|asking| match &asking[..] {
            [] => String::new(),
            [request] => format!("Reject {}", request.name),
            requests => format!("Reject {} candidates", requests.len()),
        })
    });
    let finish = move |with: bool| {
        let words = reason.with_untracked(|reason| reason.trim().to_owned());
        let reason = (with && !words.is_empty()).then_some(words);
        let mut requests = asking.get_untracked();
        for request in &mut requests {
            request.reason.clone_from(&reason);
        }
        go.run(requests);
        asking.set(Vec::new());
    };
    view! {
        <Dialog open=open title=title>
            <form class="reason" on:submit=move |event| { event.prevent_default(); finish(true); }>
                <p>"A reason helps whoever looks at this later. It stays in CLARA."</p>
                <div class="chips">
                    {USUAL.map(|usual| view! {
                        <button type="button" class="chip" aria-pressed=move || (reason.get() == usual).to_string() on:click=move |_| reason.set(usual.to_owned())>{usual}</button>
                    }).collect_view()}
                </div>
                <Field label="Reason">
                    <input type="text" maxlength="500" autofocus prop:value=move || reason.get() on:input=move |event| reason.set(event_target_value(&event))/>
                </Field>
                <footer>
                    <button type="button" class="button" on:click=move |_| finish(false)>"Skip and reject"</button>
                    <button type="submit" class="button primary" disabled=move || reason.with(|reason| reason.trim().is_empty())>"Reject"</button>
                </footer>
            </form>
        </Dialog>
    }
    .into_any()
}
