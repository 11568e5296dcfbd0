//! Asks before a comment is deleted: its words cannot be had back.

use leptos::{prelude::*, task::spawn_local};

use super::Talk;
use crate::{
    api::comments::delete_comment,
    components::{Dialog, Toast, Toasts},
};

/// The dialog.
#[component]
pub fn AskDelete(
    /// What it belongs to.
    talk: Talk,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let busy = RwSignal::new(false);
    let open = RwSignal::new(false);
    Effect::new(move || open.set(talk.drafts.deleting.with(Option::is_some)));
    let close = move || talk.drafts.deleting.set(None);
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            close();
        }
        is_open
    });
    let go = move |_| {
        let Some(comment) = talk.drafts.deleting.get_untracked() else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            match delete_comment(comment).await {
                Ok(()) => {
                    close();
                    talk.changed.run(());
                    toasts.good("Comment deleted");
                }
                Err(error) => {
                    toasts.show(Toast::bad("Comment not deleted").detail(error.to_string()))
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <Dialog open=open title="Delete this comment?">
            <p>"Its words are gone for good, for everybody, with every earlier wording. If it has replies, a line stays that says who deleted it."</p>
            <footer>
                <button type="button" class="button" on:click=move |_| close()>"Cancel"</button>
                <button type="button" class="button danger solid" disabled=move || busy.get() on:click=go>"Delete"</button>
            </footer>
        </Dialog>
    }
    .into_any()
}
