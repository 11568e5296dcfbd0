//! The way to *Failed work*, where an admin passes by; there only while something has failed.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::Icon,
    error::ClaraError,
    shell::Live,
    wire::{live::Kind, session::Surroundings},
};

/// An entry of the navigation with how many there are; nothing while there are none.
#[component]
pub fn FailedWorkLink() -> impl IntoView {
    let around = expect_context::<Resource<Result<Surroundings, ClaraError>>>();
    expect_context::<Live>().listen(move |event| {
        if event.kind == Kind::Integration {
            around.refetch();
        }
    });
    let link = move || {
        Suspend::new(async move {
            let many = around.await.unwrap_or_default().failed_work;
            (many > 0).then(|| view! {
                <A href="/settings/failed-work">
                    <Icon name="flag"/><span>"Failed work"</span>
                    <span class="badge bad">{many} <span class="visually-hidden">" failed pieces of work"</span></span>
                </A>
            })
        })
    };
    view! { <Transition>{link}</Transition> }.into_any()
}
