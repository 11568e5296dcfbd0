//! The frame of pages for those who are not in yet: brand, heading, a form. Plain HTML: it works without JavaScript.

use leptos::prelude::*;
use leptos_meta::Title;

/// The frame.
#[component]
pub fn Door(
    /// Heading and title.
    #[prop(into)]
    title: String,
    /// What stands below it.
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=title.clone()/>
        <main class="door" id="main">
            <div class="door-card">
                <div class="brand big">
                    <svg width="28" height="28" viewBox="0 0 20 20" aria-hidden="true">
                        <rect class="brand-a" x="1" y="1" width="5" height="18" rx="2"></rect>
                        <rect class="brand-b" x="7.5" y="1" width="5" height="12" rx="2"></rect>
                        <rect class="brand-c" x="14" y="1" width="5" height="7" rx="2"></rect>
                    </svg>
                    <span>"CLARA"</span>
                </div>
                <h1>{title}</h1>
                {children()}
            </div>
        </main>
    }
    .into_any()
}

/// What went wrong, above a form; `id` is what fields are described by.
#[component]
pub fn Refusal(
    /// In words; none: nothing did.
    words: Option<String>,
) -> impl IntoView {
    words.map(|words| view! { <p class="notice bad" role="alert" id="refusal">{words}</p> })
}

/// "Too many attempts", with the wait that the address names. Nothing else of the address is repeated.
pub fn too_many(wait: &str) -> String {
    let seconds = wait.parse::<u32>().unwrap_or(60).clamp(1, 86_400);
    let wait = if seconds < 90 {
        format!("{seconds} seconds")
    } else {
        format!("{} minutes", seconds.div_ceil(60))
    };
    format!("Too many attempts. For safety there is a pause: try again in {wait}.")
}

#[cfg(test)]
mod tests {
    use super::too_many;

    #[test]
    fn a_wait_is_rounded_up_and_nonsense_is_a_minute() {
        assert!(too_many("240").ends_with("in 4 minutes."));
        assert!(too_many("<b>").ends_with("in 60 seconds."));
    }
}
