//! A document's visible text with all evidence highlighted, scrolled to the passage that was asked for.

use leptos::{html, prelude::*};

use super::{
    Spot,
    highlights::{Piece, Span, pieces},
};
use crate::{
    api::profile::read_document,
    components::{Failure, Loading, verdict_class},
};

/// A document's text.
#[component]
pub fn DocumentView(
    /// Its id.
    document: String,
    /// Evidence in it.
    spans: Memo<Vec<Span>>,
    /// The passage that was asked for.
    spot: RwSignal<Option<Spot>>,
) -> impl IntoView {
    let id = StoredValue::new(document.clone());
    let text = LocalResource::new(move || read_document(id.get_value()));
    let paper = NodeRef::<html::Div>::new();
    // Once the text is there, and whenever another passage is asked for.
    Effect::new(move || {
        let wanted = spot
            .get()
            .filter(|spot| spot.document == document)
            .and_then(|spot| spot.start);
        if let (Some(start), Some(_), Some(paper)) = (wanted, text.get(), paper.get()) {
            request_animation_frame(move || {
                if let Ok(Some(mark)) = paper.query_selector(&format!("[data-start=\"{start}\"]")) {
                    let options = web_sys::ScrollIntoViewOptions::new();
                    options.set_block(web_sys::ScrollLogicalPosition::Center);
                    mark.scroll_into_view_with_scroll_into_view_options(&options);
                    let _ = mark.class_list().add_1("is-spot");
                }
            });
        }
    });
    view! {
        <div class="paper" node_ref=paper tabindex="0" role="group" aria-label="Text of the document">
            <Suspense fallback=|| view! { <Loading label="Loading the document"/> }>
                {move || Suspend::new(async move {
                    match text.await {
                        Ok(text) => (move || pieces(&text.text, spans.get()).into_iter().map(piece).collect_view()).into_any(),
                        Err(error) => view! { <Failure error=error retry=Callback::new(move |()| text.refetch())/> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

fn piece(piece: Piece) -> AnyView {
    match piece {
        Piece::Plain(text) => text.into_any(),
        Piece::Marked { start, text, verdict, shows } => view! { <mark class=verdict_class(verdict) data-start=start.to_string() title=shows>{text}</mark> }.into_any(),
        Piece::Page(page) => view! { <span class="page-break" role="separator">"Page " {page}</span> }.into_any(),
    }
}
