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
    let id = StoredValue::new(id);
    let title = Signal::stored(format!("Disconnect {name}?"));
    let go = move |_| {
        busy.set(true);
        let name = name.clone();
        spawn_local(async move {
            match disconnect(id.get_value()).await {
                Ok(()) => {
                    toasts.good(format!("{name} is disconnected. What was read is kept."));
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
            <p>"CLARA stops reading and writes no more notes. Jobs, candidates, scores and comments stay here, and you can connect again at any time."</p>
            <footer>
                <button type="button" class="button" on:click=move |_| asking.set(false)>"Keep connected"</button>
                <button type="button" class="button danger solid" disabled=busy on:click=go>{move || if busy.get() { "Disconnecting…" } else { "Disconnect" }}</button>
            </footer>
        </Dialog>
    }
    .into_any()
}
