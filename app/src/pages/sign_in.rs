//! `/sign-in`: a plain form; it works without JavaScript.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::door::{Door, Refusal, fault, too_many};
use crate::components::Field;

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let query = use_query_map();
    let get = move |name: &str| query.read_untracked().get(name).unwrap_or_default();
    let next = get("next");
    let refusal = refusal(&get("error"), &get("wait"));
    let failed = refusal.is_some();
    let reset = get("notice") == "reset";
    view! {
        <Door title="Sign in">
            <form method="post" action="/auth/sign-in">
                <Refusal words=refusal/>
                {reset.then(|| view! { <p class="notice good" role="status">"Your new password is set, and you are signed out everywhere. Sign in with it."</p> })}
                <input type="hidden" name="next" value=next/>
                <Field label="Mail address">
                    <input type="email" name="email" autocomplete="username" required autofocus=!failed/>
                </Field>
                <Field label="Password">
                    <input type="password" name="password" autocomplete="current-password" required autofocus=failed aria-describedby=failed.then_some("refusal")/>
                </Field>
                <button type="submit" class="button primary">"Sign in"</button>
                <p class="small"><a href="/forgot-password">"Forgot your password?"</a></p>
                <p class="dim small">"No account? An Owner or Partner Admin of your organization can invite you."</p>
            </form>
        </Door>
    }
    .into_any()
}

/// What went wrong, by the code in the address.
fn refusal(error: &str, wait: &str) -> Option<String> {
    match error {
        "" => None,
        "wrong" => Some(
            "This mail address and password do not belong together. Check both and try again."
                .to_owned(),
        ),
        "throttled" => Some(too_many(wait)),
        "ended" => Some("Your session has ended. Sign in again to go on.".to_owned()),
        _ => Some(fault(error).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::refusal;

    #[test]
    fn codes_become_sentences_and_nothing_of_the_address_is_repeated() {
        assert_eq!(refusal("", ""), None);
        assert!(refusal("throttled", "240").is_some_and(|words| words.ends_with("in 4 minutes.")));
        assert!(refusal("<script>", "").is_some_and(|words| !words.contains("script")));
    }
}
