//! The frame of pages for those who are not in yet: brand, heading, a form. Plain HTML: it works without JavaScript.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::BrandMark;

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
                    <BrandMark size="28"/>
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

/// What to say of a fault of ours, by the code in the address: nothing was done.
pub fn fault(error: &str) -> &'static str {
    match error {
        "full" => {
            "CLARA's disk is full, so this was not done. Ask whoever runs this installation to make room on it, then try again."
        }
        _ => "CLARA could not do this just now. Try again in a moment.",
    }
}

#[cfg(test)]
mod tests {
    use super::{fault, too_many};

    #[test]
    fn a_full_disk_is_called_so_and_nothing_of_the_address_is_repeated() {
        assert!(fault("full").contains("make room"));
        assert!(fault("<script>").ends_with("Try again in a moment."));
    }

    #[test]
    fn a_wait_is_rounded_up_and_nonsense_is_a_minute() {
        assert!(too_many("240").ends_with("in 4 minutes."));
        assert!(too_many("<b>").ends_with("in 60 seconds."));
    }
}
