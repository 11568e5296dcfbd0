//! The score as a ring, drawn with SVG attributes only.

use leptos::prelude::*;

/// Length of the ring's line: 2π × 22.
const LINE: f64 = 138.230;

/// A score from 0 to 100 in a ring that fills with it.
#[component]
pub fn ScoreRing(
    /// The score; none draws an empty ring with a dash.
    score: Option<u8>,
    /// The lowest score of *Pre-Qualified*: decides the colour.
    threshold: u8,
) -> impl IntoView {
    let tone = match score {
        Some(score) if score >= threshold => "good",
        Some(_) => "part",
        None => "none",
    };
    let filled = LINE * f64::from(score.unwrap_or(0)) / 100.0;
    let label = score.map_or_else(
        || "No score".to_owned(),
        |score| format!("CLARA score {score} of 100"),
    );
    view! {
        <svg class=format!("ring {tone}") width="56" height="56" viewBox="0 0 56 56" role="img" aria-label=label>
            <circle class="ring-track" cx="28" cy="28" r="22" fill="none" stroke-width="5"></circle>
            {(filled > 0.0).then(|| view! {
                <circle class="ring-fill" cx="28" cy="28" r="22" fill="none" stroke-width="5" stroke-linecap="round"
                    stroke-dasharray=format!("{filled:.2} {LINE}") transform="rotate(-90 28 28)"></circle>
            })}
            <text x="28" y="28" text-anchor="middle" dominant-baseline="central">{score.map_or_else(|| "–".to_owned(), |score| score.to_string())}</text>
        </svg>
    }
}
