//! Scores and verdicts in a few characters.

use leptos::prelude::*;
use screening::model::Verdict;

use crate::wire::board::{CardState, verdict_word};

/// The class that colours a verdict.
pub const fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "good",
        Verdict::Partly => "part",
        Verdict::NotMet => "bad",
        Verdict::NoEvidence => "none",
    }
}

/// The sign of a verdict; never alone, always with its word or label.
pub const fn verdict_sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "✓",
        Verdict::Partly => "~",
        Verdict::NotMet => "✗",
        Verdict::NoEvidence => "○",
    }
}

/// A label with its verdict, on a card.
#[component]
pub fn VerdictMark(
    /// What was asked.
    label: String,
    /// How it was answered.
    verdict: Verdict,
) -> impl IntoView {
    let title = format!("{label}: {}", verdict_word(verdict));
    view! {
        <span class=format!("mark {}", verdict_class(verdict)) title=title>
            <span aria-hidden="true">{verdict_sign(verdict)}</span>
            <span class="visually-hidden">{verdict_word(verdict)} ": "</span>
            <span class="mark-label">{label}</span>
        </span>
    }
}

/// A score, or what stands in its place.
#[component]
pub fn ScoreBadge(
    /// 0–100, where there is one.
    score: Option<u8>,
    /// Scored, on its way, or not readable.
    state: CardState,
) -> impl IntoView {
    match (score, state) {
        (Some(score), CardState::Scored) => view! { <span class="score"><span class="visually-hidden">"Score "</span>{score}</span> }.into_any(),
        (_, CardState::Scoring) => view! { <span class="score pending" title="scoring…"><i></i><i></i><i></i><span class="visually-hidden">"scoring…"</span></span> }.into_any(),
        _ => view! { <span class="score none" title="No score"><span aria-hidden="true">"–"</span><span class="visually-hidden">"No score"</span></span> }.into_any(),
    }
}
