//! *Comments*: what members write to each other about an application; never sent to the ATS.

mod delete;
mod drafts;
mod earlier;
mod members;
mod mention;
mod row;
mod show;
mod words;
mod write;

use leptos::{prelude::*, task::spawn_local};

use delete::AskDelete;
pub use drafts::Drafts;
use drafts::{Doing, Send};
use members::Members;
use row::Row;
use write::Write;

use crate::{
    api::comments::list_comments,
    components::{Failure, Loading},
    shell::{Live, session},
    wire::{
        comments::{Thread, threads},
        live::Kind,
    },
};

/// What the parts of *Comments* share.
#[derive(Clone, Copy)]
struct Talk {
    /// Whose.
    application: StoredValue<String>,
    /// What is being written.
    drafts: Drafts,
    /// Who can be mentioned.
    members: Members,
    /// Whether the member may write.
    may: bool,
    /// Loads the comments again.
    changed: Callback<()>,
}

/// Threads and form.
#[component]
pub fn Comments(
    /// Whose.
    application: String,
    /// What is being written.
    drafts: Drafts,
) -> impl IntoView {
    let of = StoredValue::new(application);
    // No resource: it would begin anew whenever the profile is loaded again, and take away the form that somebody is writing in.
    let load = move || {
        spawn_local(async move {
            let Some(of) = of.try_get_value() else { return };
            let all = list_comments(of.clone()).await;
            let _ = drafts.loaded.try_set(Some((of, all)));
        })
    };
    Effect::new(load);
    expect_context::<Live>().listen(move |event| {
        if event.kind == Kind::Comment
            && event
                .application
                .is_some_and(|about| of.with_value(|of| *of == about))
        {
            load();
        }
    });
    let talk = Talk {
        application: of,
        drafts,
        members: Members::of(of),
        may: session().is_some_and(|session| session.can.comment),
        changed: Callback::new(move |()| load()),
    };
    let all = move || {
        let loaded = drafts.loaded.get()?;
        of.with_value(|of| *of == loaded.0).then_some(loaded.1)
    };
    view! {
        <section class="comments">
            <p class="dim small">"Members of your organization read this. Hiring managers with a link read only what is marked as shown to them; nothing is sent to the applicant tracking system."</p>
            {move || match all() {
                None => view! { <Loading label="Loading comments"/> }.into_any(),
                Some(Ok(all)) if all.is_empty() => view! { <p class="dim">"No comments yet."</p> }.into_any(),
                Some(Ok(all)) => view! { <ol role="list" class="threads">{threads(all).into_iter().map(|thread| draw(thread, talk)).collect_view()}</ol> }.into_any(),
                Some(Err(error)) => view! { <Failure error=error retry=talk.changed/> }.into_any(),
            }}
            {talk.may.then(|| view! { <Write talk=talk sends=Send::New/> })}
            <AskDelete talk=talk/>
        </section>
    }
    .into_any()
}

/// A comment, its answers below it, and the form for one more.
fn draw(thread: Thread, talk: Talk) -> impl IntoView {
    let id = StoredValue::new(thread.first.id.clone());
    let answered = !thread.answers.is_empty();
    let answering = move || {
        let doing = talk.drafts.doing.get();
        doing
            .is_some_and(|doing| matches!(doing, Doing::Reply(to) if id.with_value(|id| *id == to)))
    };
    let answers = thread.answers.into_iter();
    let answers = answers
        .map(|answer| view! { <li><Row comment=answer thread=id talk=talk/></li> })
        .collect_view();
    view! {
        <li class="thread">
            <Row comment=thread.first thread=id talk=talk/>
            {answered.then(|| view! { <ol role="list" class="replies" aria-label="Replies">{answers}</ol> })}
            {move || answering().then(|| view! { <div class="replies"><Write talk=talk sends=Send::Reply(id.get_value())/></div> })}
        </li>
    }
}
