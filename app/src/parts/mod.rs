//! The parts of the browser's half that are loaded when a page or a dialog of theirs is first opened. What every page of a member needs, and a board
//! on top of it, is the first load.
//!
//! A part is a file of its own beside the first; `xtask site` cuts it off at the functions marked here. The server calls them as they are, and tells
//! the browser early what the page will need.

mod dialogs;
mod missing;
mod profile;

pub use dialogs::{
    WhenOpened, draw_bulk, draw_comparing, draw_found, draw_news, draw_reason, draw_shares,
    draw_sharing, draw_shortcuts, load_dialogs, load_found, open_dialog, when_asked,
};
pub use profile::{Board, expect_parts, shown_profile};

use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};
use leptos_router::ChooseView;

use self::{missing::at_hand, profile::preload_profile};
use crate::{
    account::AccountPage,
    pages::{
        ApplicationPage, CandidatesPage, ForgotPasswordPage, HelpPage, InvitationPage, JobsPage,
        ResetPasswordPage, SignInPage,
    },
    settings::{
        ApiTokensPage, FailedWorkPage, FollowUpQuestionsPage, HealthPage, IntegrationsPage,
        MailPage, MembersPage, NewIntegrationPage, NotesPage, SelectJobsPage, SettingsFrame,
        StatusMappingPage, WebhooksPage, WriteBackPage,
    },
};

/// Defines a part: an enum of its pages, usable as a route's view. What `preload` fetched is there when the page is drawn.
macro_rules! part {
    ($(#[$meta:meta])* $part:ident as $pages:ident by $render:ident, $preload:ident $(and $inner:ident)?: $($page:ident => $view:ident,)*) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        pub enum $pages {
            $(#[doc = concat!("[`", stringify!($view), "`]")] $page,)*
        }

        #[wasm_split($part, wasm_split_path = leptos::wasm_split, fallible, preload($preload))]
        fn $render(page: $pages) -> Result<AnyView, SplitLoaderError> {
            Ok(match page {
                $($pages::$page => view! { <$view/> }.into_any(),)*
            })
        }

        impl ChooseView for $pages {
            async fn choose(self) -> AnyView {
                leptos::prefetch_lazy_fn_on_server(stringify!($part));
                $render(self).await.unwrap_or_else(missing::page)
            }

            async fn preload(&self) {
                at_hand($preload().await).await;
                $(at_hand($inner().await).await;)?
            }
        }
    };
}

part! {
    /// Before anybody is signed in.
    doors as Door by render_door, preload_doors:
    SignIn => SignInPage,
    ForgotPassword => ForgotPasswordPage,
    ResetPassword => ResetPasswordPage,
    Invitation => InvitationPage,
}

part! {
    /// The list of jobs.
    jobs as Jobs by render_jobs, preload_jobs:
    List => JobsPage,
}

part! {
    /// Around the boards.
    around as Around by render_around, preload_around and preload_profile:
    Application => ApplicationPage,
    Candidates => CandidatesPage,
    Account => AccountPage,
    Help => HelpPage,
}

part! {
    /// *Settings*, which few open and seldom.
    settings as Settings by render_settings, preload_settings:
    Frame => SettingsFrame,
    Integrations => IntegrationsPage,
    NewIntegration => NewIntegrationPage,
    SelectJobs => SelectJobsPage,
    FollowUpQuestions => FollowUpQuestionsPage,
    Health => HealthPage,
    StatusMapping => StatusMappingPage,
    Webhooks => WebhooksPage,
    WriteBack => WriteBackPage,
    Notes => NotesPage,
    Members => MembersPage,
    Mail => MailPage,
    ApiTokens => ApiTokensPage,
    FailedWork => FailedWorkPage,
}
