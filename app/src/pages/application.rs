//! `/applications/:application`: a profile as a page of its own.

use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::{
    api::board::move_card,
    board::{AskReason, Request},
    components::{Toast, Toasts, is_settled},
    profile::{LoadedProfile, ProfileView, load_profile},
    wire::{
        board::{ColumnKind, Moved},
        profile::Profile,
    },
};

/// A profile.
#[component]
pub fn ApplicationPage() -> impl IntoView {
    let params = use_params_map();
    let application = Memo::new(move |_| params.read().get("application").unwrap_or_default());
    let loaded = load_profile(application.into());
    let mover = PageMover::new(loaded);
    view! {
        <div class="page">
            <Transition>{crumbs(loaded)}</Transition>
            <ProfileView application=application loaded=loaded request_move=Callback::new(move |request| mover.request(request))/>
            <AskReason asking=mover.asking go=Callback::new(move |requests: Vec<Request>| requests.into_iter().for_each(|request| mover.go(request)))/>
        </div>
    }
    .into_any()
}

/// Title and way back, drawn anew only where they change.
fn crumbs(loaded: LoadedProfile) -> impl IntoView {
    let shown = Memo::new(move |_| {
        loaded.with(|read| {
            let profile = read.as_ref()?.as_ref().ok()?.clone().read().ok()?;
            let title = format!("{} · {}", profile.name, profile.job_title);
            let board = format!("/jobs/{}?application={}", profile.job, profile.application);
            Some((title, board, profile.job_title))
        })
    });
    move || {
        let shown = is_settled(loaded).then(|| shown.get()).flatten();
        shown.map(|(title, board, job)| {
            view! {
                <Title text=title/>
                <nav class="crumbs" aria-label="Where you are">
                    <a class="crumb" href="/jobs">"Jobs"</a>
                    <a class="crumb" href=board>{job}</a>
                </nav>
            }
        })
    }
}

/// Moves the one application of the page: there is no board to show it on, so the profile is loaded again.
#[derive(Clone, Copy)]
struct PageMover {
    loaded: LoadedProfile,
    toasts: Toasts,
    /// A move to *Rejected* that waits for its reason.
    asking: RwSignal<Vec<Request>>,
    /// The application that was moved last, and the version that gave; the profile may not know it yet.
    moved: StoredValue<(String, i64)>,
}

impl PageMover {
    fn new(loaded: LoadedProfile) -> Self {
        Self {
            loaded,
            toasts: expect_context(),
            asking: RwSignal::new(Vec::new()),
            moved: StoredValue::default(),
        }
    }

    fn profile(self) -> Option<Profile> {
        self.loaded.get_untracked()?.ok()?.read().ok()
    }

    fn request(self, request: Request) {
        let rejects = self.profile().is_some_and(|profile| {
            profile
                .columns
                .iter()
                .any(|column| column.id == request.to && column.kind == ColumnKind::Rejected)
        });
        if rejects {
            self.asking.set(vec![request])
        } else {
            self.go(request)
        }
    }

    fn go(self, request: Request) {
        let Some(profile) = self.profile() else {
            return;
        };
        spawn_local(async move {
            let (moved, newest) = self.moved.get_value();
            let version = if moved == request.application {
                profile.version.max(newest)
            } else {
                profile.version
            };
            let Request {
                application,
                name,
                to,
                reason,
            } = request.clone();
            let toast = match move_card(application, to, version, reason).await {
                Ok(Moved::Done { version }) => {
                    let _ = self
                        .moved
                        .try_set_value((request.application.clone(), version));
                    let column = profile
                        .columns
                        .iter()
                        .find(|column| column.id == request.to);
                    let title = format!(
                        "{name} moved to {}",
                        column.map_or("", |column| &column.name)
                    );
                    let back = Request {
                        to: profile.column,
                        reason: None,
                        ..request
                    };
                    Toast::good(title)
                        .action("Undo", Callback::new(move |()| self.go(back.clone())))
                }
                Ok(Moved::Changed(_)) => Toast::bad(format!("{name} was not moved"))
                    .detail("Somebody else moved the card meanwhile. You see where it is now."),
                Err(error) => Toast::bad(format!("{name} was not moved")).detail(error.title()),
            };
            self.toasts.show(toast);
            self.loaded.refetch();
        });
    }
}
