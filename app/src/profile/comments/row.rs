//! A comment: who, when, the words, and what can be done with it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{
    Talk,
    drafts::{Doing, OTHER, Send},
    earlier::Earlier,
    show::ShowToManagers,
    write::Write,
};
use crate::{
    components::{Avatar, When, part_of},
    wire::comments::Comment,
};

/// A comment, or what is left of one.
#[component]
pub fn Row(
    /// The comment.
    comment: Memo<Comment>,
    /// The first comment of its thread: what an answer goes to.
    thread: StoredValue<String>,
    /// What it belongs to.
    talk: Talk,
) -> impl IntoView {
    let (id, author, at) =
        comment.with_untracked(|comment| (comment.id.clone(), comment.author.clone(), comment.at));
    let (id, author) = (StoredValue::new(id), StoredValue::new(author));
    let words = part_of(comment, |comment| comment.text.clone());
    let deleted_by = part_of(comment, |comment| comment.deleted_by.clone());
    let edited_at = part_of(comment, |comment| comment.edited_at);
    let shown = part_of(comment, |comment| comment.shown);
    let can = part_of(comment, |comment| Can {
        change: comment.mine,
        delete: comment.deletable,
        show: comment.showable.then_some(comment.shown),
    });
    let changing = Memo::new(move |_| {
        let doing = talk.drafts.doing.get();
        doing.is_some_and(
            |doing| matches!(doing, Doing::Edit(other) if id.with_value(|id| *id == other)),
        )
    });
    let inside = move || {
        if changing.get() {
            return view! { <Write talk=talk sends=Send::Edit(id.get_value())/> }.into_any();
        }
        view! {
            <p class="comment-text">{move || words.get()}</p>
            {move || talk.may.then(|| view! { <Actions id=id words=words thread=thread can=can.get() talk=talk/> })}
        }
        .into_any()
    };
    let all = move || {
        if let Some(who) = deleted_by.get() {
            return view! { <p class="comment comment-gone dim">"A comment was deleted by " {who} "."</p> }.into_any();
        }
        view! {
            <article class="comment">
                <Avatar name=author.get_value()/>
                <div>
                    <div class="comment-head"><strong>{author.get_value()}</strong> <span class="dim small"><When at=at/></span>{move || shown.get().then(|| view! { <span class="badge">"Shown to hiring managers"</span> })}</div>
                    {inside}
                    {move || edited_at.get().map(|at| view! { <Earlier id=id at=at/> })}
                </div>
            </article>
        }
        .into_any()
    };
    all.into_any()
}

/// What the member may do with a comment.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Can {
    change: bool,
    delete: bool,
    /// Show it to hiring managers or hide it from them; whether these see it.
    show: Option<bool>,
}

/// Answer, change, show, delete.
#[component]
fn Actions(
    id: StoredValue<String>,
    words: Memo<String>,
    thread: StoredValue<String>,
    can: Can,
    talk: Talk,
) -> impl IntoView {
    let reply = move |_| begin(talk, Doing::Reply(thread.get_value()), String::new());
    let edit = move |_| begin(talk, Doing::Edit(id.get_value()), words.get_untracked());
    let delete = move |_| talk.drafts.deleting.set(Some(id.get_value()));
    view! {
        <div class="comment-actions">
            <button type="button" class="comment-action" on:click=reply>"Reply"</button>
            {can.change.then(|| view! { <button type="button" class="comment-action" on:click=edit>"Edit"</button> })}
            {can.show.map(|shown| view! { <ShowToManagers id=id shown=shown talk=talk/> })}
            {can.delete.then(|| view! { <button type="button" class="comment-action" on:click=delete>"Delete"</button> })}
        </div>
    }
    .into_any()
}

/// Opens the second form and goes there. What stands in it for the same purpose stays.
fn begin(talk: Talk, doing: Doing, words: String) {
    if talk.drafts.doing.get_untracked().as_ref() != Some(&doing) {
        talk.drafts.begin(Some(doing), words);
    }
    request_animation_frame(move || {
        let field = document()
            .get_element_by_id(OTHER)
            .and_then(|field| field.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
        if let Some(field) = field {
            let _ = field.focus();
            let end = field.value().encode_utf16().count();
            let end = u32::try_from(end).unwrap_or(u32::MAX);
            let _ = field.set_selection_range(end, end);
        }
    });
}
