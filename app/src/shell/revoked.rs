//! The notice that an ATS took CLARA's access away, on every page of those who may see connections.

use leptos::prelude::*;

use super::{Live, session};
use crate::{
    components::Icon,
    error::ClaraError,
    wire::{live::Kind, session::Surroundings},
};

/// Nothing while all connections stand.
#[component]
pub fn RevokedNotice() -> impl IntoView {
    let around = expect_context::<Resource<Result<Surroundings, ClaraError>>>();
    expect_context::<Live>().listen(move |event| {
        if event.kind == Kind::Integration {
            around.refetch();
        }
    });
    let may = session().is_some_and(|session| session.can.manage_integrations);
    let notice = move || {
        Suspend::new(async move {
            let revoked = around.await.unwrap_or_default().revoked;
            (!revoked.is_empty()).then(|| view! {
                <p class="connection revoked">
                    <Icon name="plug"/>
                    <span><strong>{revoked.join(" and ")} " no longer gives CLARA access."</strong> " All work for it has stopped. Nothing is lost."</span>
                    <a class="button" href="/settings/integrations">{if may { "Reconnect" } else { "Whom to ask" }}</a>
                </p>
            })
        })
    };
    view! { <div role="status"><Transition>{notice}</Transition></div> }.into_any()
}
