//! *Erase its candidates*, after a question: for a connection that has ended.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::integrations::purge,
    components::{Dialog, Toasts},
};

/// What is still here, button and question.
#[component]
pub fn Purge(
    /// The connection.
    id: String,
    /// Its name.
    name: String,
    /// How many applications it brought are here.
    held: Memo<u64>,
    /// Called when it is done.
    done: Callback<()>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let asking = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let id = StoredValue::new(id);
    let many = move || match held.get() {
        1 => "1 application".to_owned(),
        held => format!("{held} applications"),
    };
    let title = Signal::stored(format!("Erase what {name} brought?"));
    let go = move |_| {
        busy.set(true);
        spawn_local(async move {
            match purge(id.get_value()).await {
                Ok(()) => {
                    toasts.good("The candidates are being erased.");
                    asking.set(false);
                    done.run(());
                }
                Err(error) => toasts.bad(format!("Not erased. {error}")),
            }
            busy.set(false);
        });
    };
    view! {
        <p class="facts">
            <span>{many} " of this connection are here"</span>
            <button type="button" class="button danger" on:click=move |_| asking.set(true)>"Erase its candidates"</button>
        </p>
        <Dialog open=asking title=title>
            <p><strong>{many}</strong> " go for good, with documents, scores, comments and notes. Requirements of jobs stay. Whoever connects again reads the candidates anew."</p>
            <footer>
                <button type="button" class="button" on:click=move |_| asking.set(false)>"Keep them"</button>
                <button type="button" class="button danger solid" disabled=busy on:click=go>"Erase"</button>
            </footer>
        </Dialog>
    }
    .into_any()
}
