//! The page as a hiring manager will see it: the review's own, made by the server on the terms that are chosen, in a frame in which nothing can be done.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

use super::draft::Draft;
use crate::{
    api::shares::preview_share,
    components::{Failure, Loading},
    wire::shares::NewShare,
};

/// How long somebody must rest from changing things before the page is made anew.
const REST: Duration = Duration::from_millis(300);

/// One page of a share that is not sent yet.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    share: NewShare,
    /// Which of the candidates; none: the list.
    at: Option<usize>,
}

/// The page of the first chosen candidate, with the way to the others and to their list.
#[component]
pub fn PagePreview(
    /// What is being put together.
    draft: Draft,
    /// The job.
    job: StoredValue<String>,
) -> impl IntoView {
    let many = Memo::new(move |_| draft.candidates().len());
    let at = RwSignal::new(Some(0_usize));
    // Whoever was looked at may be chosen no more.
    let shown = Memo::new(move |_| at.get().map(|at| at.min(many.get().saturating_sub(1))));
    let asked = Memo::new(move |_| {
        let at = shown.get();
        let mut share = draft.share(job.get_value());
        // What a page does not show makes it no other.
        share.to.clear();
        if at.is_some() {
            share.message.clear();
        }
        Asked { share, at }
    });
    view! {
        <Show when=move || many.get() != 0 fallback=|| view! { <p class="dim share-page-empty">"Choose a candidate to see their page."</p> }>
            <div class="share-page">
                <div class="share-pager" role="group" aria-label="Page">
                    <button type="button" class="button icon-only" aria-label="The page before" disabled=move || shown.get().is_none() on:click=move |_| at.set(shown.get_untracked().and_then(|at| at.checked_sub(1)))>"‹"</button>
                    <span aria-live="polite">{move || place(shown.get(), many.get())}</span>
                    <button type="button" class="button icon-only" aria-label="The next page" disabled=move || shown.get().is_some_and(|at| at + 1 >= many.get()) on:click=move |_| at.set(Some(shown.get_untracked().map_or(0, |at| at + 1)))>"›"</button>
                </div>
                <Phone asked=asked/>
                <p class="dim small">"As they see it before they decide. Nothing was sent, and nothing can be pressed in here."</p>
            </div>
        </Show>
    }
    .into_any()
}

/// Which page is in sight.
fn place(at: Option<usize>, many: usize) -> String {
    match at {
        None => "All candidates".to_owned(),
        Some(at) => format!("Candidate {} of {many}", at + 1),
    }
}

/// The page, as narrow as on a telephone. Without script, form and address in it the frame can do nothing; it may only load our stylesheet.
#[component]
fn Phone(asked: Memo<Asked>) -> impl IntoView {
    let settled = RwSignal::new(asked.get_untracked());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |before: Option<Option<usize>>| {
        let asked = asked.get();
        let at = asked.at;
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        if before == Some(at) {
            // The preview may be closed meanwhile.
            let settle = move || drop(settled.try_set(asked));
            timer.set_value(set_timeout_with_handle(settle, REST).ok());
        } else if before.is_some() {
            settled.set(asked);
        }
        at
    });
    let page = LocalResource::new(move || {
        let Asked { share, at } = settled.get();
        preview_share(share, at)
    });
    view! {
        <Transition fallback=|| view! { <Loading label="Loading the page"/> }>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(html) => view! { <iframe class="share-phone" title="The page as a hiring manager sees it" sandbox="allow-same-origin" srcdoc=html></iframe> }.into_any(),
                    Err(error) => view! { <Failure error=error retry=Callback::new(move |()| page.refetch())/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}
