//! The isomorphic half of CLARA: pages, components, server functions and the types that cross the wire.
//! The same code renders on the server (feature `ssr`) and hydrates in the browser (feature `hydrate`).
//! It never touches SQL, tokens or a connector's internals.

// A page is one type: deep views need room.
#![recursion_limit = "512"]

mod account;
mod api;
mod board;
mod components;
#[cfg(feature = "ssr")]
pub mod context;
pub mod error;
mod pages;
mod profile;
mod resync;
#[cfg(feature = "ssr")]
pub mod review;
mod settings;
mod sharing;
mod shell;
#[cfg(all(feature = "ssr", debug_assertions))]
mod styleguide;
pub mod wire;

pub use shell::shell;
#[cfg(all(feature = "ssr", debug_assertions))]
pub use styleguide::styleguide;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Redirect, Route, Router, Routes},
    path,
};

use account::AccountPage;
use pages::{
    ApplicationPage, BoardPage, CandidatesPage, ForgotPasswordPage, HelpPage, InvitationPage,
    JobsPage, NotFoundPage, ResetPasswordPage, SignInPage,
};
use settings::{
    ApiTokensPage, FailedWorkPage, FollowUpQuestionsPage, HealthPage, IntegrationsPage, MailPage,
    MembersPage, NewIntegrationPage, NotesPage, SelectJobsPage, SettingsFrame, StatusMappingPage,
    WebhooksPage, WriteBackPage,
};
use shell::{CurrentSession, Hydrated, Layout};

/// The application: every page by its route. Pages are rendered whole before the first byte leaves (`SsrMode::Async`): they work without JavaScript,
/// and redirects and statuses are known in time.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let hydrated = Hydrated(RwSignal::new(false));
    provide_context(hydrated);
    provide_context(CurrentSession(
        SharedValue::new(current_session).into_inner(),
    ));
    // Tests, and nothing else, wait for the mark.
    Effect::new(move || {
        hydrated.0.set(true);
        if let Some(body) = document().body() {
            let _ = body.set_attribute("data-hydrated", "");
        }
    });
    let routing = RwSignal::new(false);
    view! {
        <Title formatter=|title: String| if title.is_empty() { "CLARA".to_owned() } else { format!("{title} · CLARA") }/>
        <Router set_is_routing=routing>
            <div class="routing" class:on=routing aria-hidden="true"></div>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/forgot-password") view=ForgotPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/reset-password/:token") view=ResetPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/invitation/:token") view=InvitationPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=Layout ssr=SsrMode::Async>
                    <Route path=path!("/") view=|| view! { <Redirect path="/jobs"/> } ssr=SsrMode::Async/>
                    <Route path=path!("/jobs") view=JobsPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:job") view=BoardPage ssr=SsrMode::Async/>
                    <Route path=path!("/applications/:application") view=ApplicationPage ssr=SsrMode::Async/>
                    <Route path=path!("/candidates") view=CandidatesPage ssr=SsrMode::Async/>
                    <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async/>
                    <ParentRoute path=path!("/settings") view=SettingsFrame ssr=SsrMode::Async>
                        <Route path=path!("/") view=|| view! { <Redirect path="/settings/integrations"/> } ssr=SsrMode::Async/>
                        <Route path=path!("/integrations") view=IntegrationsPage ssr=SsrMode::Async/>
                        <Route path=path!("/integrations/new") view=NewIntegrationPage ssr=SsrMode::Async/>
                        <Route path=path!("/integrations/:integration/jobs") view=SelectJobsPage ssr=SsrMode::Async/>
                        <Route path=path!("/integrations/:integration/follow-up-questions") view=FollowUpQuestionsPage ssr=SsrMode::Async/>
                        <Route path=path!("/integrations/:integration/health") view=HealthPage ssr=SsrMode::Async/>
                        <Route path=path!("/integrations/:integration/status-mapping") view=StatusMappingPage ssr=SsrMode::Async/>
                        <Route path=path!("/integrations/:integration/webhooks") view=WebhooksPage ssr=SsrMode::Async/>
                        <Route path=path!("/integrations/:integration/write-back") view=WriteBackPage ssr=SsrMode::Async/>
                        <Route path=path!("/notes") view=NotesPage ssr=SsrMode::Async/>
                        <Route path=path!("/members") view=MembersPage ssr=SsrMode::Async/>
                        <Route path=path!("/mail") view=MailPage ssr=SsrMode::Async/>
                        <Route path=path!("/api-tokens") view=ApiTokensPage ssr=SsrMode::Async/>
                        <Route path=path!("/failed-work") view=FailedWorkPage ssr=SsrMode::Async/>
                    </ParentRoute>
                    <Route path=path!("/help") view=HelpPage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
    .into_any()
}

/// Known on the server; the browser takes over what the server found.
fn current_session() -> Option<wire::session::Session> {
    #[cfg(feature = "ssr")]
    {
        context::session()
    }
    #[cfg(not(feature = "ssr"))]
    None
}
