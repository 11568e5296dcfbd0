//! *Disconnect*, after a question.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::integrations::disconnect,
    components::{Dialog, Toasts},
};

/// Button and question.
#[component]
pub fn Disconnect(
    /// The connection.
    id: String,
    /// Its name.
    name: String,
    /// Called when it is done.
    done: Callback<()>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let asking = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let purge = RwSignal::new(false);
    let id = StoredValue::new(id);
    let title = Signal::stored(format!("Disconnect {name}?"));
    let go = move |_| {
        busy.set(true);
        let name = name.clone();
        spawn_local(async move {
            let erases = purge.get_untracked();
            match disconnect(id.get_value(), erases).await {
                Ok(()) => {
                    let then = if erases {
                        "Its candidates are being erased."
                    } else {
                        "What was read is kept."
                    };
                    toasts.good(format!("{name} is disconnected. {then}"));
                    asking.set(false);
                    done.run(());
                }
                Err(error) => toasts.bad(format!("Not disconnected. {error}")),
            }
            busy.set(false);
        });
    };
    view! {
        <button type="button" class="button danger" on:click=move |_| asking.set(true)>"Disconnect"</button>
        <Dialog open=asking title=title>
            <p>"CLARA stops reading, writes no more notes and removes its webhooks there. You can connect again at any time."</p>
            <fieldset class="choices">
                <legend class="visually-hidden">"What becomes of the candidates"</legend>
                <div class="roles">
                    <label class="choice"><input type="radio" name="purge" prop:checked=move || !purge.get() on:change=move |_| purge.set(false)/><span><strong>"Keep what was read"</strong><span class="dim">"Jobs, candidates, scores and comments stay here."</span></span></label>
                    <label class="choice"><input type="radio" name="purge" prop:checked=move || purge.get() on:change=move |_| purge.set(true)/><span><strong>"Erase the candidates"</strong><span class="dim">"Every candidate that came through this connection, with documents, scores and comments. This cannot be undone. Requirements of jobs stay."</span></span></label>
                </div>
            </fieldset>
            <footer>
                <button type="button" class="button" on:click=move |_| asking.set(false)>"Keep connected"</button>
                <button type="button" class="button danger solid" disabled=busy on:click=go>{move || if busy.get() { "Disconnecting…" } else if purge.get() { "Disconnect and erase" } else { "Disconnect" }}</button>
            </footer>
        </Dialog>
    }
    .into_any()
}
