//! The way to what an ATS has and nobody mapped, where an admin passes by; there only while there is something.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::{components::Icon, error::ClaraError, wire::session::Surroundings};

/// An entry of the navigation with how many there are; nothing while there are none. `FailedWorkLink` beside it hears of changes.
#[component]
pub fn UnmappedLink() -> impl IntoView {
    let around = expect_context::<Resource<Result<Surroundings, ClaraError>>>();
    let link = move || {
        Suspend::new(async move {
            let many = around.await.unwrap_or_default().unmapped;
            (many > 0).then(|| view! {
                <A href="/settings/integrations">
                    <Icon name="alert"/><span>"Not mapped"</span>
                    <span class="badge part">{many} <span class="visually-hidden">" stages or archive reasons that nobody mapped"</span></span>
                </A>
            })
        })
    };
    view! { <Transition>{link}</Transition> }.into_any()
}
