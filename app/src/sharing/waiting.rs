//! The top of *Jobs* for whoever is asked to decide: what waits for them.

use leptos::prelude::*;

use crate::{
    components::{Day, Rows, When, part_of},
    wire::shares::Waiting,
};

/// The list; nothing where nothing was shared with the member.
#[component]
pub fn WaitingReviews(
    /// The newest first.
    reviews: Memo<Vec<Waiting>>,
) -> impl IntoView {
    let any = part_of(reviews, |reviews| !reviews.is_empty());
    move || {
        any.get().then(|| view! {
            <section class="waiting" aria-label="Shared with you">
                <h2>"Shared with you"</h2>
                <ul role="list"><Rows all=reviews key=|review: &Waiting| review.recipient.clone() children={|review: Memo<Waiting>| view! { <li>{move || inside(review.get())}</li> }}/></ul>
            </section>
        })
    }
}

fn inside(review: Waiting) -> impl IntoView {
    let href = format!("/review/{}", review.recipient);
    let (words, class) = match review.undecided {
        0 => ("Decided".to_owned(), "button"),
        1 => ("Decide on 1 candidate".to_owned(), "button primary"),
        many => (format!("Decide on {many} candidates"), "button primary"),
    };
    view! {
        <div class="advanced-who">
            <p><strong>{review.job_title}</strong></p>
            <p class="dim small">{review.shared_by} " asked " <When at=review.at/>{review.due_at.map(|at| view! { " · decide by " <Day at=at/> })}</p>
        </div>
        // A page without the application around it.
        <a class=class href=href rel="external">{words}</a>
    }
}
