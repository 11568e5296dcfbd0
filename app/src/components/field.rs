//! A control with its label above, and below it what helps or what is wrong.

use leptos::prelude::*;

/// A field. The control is its child: an `input`, a `textarea`, or a `select` in a [`Select`].
#[component]
pub fn Field(
    /// What is asked for.
    label: &'static str,
    /// What helps to answer.
    #[prop(optional)]
    hint: &'static str,
    /// What is wrong with the answer; read out when it appears.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// Takes the room that is left.
    #[prop(optional)]
    grow: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    view! {
        <label class="field" class:grow=grow class:is-wrong=move || problem.with(Option::is_some)>
            <span>{label}</span>
            {children()}
            {(!hint.is_empty()).then(|| view! { <small>{hint}</small> })}
            {move || problem.get().map(|words| view! { <small class="field-problem" role="alert">{words}</small> })}
        </label>
    }
    .into_any()
}

/// The frame of a `select`: its arrow.
#[component]
pub fn Select(
    /// The `select`.
    children: Children,
) -> impl IntoView {
    view! { <span class="select">{children()}<super::Icon name="fold"/></span> }
}
