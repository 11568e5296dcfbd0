//! Where one is signed in, and ending what should not be.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{
        account::{end_other_sessions, end_session, list_sessions},
        json::resource,
    },
    components::{Failure, Loading, Toasts, When},
    wire::account::Session,
};

/// The list. A session that ends is signed out at once.
#[component]
pub fn Sessions() -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let loaded = resource(|| (), |()| list_sessions());
    // One session by its id, or all others.
    let end = Callback::new(move |id: Option<String>| {
        spawn_local(async move {
            let (ended, done) = match id {
                Some(id) => (end_session(id).await, "It is signed out."),
                None => (
                    end_other_sessions().await,
                    "You are signed out everywhere else.",
                ),
            };
            loaded.refetch();
            match ended {
                Ok(()) => toasts.good(done),
                Err(error) => toasts.bad(format!("{}. {error}", error.title())),
            }
        });
    });
    view! {
        <Transition fallback=|| view! { <Loading label="Loading sessions"/> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok(sessions) => {
                        let others = sessions.len() > 1;
                        view! {
                            <ul role="list" class="sessions">{sessions.into_iter().map(|session| row(session, end)).collect_view()}</ul>
                            {others.then(|| view! { <button type="button" class="button danger" on:click=move |_| end.run(None)>"Sign out everywhere else"</button> })}
                        }.into_any()
                    }
                    Err(error) => view! { <Failure error=error retry=Callback::new(move |()| loaded.refetch())/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn row(session: Session, end: Callback<Option<String>>) -> impl IntoView {
    let device = if session.device.is_empty() {
        "Unknown device".to_owned()
    } else {
        session.device
    };
    let label = format!("Sign out {device}");
    view! {
        <li>
            <span>
                <strong>{device}</strong>
                <span class="dim small">{session.organization} " · signed in " <When at=session.created_at/> " · last used " <When at=session.last_seen_at/></span>
            </span>
            <span class="gap"></span>
            {if session.current {
                view! { <span class="badge good">"This one"</span> }.into_any()
            } else {
                view! { <button type="button" class="button" aria-label=label on:click=move |_| end.run(Some(session.id.clone()))>"Sign out"</button> }.into_any()
            }}
        </li>
    }
}
