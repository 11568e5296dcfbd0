//! `/invitation/:token`: accepts an invitation by the link from a mail. Opening it changes nothing; the plain form does.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::door::{Door, Refusal, fault, too_many};
use crate::{
    api::{json::resource, links::read_invitation},
    components::{Failure, Loading},
    error::ClaraError,
    shell::session,
    wire::members::Offer,
};

/// The page.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let token = use_params_map()
        .read_untracked()
        .get("token")
        .unwrap_or_default();
    let query = use_query_map();
    let get = move |name: &str| query.read_untracked().get(name).unwrap_or_default();
    let refusal = refusal(&get("error"), &get("wait"));
    let asked = token.clone();
    let offered = resource(move || asked.clone(), read_invitation);
    let shown = move || {
        let (token, refusal) = (token.clone(), refusal.clone());
        Suspend::new(async move {
            match offered.await {
                Ok(offer) => view! { <Accept offer=offer token=token refusal=refusal/> }.into_any(),
                Err(ClaraError::NotFound) => view! { <Dead/> }.into_any(),
                Err(error) => view! { <Failure error=error/> }.into_any(),
            }
        })
    };
    view! {
        <Door title="You are invited">
            <Suspense fallback=|| view! { <Loading label="Reading the invitation"/> }>{shown}</Suspense>
        </Door>
    }
    .into_any()
}

/// Asks for what proves or makes the account: nothing of whom the session proves, a password where there is an account, else a name too.
#[component]
fn Accept(offer: Offer, token: String, refusal: Option<String>) -> impl IntoView {
    let who = offer
        .invited_by
        .clone()
        .unwrap_or_else(|| "An administrator".to_owned());
    let proved = session().is_some_and(|session| session.email == offer.email);
    let fields = match (proved, offer.has_account) {
        (true, _) => view! { <p class="dim small">"You are signed in as " {offer.email.clone()} "."</p> }.into_any(),
        (false, true) => view! {
            <p class="dim small">{offer.email.clone()} " has a CLARA account already. Sign in with its password to join."</p>
            <label class="field"><span>"Password"</span>
                <input type="password" name="password" autocomplete="current-password" required autofocus/>
            </label>
            <p class="small"><a href="/forgot-password">"Forgot your password?"</a></p>
        }.into_any(),
        (false, false) => view! {
            <p class="dim small">"You will sign in as " {offer.email.clone()} "."</p>
            <label class="field"><span>"Your name"</span>
                <input type="text" name="name" autocomplete="name" maxlength="200" required autofocus/>
            </label>
            <label class="field"><span>"Password, at least 10 characters"</span>
                <input type="password" name="password" autocomplete="new-password" minlength="10" required/>
            </label>
        }.into_any(),
    };
    view! {
        <p>{who} " invites you to " <strong>{offer.organization.clone()}</strong> " as " <strong>{offer.role.label()}</strong> "."</p>
        <form method="post" action="/auth/invitation">
            <Refusal words=refusal/>
            <input type="hidden" name="token" value=token/>
            // Password managers keep the password with it.
            <input type="email" name="email" value=offer.email.clone() autocomplete="username" hidden readonly/>
            {fields}
            <button type="submit" class="button primary">{format!("Join {}", offer.organization)}</button>
        </form>
    }
    .into_any()
}

#[component]
fn Dead() -> impl IntoView {
    view! {
        <p class="notice bad" role="alert">"This invitation does not work any more: it was accepted, taken back or replaced, or it is older than a week. Ask whoever invited you to send it again."</p>
        <p class="small"><a href="/sign-in">"Sign in"</a></p>
    }
}

/// What went wrong, by the code in the address.
fn refusal(error: &str, wait: &str) -> Option<String> {
    Some(match error {
        "" => return None,
        "wrong" => {
            "This is not the password of the account. The invitation still works: try again."
                .to_owned()
        }
        "throttled" => too_many(wait),
        "name" => "Say your name, in at most 200 characters.".to_owned(),
        "password" => "Choose a password of at least 10 characters.".to_owned(),
        _ => format!("{} The invitation still works.", fault(error)),
    })
}
