//! `/applications/:application`: a profile as a page of its own.

use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::{
    api::board::move_card,
    board::{ReasonDialog, Request},
    components::Toasts,
    profile::{ProfileView, load_profile},
    wire::board::{ColumnKind, Moved},
};

/// A profile.
#[component]
pub fn ApplicationPage() -> impl IntoView {
    let params = use_params_map();
    let application = Memo::new(move |_| params.read().get("application").unwrap_or_default());
    let toasts = expect_context::<Toasts>();
    let asking = RwSignal::new(None::<Request>);
    let loaded = load_profile(application.into());
    let go = Callback::new(move |(request, reason): (Request, Option<String>)| {
        spawn_local(async move {
            let version = loaded
                .get_untracked()
                .and_then(Result::ok)
                .map_or(0, |profile| profile.version);
            match move_card(request.application, request.to, version, reason).await {
                Ok(Moved::Done { .. }) => toasts.good(format!("{} moved.", request.name)),
                Ok(Moved::Changed(_)) => toasts.bad(format!(
                    "Not moved: somebody else moved {} meanwhile. You see where it is now.",
                    request.name
                )),
                Err(error) => toasts.bad(format!("Not moved: {error}")),
            }
            loaded.refetch();
        });
    });
    let request_move = Callback::new(move |request: Request| {
        let rejects = loaded
            .get_untracked()
            .and_then(Result::ok)
            .is_some_and(|profile| {
                profile
                    .columns
                    .iter()
                    .any(|column| column.id == request.to && column.kind == ColumnKind::Rejected)
            });
        if rejects {
            asking.set(Some(request))
        } else {
            go.run((request, None))
        }
    });
    view! {
        <div class="page narrow">
            <Transition>
                {move || Suspend::new(async move {
                    loaded.await.ok().map(|profile| view! {
                        <Title text=format!("{} · {}", profile.name, profile.job_title)/>
                        <nav class="crumbs" aria-label="Where you are">
                            <a class="crumb" href="/jobs">"Jobs"</a>
                            <a class="crumb" href=format!("/jobs/{}?application={}", profile.job, profile.application)>{profile.job_title}</a>
                        </nav>
                    })
                })}
            </Transition>
            <ProfileView application=application loaded=loaded request_move=request_move/>
            <ReasonDialog asking=asking go=go/>
        </div>
    }
    .into_any()
}
