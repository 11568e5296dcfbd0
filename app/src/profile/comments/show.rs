//! Shows a comment to the hiring managers with whom the candidate is shared, or hides it from them again.

use leptos::{prelude::*, task::spawn_local};

use super::Talk;
use crate::{
    api::comments::show_comment,
    components::{Toast, Toasts},
};

/// The action.
#[component]
pub fn ShowToManagers(
    /// The comment.
    id: StoredValue<String>,
    /// Whether hiring managers see it.
    shown: bool,
    /// What it belongs to.
    talk: Talk,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let busy = RwSignal::new(false);
    let go = move |_| {
        busy.set(true);
        spawn_local(async move {
            match show_comment(id.get_value(), !shown).await {
                Ok(()) => {
                    talk.changed.run(());
                    toasts.good(if shown {
                        "Hidden: hiring managers no longer see this comment"
                    } else {
                        "Shown: hiring managers with whom this candidate is shared see this comment"
                    });
                }
                Err(error) => {
                    toasts.show(Toast::bad("The comment stays as it was").detail(error.to_string()))
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let words = if shown {
        "Hide from hiring managers"
    } else {
        "Show to hiring managers"
    };
    view! { <button type="button" class="comment-action" disabled=move || busy.get() on:click=go>{words}</button> }
        .into_any()
}
