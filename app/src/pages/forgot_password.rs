//! `/forgot-password`: asks for a link to choose a new password. A plain form; it works without JavaScript.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::door::{Door, Refusal, fault, too_many};

/// The page. It says the same for every address.
#[component]
pub fn ForgotPasswordPage() -> impl IntoView {
    let query = use_query_map();
    let get = move |name: &str| query.read_untracked().get(name).unwrap_or_default();
    let sent = !get("sent").is_empty();
    let refusal = match &*get("error") {
        "" => None,
        "throttled" => Some(too_many(&get("wait"))),
        error => Some(fault(error).to_owned()),
    };
    view! {
        <Door title="Forgot your password?">
            {if sent {
                view! {
                    <p class="notice good" role="status">"If this address has an account, a mail with a link is on its way. The link works for an hour."</p>
                    <p class="dim small">"Nothing came? Look among unwanted mail, and check that it is the address you sign in with. An Owner or Partner Admin of your organization can tell you."</p>
                }.into_any()
            } else {
                view! {
                    <form method="post" action="/auth/forgot-password">
                        <Refusal words=refusal/>
                        <p class="dim">"You get a mail with a link to choose a new one."</p>
                        <label class="field"><span>"Mail address"</span>
                            <input type="email" name="email" autocomplete="username" required autofocus/>
                        </label>
                        <button type="submit" class="button primary">"Send the link"</button>
                    </form>
                }.into_any()
            }}
            <p class="small"><a href="/sign-in">"Back to sign in"</a></p>
        </Door>
    }
    .into_any()
}
