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
    components::{Latest, Loading, Rows, part_of},
    shell::{Live, session},
    wire::{
        comments::{Comment, Thread, threads},
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
    // No resource: what was loaded stays when another tab was looked at.
    let load = move || {
        spawn_local(async move {
            let Some(of) = of.try_get_value() else { return };
            let all = list_comments(of.clone()).await;
            let _ = drafts.loaded.try_set(Some((of, all)));
        })
    };
    Effect::new(load);
    expect_context::<Live>().listen(move |event| {
        // A hiring manager hears of comments by their card alone.
        if matches!(event.kind, Kind::Card | Kind::Comment)
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
    let team = session().is_some_and(|session| session.can.share);
    let who_reads = if team {
        "The recruiting team reads this. Hiring managers read only what is marked as shown to them, and what they wrote; nothing is sent to the applicant tracking system."
    } else {
        "You read what you wrote and what the recruiting team shows you. The team reads all of it."
    };
    let loaded = Memo::new(move |_| {
        let (about, all) = drafts.loaded.get()?;
        of.with_value(|of| *of == about).then_some(all)
    });
    let waits = part_of(loaded, Option::is_none);
    view! {
        <section class="comments">
            <p class="dim small">{who_reads}</p>
            {move || waits.get().then(|| view! { <Loading label="Loading comments"/> })}
            <Latest loaded=loaded again=talk.changed children={move |all: Memo<Vec<Comment>>| view! { <Threads all=all talk=talk/> }}/>
            {talk.may.then(|| view! { <Write talk=talk sends=Send::New/> })}
            <AskDelete talk=talk/>
        </section>
    }
    .into_any()
}

/// All comments.
#[component]
fn Threads(all: Memo<Vec<Comment>>, talk: Talk) -> impl IntoView {
    let none = part_of(all, Vec::is_empty);
    let threads = part_of(all, |all| threads(all.clone()));
    let list = move || {
        if none.get() {
            return view! { <p class="dim">"No comments yet."</p> }.into_any();
        }
        view! {
            <ol role="list" class="threads"><Rows all=threads key=|thread: &Thread| thread.first.id.clone() children={move |thread: Memo<Thread>| view! { <OneThread thread=thread talk=talk/> }}/></ol>
        }
        .into_any()
    };
    list.into_any()
}

/// A comment, its answers below it, and the form for one more.
#[component]
fn OneThread(thread: Memo<Thread>, talk: Talk) -> impl IntoView {
    let id = StoredValue::new(thread.with_untracked(|thread| thread.first.id.clone()));
    let first = part_of(thread, |thread| thread.first.clone());
    let answers = part_of(thread, |thread| thread.answers.clone());
    let answered = part_of(answers, |answers| !answers.is_empty());
    let answering = Memo::new(move |_| {
        let doing = talk.drafts.doing.get();
        doing
            .is_some_and(|doing| matches!(doing, Doing::Reply(to) if id.with_value(|id| *id == to)))
    });
    let row =
        move |answer: Memo<Comment>| view! { <li><Row comment=answer thread=id talk=talk/></li> };
    view! {
        <li class="thread">
            <Row comment=first thread=id talk=talk/>
            {move || answered.get().then(|| view! { <ol role="list" class="replies" aria-label="Replies"><Rows all=answers key=|answer: &Comment| answer.id.clone() children=row/></ol> })}
            {move || answering.get().then(|| view! { <div class="replies"><Write talk=talk sends=Send::Reply(id.get_value())/></div> })}
        </li>
    }
    .into_any()
}
