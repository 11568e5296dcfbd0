//! The way to *Failed work*.

use leptos::prelude::*;

use crate::{
    api::json::Resource,
    error::ClaraError,
    settings::alert_link::AlertLink,
    shell::Live,
    wire::{live::Kind, session::Surroundings},
};

/// An entry of the navigation.
#[component]
pub fn FailedWorkLink() -> impl IntoView {
    let surroundings = expect_context::<Resource<Result<Surroundings, ClaraError>>>();
    expect_context::<Live>().listen(move |event| {
        if event.kind == Kind::Integration {
            surroundings.refetch();
        }
    });
    view! {
        <AlertLink href="/settings/failed-work" icon="flag" label="Failed work" class="badge bad"
            counted=" failed pieces of work" many=|around| around.failed_work/>
    }
}
