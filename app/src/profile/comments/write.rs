//! The form for a new comment, an answer or other words. What was typed stays when saving fails.

use leptos::{prelude::*, task::spawn_local};

use super::{Talk, drafts::Send, words::Words};
use crate::components::{Toast, Toasts, key_name};

/// A form.
#[component]
pub fn Write(
    /// What it belongs to.
    talk: Talk,
    /// What it sends.
    sends: Send,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let saving = RwSignal::new(false);
    let is_new = sends == Send::New;
    let text = if is_new {
        talk.drafts.new
    } else {
        talk.drafts.words
    };
    let (label, action, id) = (sends.label(), sends.action(), sends.id());
    let sends = StoredValue::new(sends);
    let empty = move || text.with(|text| text.trim().is_empty());
    let close = move || talk.drafts.begin(None, String::new());
    let send = Callback::new(move |()| {
        if untrack(empty) || saving.get_untracked() {
            return;
        }
        saving.set(true);
        spawn_local(async move {
            let (sends, words) = (sends.get_value(), text.get_untracked().trim().to_owned());
            let failed = sends.failed();
            match sends.send(talk.application.get_value(), words).await {
                Ok(()) => {
                    if is_new {
                        text.set(String::new());
                    } else {
                        close();
                    }
                    talk.changed.run(());
                }
                Err(error) => toasts.show(Toast::bad(failed).detail(error.to_string())),
            }
            let _ = saving.try_set(false);
        });
    });
    view! {
        <form class="comment-form" on:submit=move |event| { event.prevent_default(); send.run(()); }>
            <Words label=label id=id text=text members=talk.members send=send/>
            <footer>
                <span class="dim small">"@ and a name tells that member · " {key_name("⌘ Enter", "Ctrl Enter")} " saves"</span>
                <span class="gap"></span>
                {(!is_new).then(|| view! { <button type="button" class="button quiet" on:click=move |_| close()>"Cancel"</button> })}
                <button type="submit" class="button primary" disabled=move || empty() || saving.get()>{move || if saving.get() { "Saving…" } else { action }}</button>
            </footer>
        </form>
    }
    .into_any()
}
