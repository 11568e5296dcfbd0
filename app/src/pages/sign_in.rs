//! `/sign-in`: a plain form; it works without JavaScript.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let query = use_query_map();
    let get = move |name: &str| query.read_untracked().get(name).unwrap_or_default();
    let next = get("next");
    let message = message(&get("error"), &get("wait"));
    let failed = message.is_some();
    view! {
        <Title text="Sign in"/>
        <main class="sign-in" id="main">
            <form method="post" action="/auth/sign-in">
                <div class="brand big">
                    <svg width="28" height="28" viewBox="0 0 20 20" aria-hidden="true">
                        <rect class="brand-a" x="1" y="1" width="5" height="18" rx="2"></rect>
                        <rect class="brand-b" x="7.5" y="1" width="5" height="12" rx="2"></rect>
                        <rect class="brand-c" x="14" y="1" width="5" height="7" rx="2"></rect>
                    </svg>
                    <span>"CLARA"</span>
                </div>
                <h1>"Sign in"</h1>
                {message.map(|words| view! { <p class="notice bad" role="alert" id="sign-in-error">{words}</p> })}
                <input type="hidden" name="next" value=next/>
                <label class="field"><span>"Mail address"</span>
                    <input type="email" name="email" autocomplete="username" required autofocus=!failed/>
                </label>
                <label class="field"><span>"Password"</span>
                    <input type="password" name="password" autocomplete="current-password" required autofocus=failed aria-describedby=failed.then_some("sign-in-error")/>
                </label>
                <button type="submit" class="button primary">"Sign in"</button>
                <p class="dim small">"No account, or a lost password? An Owner or Partner Admin of your organization can help."</p>
            </form>
        </main>
    }
    .into_any()
}

/// What went wrong, by the code in the address.
fn message(error: &str, wait: &str) -> Option<String> {
    match error {
        "" => None,
        "wrong" => Some(
            "This mail address and password do not belong together. Check both and try again."
                .to_owned(),
        ),
        "throttled" => {
            let seconds = wait.parse::<u32>().unwrap_or(60).clamp(1, 86_400);
            let wait = if seconds < 90 {
                format!("{seconds} seconds")
            } else {
                format!("{} minutes", seconds.div_ceil(60))
            };
            Some(format!(
                "Too many attempts. For safety, sign-in pauses: try again in {wait}."
            ))
        }
        "ended" => Some("Your session has ended. Sign in again to go on.".to_owned()),
        _ => Some("CLARA could not sign you in just now. Try again in a moment.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::message;

    #[test]
    fn codes_become_sentences_and_nothing_of_the_address_is_repeated() {
        assert_eq!(message("", ""), None);
        assert!(message("throttled", "240").is_some_and(|words| words.ends_with("in 4 minutes.")));
        assert!(message("throttled", "<b>").is_some_and(|words| words.ends_with("in 60 seconds.")));
        assert!(message("<script>", "").is_some_and(|words| !words.contains("script")));
    }
}
