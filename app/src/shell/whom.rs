//! Whom to ask for what one may not do oneself.

use leptos::prelude::*;

use crate::{
    api::json::Resource, components::Awaiting, error::ClaraError, wire::session::Surroundings,
};

/// The names of those who may, inside a sentence.
#[component]
pub fn WhomToAsk() -> impl IntoView {
    let around = expect_context::<Resource<Result<Surroundings, ClaraError>>>();
    // An element of its own: a browser that takes over would find one text where three were written.
    let whom = move || {
        Suspend::new(async move {
            let whom = around.await.unwrap_or_default().whom_to_ask();
            view! { <span>{whom}</span> }.into_any()
        })
    };
    view! { <Awaiting>{whom}</Awaiting> }
}
