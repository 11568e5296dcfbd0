//! The notice that an ATS took CLARA's access away, on every page of those who may see connections.

use leptos::prelude::*;

use super::{Live, around, session};
use crate::{
    api::json::Resource,
    components::{Awaiting, Icon, drawing},
    error::ClaraError,
    wire::{live::Kind, session::Surroundings},
};

/// Nothing while all connections stand.
#[component]
pub fn RevokedNotice() -> impl IntoView {
    let surroundings = expect_context::<Resource<Result<Surroundings, ClaraError>>>();
    expect_context::<Live>().listen(move |event| {
        if event.kind == Kind::Integration {
            surroundings.refetch();
        }
    });
    view! { <div role="status"><Awaiting>{notice()}</Awaiting></div> }.into_any()
}

/// Drawn anew only where it changes: a screen reader says it each time.
fn notice() -> AnyView {
    let may = session().is_some_and(|session| session.can.manage_integrations);
    let revoked = around(|around| around.revoked.clone());
    drawing(move || {
        let revoked = revoked.get().filter(|revoked| !revoked.is_empty());
        revoked.map(|revoked| view! {
            <p class="connection revoked">
                <Icon name="plug"/>
                <span><strong>{revoked.join(" and ")} " no longer gives CLARA access."</strong> " All work for it has stopped. Nothing is lost."</span>
                <a class="button" href="/settings/integrations">{if may { "Reconnect" } else { "Whom to ask" }}</a>
            </p>
        }.into_any())
    })
}
