//! All documents of an application: texts with highlights, files to download, and why one could not be read.

use leptos::prelude::*;

use super::{ProfileState, Spot, document::DocumentView, highlights::Span};
use crate::{
    components::Icon,
    wire::{
        board::verdict_word,
        profile::{DocumentItem, RequirementMatch},
    },
};

/// The list, and the document in sight below it.
#[component]
pub fn Documents(
    /// The resume that counts first.
    documents: Vec<DocumentItem>,
    /// Their evidence is highlighted.
    matches: Vec<RequirementMatch>,
    /// The open profile.
    state: ProfileState,
) -> impl IntoView {
    if documents.is_empty() {
        return view! { <p class="dim">"This application came without documents."</p> }.into_any();
    }
    let first = documents
        .iter()
        .find(|document| document.unreadable.is_none())
        .map(|document| document.id.clone());
    let shown = Memo::new(move |_| {
        state
            .spot
            .with(|spot| spot.as_ref().map(|spot| spot.document.clone()))
            .or_else(|| first.clone())
    });
    let spans = StoredValue::new(matches);
    let spans_of = move |document: &str| {
        spans.with_value(|matches| {
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
                .collect::<Vec<_>>()
        })
    };
    let rows = documents
        .into_iter()
        .map(|document| view! { <DocumentRow document=document shown=shown state=state/> })
        .collect_view();
    view! {
        <ul class="documents" role="list">{rows}</ul>
        {move || shown.get().map(|document| {
            let spans = spans_of(&document);
            view! { <DocumentView document=document spans=spans spot=state.spot/> }
        })}
    }
    .into_any()
}

#[component]
fn DocumentRow(
    document: DocumentItem,
    shown: Memo<Option<String>>,
    state: ProfileState,
) -> impl IntoView {
    let id = StoredValue::new(document.id.clone());
    let current =
        Memo::new(move |_| shown.with(|shown| id.with_value(|id| shown.as_ref() == Some(id))));
    let name = if document.name.is_empty() {
        document.kind.clone()
    } else {
        document.name.clone()
    };
    let detail = match document.size {
        Some(size) => format!("{} · {}", document.kind, bytes(size)),
        None => document.kind.clone(),
    };
    let show = move |_| {
        state.spot.set(Some(Spot {
            document: id.get_value(),
            start: None,
        }))
    };
    view! {
        <li class="document" class:is-shown=current>
            <Icon name="document"/>
            <div>
                {if document.unreadable.is_none() {
                    view! { <button type="button" class="button link" aria-pressed=move || current.get().to_string() on:click=show>{name.clone()}</button> }.into_any()
                } else {
                    view! { <span>{name.clone()}</span> }.into_any()
                }}
                <p class="dim small">{detail}</p>
                {document.unreadable.clone().map(|why| view! { <p class="unreadable small">{why}</p> })}
            </div>
            {document.download.then(|| view! {
                <a class="button quiet icon-only" href=format!("/documents/{}", document.id) rel="external" download aria-label=format!("Download {name}") title="Download"><Icon name="download"/></a>
            })}
        </li>
    }
}

#[expect(clippy::cast_precision_loss, reason = "one digit is shown")]
fn bytes(size: u64) -> String {
    match size {
        0..1_000 => format!("{size} B"),
        1_000..1_000_000 => format!("{} KB", size / 1_000),
        _ => format!("{:.1} MB", size as f64 / 1e6),
    }
}
