//! *Revoke*, after a question.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::api_tokens::revoke_api_token,
    components::{Dialog, Toasts},
};

/// Button and question.
#[component]
pub fn Revoke(
    /// The token.
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
    let title = Signal::stored(format!("Revoke {name}?"));
    let label = format!("Revoke {name}");
    let go = move |_| {
        busy.set(true);
        let name = name.clone();
        spawn_local(async move {
            match revoke_api_token(id.get_value()).await {
                Ok(()) => {
                    toasts.good(format!("{name} is revoked."));
                    asking.set(false);
                    done.run(());
                }
                Err(error) => toasts.bad(format!("Not revoked. {error}")),
            }
            busy.set(false);
        });
    };
    view! {
        <button type="button" class="button danger" aria-label=label on:click=move |_| asking.set(true)>"Revoke"</button>
        <Dialog open=asking title=title>
            <p>"The program that uses this token is locked out at once. This cannot be undone; what it wrote stays."</p>
            <footer>
                <button type="button" class="button" on:click=move |_| asking.set(false)>"Keep it"</button>
                <button type="button" class="button danger solid" disabled=busy on:click=go>{move || if busy.get() { "Revoking…" } else { "Revoke" }}</button>
            </footer>
        </Dialog>
    }
    .into_any()
}
