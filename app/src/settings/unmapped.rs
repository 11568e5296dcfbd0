//! The way to what an ATS has and nobody mapped.

use leptos::prelude::*;

use super::alert_link::AlertLink;

/// An entry of the navigation. `FailedWorkLink` beside it hears of changes.
#[component]
pub fn UnmappedLink() -> impl IntoView {
    view! {
        <AlertLink href="/settings/integrations" icon="alert" label="Not mapped" class="badge part"
            counted=" stages or archive reasons that nobody mapped" many=|around| around.unmapped/>
    }
}
