//! The isomorphic half of CLARA: pages, components, server functions and the types that cross the wire.
//! The same code renders on the server (feature `ssr`) and hydrates in the browser (feature `hydrate`).
//! It never touches SQL, tokens or a connector's internals.

// A page is one type: deep views need room.
#![recursion_limit = "512"]

mod account;
mod api;
mod board;
mod case;
mod components;
#[cfg(feature = "ssr")]
pub mod context;
pub mod error;
mod pages;
mod parts;
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

use leptos::{html, prelude::*};
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Redirect, Route, Router, Routes},
    path,
};

use api::json::ShortJson;
use pages::NotFoundPage;
use parts::{Around, Board, Door, Jobs, Settings};
use shell::{CurrentSession, Hydrated, Layout};

/// The application: every page by its route. Pages are rendered whole before the first byte leaves (`SsrMode::Async`): they work without JavaScript,
/// and redirects and statuses are known in time.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let hydrated = Hydrated(RwSignal::new(false));
    provide_context(hydrated);
    provide_context(CurrentSession(
        SharedValue::<_, ShortJson>::new_with_encoding(current_session).into_inner(),
    ));
    // The browser takes the page over from top to bottom, and waits for the page's part in between: when it has the last element, it has all.
    let last = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if last.get().is_some() {
            hydrated.0.set(true);
            if let Some(body) = document().body() {
                let _ = body.set_attribute("data-hydrated", "");
            }
        }
    });
    let routing = RwSignal::new(false);
    view! {
        <Title formatter=|title: String| if title.is_empty() { "CLARA".to_owned() } else { format!("{title} · CLARA") }/>
        <Router set_is_routing=routing>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/sign-in") view=Door::SignIn ssr=SsrMode::Async/>
                <Route path=path!("/forgot-password") view=Door::ForgotPassword ssr=SsrMode::Async/>
                <Route path=path!("/reset-password/:token") view=Door::ResetPassword ssr=SsrMode::Async/>
                <Route path=path!("/invitation/:token") view=Door::Invitation ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=Layout ssr=SsrMode::Async>
                    <Route path=path!("/") view=|| view! { <Redirect path="/jobs"/> } ssr=SsrMode::Async/>
                    <Route path=path!("/jobs") view=Jobs::List ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:job") view=Board ssr=SsrMode::Async/>
                    <Route path=path!("/applications/:application") view=Around::Application ssr=SsrMode::Async/>
                    <Route path=path!("/candidates") view=Around::Candidates ssr=SsrMode::Async/>
                    <Route path=path!("/account") view=Around::Account ssr=SsrMode::Async/>
                    <ParentRoute path=path!("/settings") view=Settings::Frame ssr=SsrMode::Async>
                        <Route path=path!("/") view=|| view! { <Redirect path="/settings/integrations"/> } ssr=SsrMode::Async/>
                        <Route path=path!("/integrations") view=Settings::Integrations ssr=SsrMode::Async/>
                        <Route path=path!("/integrations/new") view=Settings::NewIntegration ssr=SsrMode::Async/>
                        <Route path=path!("/integrations/:integration/jobs") view=Settings::SelectJobs ssr=SsrMode::Async/>
                        <Route path=path!("/integrations/:integration/follow-up-questions") view=Settings::FollowUpQuestions ssr=SsrMode::Async/>
                        <Route path=path!("/integrations/:integration/health") view=Settings::Health ssr=SsrMode::Async/>
                        <Route path=path!("/integrations/:integration/status-mapping") view=Settings::StatusMapping ssr=SsrMode::Async/>
                        <Route path=path!("/integrations/:integration/webhooks") view=Settings::Webhooks ssr=SsrMode::Async/>
                        <Route path=path!("/integrations/:integration/write-back") view=Settings::WriteBack ssr=SsrMode::Async/>
                        <Route path=path!("/notes") view=Settings::Notes ssr=SsrMode::Async/>
                        <Route path=path!("/members") view=Settings::Members ssr=SsrMode::Async/>
                        <Route path=path!("/mail") view=Settings::Mail ssr=SsrMode::Async/>
                        <Route path=path!("/api-tokens") view=Settings::ApiTokens ssr=SsrMode::Async/>
                        <Route path=path!("/failed-work") view=Settings::FailedWork ssr=SsrMode::Async/>
                    </ParentRoute>
                    <Route path=path!("/help") view=Around::Help ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
            <div class="routing" class:on=routing node_ref=last aria-hidden="true"></div>
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
