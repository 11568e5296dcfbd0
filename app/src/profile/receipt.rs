//! What went into a score, so that it can be computed again.

use leptos::prelude::*;

use crate::{components::When, wire::profile::Receipt};

/// The receipt.
#[component]
pub fn ReceiptDetails(
    /// What went in.
    receipt: Receipt,
) -> impl IntoView {
    view! {
        <details class="receipt">
            <summary><h3>"Receipt"</h3></summary>
            <dl>
                <div><dt>"Engine"</dt><dd>{receipt.engine}</dd></div>
                <div><dt>"Requirements"</dt><dd>"version " {receipt.requirement_set}</dd></div>
                <div><dt>"Requirements’ hash"</dt><dd><code title="SHA-256 of the requirements">{receipt.requirement_set_hash}</code></dd></div>
                <div><dt>"“Present” means"</dt><dd>{receipt.as_of}</dd></div>
                {receipt.scored_at.map(|at| view! { <div><dt>"Scored"</dt><dd><When at=at/></dd></div> })}
                {receipt.documents.into_iter().map(|(name, hash)| view! { <div><dt>{name}</dt><dd><code title="SHA-256 of the text that was read">{hash}</code></dd></div> }).collect_view()}
            </dl>
        </details>
    }
}
