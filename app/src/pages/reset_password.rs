//! `/reset-password/:token`: chooses a new password by a link from a mail. Opening it changes nothing; the plain form does.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::door::{Door, Refusal, fault};
use crate::{
    api::{json::resource, links::check_password_reset},
    components::{Failure, Loading},
    error::ClaraError,
};

/// The page.
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    let token = use_params_map()
        .read_untracked()
        .get("token")
        .unwrap_or_default();
    let error = use_query_map()
        .read_untracked()
        .get("error")
        .unwrap_or_default();
    let refusal = match &*error {
        "" => None,
        "password" => {
            Some("Choose a password of at least 10 characters. The link still works.".to_owned())
        }
        error => Some(format!("{} The link still works.", fault(error))),
    };
    let asked = token.clone();
    let works = resource(move || asked.clone(), check_password_reset);
    let shown = move || {
        let (token, refusal) = (token.clone(), refusal.clone());
        Suspend::new(async move {
            match works.await {
                Ok(()) => view! { <Choose token=token refusal=refusal/> }.into_any(),
                Err(ClaraError::NotFound) => view! { <Dead/> }.into_any(),
                Err(error) => view! { <Failure error=error/> }.into_any(),
            }
        })
    };
    view! {
        <Door title="Choose a new password">
            <Suspense fallback=|| view! { <Loading label="Checking the link"/> }>{shown}</Suspense>
        </Door>
    }
    .into_any()
}

#[component]
fn Choose(token: String, refusal: Option<String>) -> impl IntoView {
    view! {
        <form method="post" action="/auth/reset-password">
            <Refusal words=refusal/>
            <input type="hidden" name="token" value=token/>
            <label class="field"><span>"New password, at least 10 characters"</span>
                <input type="password" name="password" autocomplete="new-password" minlength="10" required autofocus/>
            </label>
            <button type="submit" class="button primary">"Set the password"</button>
            <p class="dim small">"You are signed out everywhere, and sign in with the new one."</p>
        </form>
    }
    .into_any()
}

#[component]
fn Dead() -> impl IntoView {
    view! {
        <p class="notice bad" role="alert">"This link does not work any more: it was used, replaced, or is older than an hour. Your password was not changed."</p>
        <a class="button primary" href="/forgot-password">"Ask for a new link"</a>
        <p class="small"><a href="/sign-in">"Back to sign in"</a></p>
    }
}
