//! How a score is made up: its categories, the fit of the role, what missing must-haves took off.

use leptos::prelude::*;

use super::matches::category_name;
use crate::wire::profile::Score;
use screening::scoring::ROLE_FIT_SHARE;

/// The parts of a score.
#[component]
pub fn ScoreDetails(
    /// The score.
    score: Score,
) -> impl IntoView {
    let requirements = if score.role_fit.is_some() {
        1.0 - ROLE_FIT_SHARE
    } else {
        1.0
    };
    let rows = score.categories.iter().map(|part| {
        let counted = format!("{} of {} met", part.met, part.of);
        view! { <PartRow name=category_name(part.category).to_owned() detail=counted share=part.share * requirements strength=part.strength/> }
    }).collect_view();
    let role = score.role_fit.map(|fit| view! { <PartRow name="Fit of the role".to_owned() detail=score.closest.clone().map_or_else(|| "title against the candidate’s roles".to_owned(), |closest| format!("closest: {closest}")) share=ROLE_FIT_SHARE strength=fit/> });
    let cap = score.cap.map(|cap| {
        let missing = if cap.missing == 1 { "1 must-have is missing".to_owned() } else { format!("{} must-haves are missing", cap.missing) };
        view! {
            <p class="score-cap">
                {format!("{missing}: {} → {} points ({:.0} % taken off, at most {:.0} % with all of them missing).", cap.before, score.value, cap.taken * 100.0, cap.at_most * 100.0)}
            </p>
        }
    });
    view! {
        <details class="score-details" open>
            <summary><h3>"How the score is made up"</h3></summary>
            <table>
                <thead><tr><th scope="col">"Part"</th><th scope="col">"Share"</th><th scope="col">"Fulfilled"</th><th scope="col">"Points"</th></tr></thead>
                <tbody>{rows}{role}</tbody>
            </table>
            {cap}
            <p class="dim small">{format!("Score {} of 100. Pre-Qualified begins at {}.", score.value, score.threshold)}</p>
        </details>
    }
    .into_any()
}

/// One part: a bar drawn as SVG, so that no style is needed.
#[component]
fn PartRow(name: String, detail: String, share: f64, strength: f64) -> impl IntoView {
    let percent = |part: f64| format!("{:.0} %", part * 100.0);
    view! {
        <tr>
            <th scope="row">{name} <span class="dim small">{detail}</span></th>
            <td>{percent(share)}</td>
            <td>
                <svg class="bar" width="64" height="6" viewBox="0 0 64 6" aria-hidden="true">
                    <rect class="bar-track" width="64" height="6" rx="3"></rect>
                    <rect class="bar-fill" width=format!("{:.1}", strength.clamp(0.0, 1.0) * 64.0) height="6" rx="3"></rect>
                </svg>
                " " {percent(strength)}
            </td>
            <td>{format!("{:.0}", share * strength * 100.0)}</td>
        </tr>
    }
}
