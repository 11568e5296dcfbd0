//! The top of *Jobs* for whoever is asked to decide: what waits for them.

use leptos::prelude::*;

use crate::{
    components::{Day, When},
    wire::shares::Waiting,
};

/// The list; nothing where nothing was shared with the member.
#[component]
pub fn WaitingReviews(
    /// The newest first.
    reviews: Vec<Waiting>,
) -> impl IntoView {
    (!reviews.is_empty()).then(|| {
        view! {
            <section class="waiting" aria-label="Shared with you">
                <h2>"Shared with you"</h2>
                <ul role="list">{reviews.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}

fn row(review: Waiting) -> impl IntoView {
    let href = format!("/review/{}", review.recipient);
    let (words, class) = match review.undecided {
        0 => ("Decided".to_owned(), "button"),
        1 => ("Decide on 1 candidate".to_owned(), "button primary"),
        many => (format!("Decide on {many} candidates"), "button primary"),
    };
    view! {
        <li>
            <div class="advanced-who">
                <p><strong>{review.job_title}</strong></p>
                <p class="dim small">{review.shared_by} " asked " <When at=review.at/>{review.due_at.map(|at| view! { " · decide by " <Day at=at/> })}</p>
            </div>
            // A page without the application around it.
            <a class=class href=href rel="external">{words}</a>
        </li>
    }
}
