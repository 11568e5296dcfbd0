//! All documents of an application: texts with highlights, files to download, and why one could not be read.

use leptos::prelude::*;

use super::{ProfileState, Spot, document::DocumentView, highlights::Span};
use crate::{
    components::{Icon, Rows, part_of},
    wire::{
        board::verdict_word,
        profile::{DocumentItem, RequirementMatch},
    },
};

/// The list, and the document in sight below it.
#[component]
pub fn Documents(
    /// The resume that counts first.
    documents: Memo<Vec<DocumentItem>>,
    /// Their evidence is highlighted.
    matches: Memo<Vec<RequirementMatch>>,
    /// The open profile.
    state: ProfileState,
) -> impl IntoView {
    let none = part_of(documents, Vec::is_empty);
    let first = part_of(documents, |documents| {
        let mut documents = documents.iter();
        let first = documents.find(|document| document.unreadable.is_none());
        first.map(|document| document.id.clone())
    });
    let shown = Memo::new(move |_| {
        state
            .spot
            .with(|spot| spot.as_ref().map(|spot| spot.document.clone()))
            .or_else(|| first.get())
    });
    let row = move |document: Memo<DocumentItem>| view! { <DocumentRow document=document shown=shown state=state/> };
    let text = move || {
        shown.get().map(|document| {
            let of = document.clone();
            let spans = part_of(matches, move |matches| spans(matches, &of));
            view! { <DocumentView document=document spans=spans spot=state.spot/> }
        })
    };
    let list = move || {
        if none.get() {
            return view! { <p class="dim">"This application came without documents."</p> }
                .into_any();
        }
        view! {
            <ul class="documents" role="list"><Rows all=documents key=|document: &DocumentItem| document.id.clone() children=row/></ul>
            {text}
        }
        .into_any()
    };
    list.into_any()
}

/// Where a document shows something.
fn spans(matches: &[RequirementMatch], document: &str) -> Vec<Span> {
    matches
        .iter()
        .flat_map(|item| {
            item.evidence
                .iter()
                .filter(|evidence| evidence.document == document)
                .map(|evidence| Span {
                    start: evidence.start,
                    end: evidence.end,
                    verdict: item.verdict,
                    shows: format!("{} ({})", item.text, verdict_word(item.verdict)),
                })
        })
        .collect()
}

#[component]
fn DocumentRow(
    document: Memo<DocumentItem>,
    shown: Memo<Option<String>>,
    state: ProfileState,
) -> impl IntoView {
    let id = StoredValue::new(document.with_untracked(|document| document.id.clone()));
    let current =
        Memo::new(move |_| shown.with(|shown| id.with_value(|id| shown.as_ref() == Some(id))));
    let show = move |_| {
        state.spot.set(Some(Spot {
            document: id.get_value(),
            start: None,
        }))
    };
    let inside = move || {
        let document = document.get();
        let name = if document.name.is_empty() {
            document.kind.clone()
        } else {
            document.name.clone()
        };
        let detail = match document.size {
            Some(size) => format!("{} · {}", document.kind, bytes(size)),
            None => document.kind.clone(),
        };
        view! {
            <Icon name="document"/>
            <div>
                {if document.unreadable.is_none() {
                    view! { <button type="button" class="button link" aria-pressed=move || current.get().to_string() on:click=show>{name.clone()}</button> }.into_any()
                } else {
                    view! { <span>{name.clone()}</span> }.into_any()
                }}
                <p class="dim small">{detail}</p>
                {document.unreadable.map(|why| view! { <p class="unreadable small">{why}</p> })}
            </div>
            {document.download.then(|| view! {
                <a class="button quiet icon-only" href=format!("/documents/{}", document.id) rel="external" download aria-label=format!("Download {name}") title="Download"><Icon name="download"/></a>
            })}
        }
    };
    view! { <li class="document" class:is-shown=current>{inside}</li> }
}

#[expect(clippy::cast_precision_loss, reason = "one digit is shown")]
fn bytes(size: u64) -> String {
    match size {
        0..1_000 => format!("{size} B"),
        1_000..1_000_000 => format!("{} KB", size / 1_000),
        _ => format!("{:.1} MB", size as f64 / 1e6),
    }
}
