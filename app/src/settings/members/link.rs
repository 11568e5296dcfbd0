//! The link of an invitation, to hand over by other means than mail.

use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    api::members::invitation_link,
    components::{Dialog, Toasts},
    wire::members::Invitation,
};

/// Button and dialog. The link is asked for when it is wanted.
#[component]
pub fn CopyLink(
    /// Whose.
    invitation: Invitation,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let open = RwSignal::new(false);
    let link = RwSignal::new(String::new());
    let field = NodeRef::<html::Input>::new();
    let title = Signal::stored(format!("Link for {}", invitation.email));
    let warning = format!(
        "Whoever opens it can join as {}, once. Hand it to this person alone.",
        invitation.role.label()
    );
    let show = move |_| {
        let id = invitation.id.clone();
        spawn_local(async move {
            match invitation_link(id).await {
                Ok(found) => {
                    link.set(found);
                    open.set(true);
                }
                Err(error) => toasts.bad(format!("{}. {error}", error.title())),
            }
        });
    };
    let copy = move |_| {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
        // Where a browser refuses, the link stands selected.
        let _ = window()
            .navigator()
            .clipboard()
            .write_text(&link.get_untracked());
        toasts.good("The link is copied.");
        open.set(false);
    };
    view! {
        <button type="button" class="button quiet" on:click=show>"Copy link"</button>
        <Dialog open=open title=title>
            <p>{warning}</p>
            <label class="field"><span>"Link"</span><input type="text" readonly node_ref=field prop:value=move || link.get()/></label>
            <footer>
                <button type="button" class="button" on:click=move |_| open.set(false)>"Close"</button>
                <button type="button" class="button primary" on:click=copy>"Copy"</button>
            </footer>
        </Dialog>
    }
    .into_any()
}
