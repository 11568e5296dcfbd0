//! *Comments*: what members write to each other about an application; never sent to the ATS.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::profile::{add_comment, list_comments},
    components::{Avatar, Failure, Field, Loading, Toast, Toasts, When},
    shell::{Live, session},
    wire::{live::Kind, profile::Comment},
};

/// List and form.
#[component]
pub fn Comments(
    /// Whose.
    application: String,
    /// What is being written.
    draft: RwSignal<String>,
) -> impl IntoView {
    let of = StoredValue::new(application);
    let all = LocalResource::new(move || list_comments(of.get_value()));
    expect_context::<Live>().listen(move |event| {
        if event.kind == Kind::Comment
            && event
                .application
                .is_some_and(|about| of.with_value(|of| *of == about))
        {
            all.refetch();
        }
    });
    let may = session().is_some_and(|session| session.can.comment);
    view! {
        <section class="comments">
            <p class="dim small">"Only members of your organization read this; it is never sent to the applicant tracking system."</p>
            <Transition fallback=|| view! { <Loading label="Loading comments"/> }>
                {move || Suspend::new(async move {
                    match all.await {
                        Ok(all) if all.is_empty() => view! { <p class="dim">"No comments yet."</p> }.into_any(),
                        Ok(all) => view! { <ol role="list">{all.into_iter().map(row).collect_view()}</ol> }.into_any(),
                        Err(error) => view! { <Failure error=error retry=Callback::new(move |()| all.refetch())/> }.into_any(),
                    }
                })}
            </Transition>
            {may.then(|| view! { <Write application=of text=draft added=Callback::new(move |()| all.refetch())/> })}
        </section>
    }
    .into_any()
}

fn row(comment: Comment) -> impl IntoView {
    view! {
        <li class="comment">
            <Avatar name=comment.author.clone()/>
            <div>
                <p class="comment-head"><strong>{comment.author}</strong> <span class="dim small"><When at=comment.at/></span></p>
                <p class="comment-text">{comment.text}</p>
            </div>
        </li>
    }
}

/// The form. What was typed stays when saving fails.
#[component]
fn Write(
    application: StoredValue<String>,
    text: RwSignal<String>,
    added: Callback<()>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let saving = RwSignal::new(false);
    let empty = move || text.with(|text| text.trim().is_empty());
    let send = move || {
        if empty() || saving.get_untracked() {
            return;
        }
        saving.set(true);
        spawn_local(async move {
            match add_comment(
                application.get_value(),
                text.get_untracked().trim().to_owned(),
            )
            .await
            {
                Ok(()) => {
                    text.set(String::new());
                    added.run(());
                }
                Err(error) => toasts.show(
                    Toast::bad("Comment not saved; your text is still here").detail(error.title()),
                ),
            }
            saving.set(false);
        });
    };
    let keyed = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            send();
        }
    };
    view! {
        <form class="comment-form" on:submit=move |event| { event.prevent_default(); send(); }>
            <Field label="Write a comment">
                <textarea rows="3" maxlength="5000" prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event)) on:keydown=keyed></textarea>
            </Field>
            <footer>
                <span class="dim small">"@ and a name tells that member · Ctrl Enter saves"</span>
                <button type="submit" class="button primary" disabled=move || empty() || saving.get()>{move || if saving.get() { "Saving…" } else { "Comment" }}</button>
            </footer>
        </form>
    }
    .into_any()
}
