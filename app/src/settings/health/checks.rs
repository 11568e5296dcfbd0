//! Everything that was looked at, one line each.

use leptos::prelude::*;

use crate::wire::health::{Check, Level};

/// The list.
#[component]
pub fn Checks(checks: Vec<Check>) -> impl IntoView {
    view! { <ul class="checks panel" role="list" aria-label="Checks">{checks.into_iter().map(row).collect_view()}</ul> }
        .into_any()
}

fn row(check: Check) -> impl IntoView {
    let sign = match check.level {
        Level::Green => "✓",
        Level::Amber => "!",
        Level::Red => "✗",
    };
    let link = (check.code == "failed_work" && check.level != Level::Green)
        .then(|| view! { <a href="/settings/failed-work">"See Failed work"</a> });
    let remedy = check.remedy.filter(|_| link.is_none());
    view! {
        <li class=format!("check {}", check.level.class()) data-check=check.code.clone()>
            <span class="check-sign" aria-hidden="true">{sign}</span>
            <strong>{check.name}<span class="visually-hidden">": " {check.level.word()}</span></strong>
            <div>
                <p>{check.words}</p>
                {remedy.map(|remedy| view! { <p class="remedy">{remedy}</p> })}
                {link}
            </div>
        </li>
    }
}
