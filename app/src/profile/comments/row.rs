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
    components::{Avatar, When},
    wire::comments::Comment,
};

/// A comment, or what is left of one.
#[component]
pub fn Row(
    /// The comment.
    comment: Comment,
    /// The first comment of its thread: what an answer goes to.
    thread: StoredValue<String>,
    /// What it belongs to.
    talk: Talk,
) -> impl IntoView {
    if let Some(who) = comment.deleted_by {
        return view! { <p class="comment comment-gone dim">"A comment was deleted by " {who} "."</p> }
            .into_any();
    }
    let words = StoredValue::new(comment.text.clone());
    let id = StoredValue::new(comment.id.clone());
    let changing = move || {
        let doing = talk.drafts.doing.get();
        doing.is_some_and(
            |doing| matches!(doing, Doing::Edit(other) if id.with_value(|id| *id == other)),
        )
    };
    let can = Can {
        change: comment.mine,
        delete: comment.deletable,
        show: comment.showable.then_some(comment.shown),
    };
    view! {
        <article class="comment">
            <Avatar name=comment.author.clone()/>
            <div>
                <div class="comment-head"><strong>{comment.author}</strong> <span class="dim small"><When at=comment.at/></span>{comment.shown.then(|| view! { <span class="badge">"Shown to hiring managers"</span> })}</div>
                {move || if changing() {
                    view! { <Write talk=talk sends=Send::Edit(id.get_value())/> }.into_any()
                } else {
                    view! {
                        <p class="comment-text">{words.get_value()}</p>
                        {talk.may.then(|| view! { <Actions id=id words=words thread=thread can=can talk=talk/> })}
                    }.into_any()
                }}
                {comment.edited_at.map(|at| view! { <Earlier id=id at=at/> })}
            </div>
        </article>
    }
    .into_any()
}

/// What the member may do with a comment.
#[derive(Clone, Copy)]
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
    words: StoredValue<String>,
    thread: StoredValue<String>,
    can: Can,
    talk: Talk,
) -> impl IntoView {
    let reply = move |_| begin(talk, Doing::Reply(thread.get_value()), String::new());
    let edit = move |_| begin(talk, Doing::Edit(id.get_value()), words.get_value());
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
