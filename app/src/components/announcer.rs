//! Words for screen readers when something changes without a page change.

use leptos::prelude::*;

/// Speaks through the page's live region. Provided as context by the shell.
#[derive(Clone, Copy)]
pub struct Announcer(RwSignal<String>);

impl Announcer {
    /// A silent one.
    pub fn new() -> Self {
        Self(RwSignal::new(String::new()))
    }

    /// Says it. The same words twice are said twice: a no-break space at the end makes them differ.
    pub fn say(self, words: impl Into<String>) {
        let mut words = words.into();
        if self.0.with_untracked(|said| *said == words) {
            words.push('\u{a0}');
        }
        self.0.set(words);
    }
}

impl Default for Announcer {
    fn default() -> Self {
        Self::new()
    }
}

/// The region that is read out.
#[component]
pub fn LiveRegion(
    /// What speaks through it.
    announcer: Announcer,
) -> impl IntoView {
    view! {
        <div class="visually-hidden" role="status" aria-live="polite" aria-atomic="true">
            {move || announcer.0.get()}
        </div>
    }
}
