//! Names of keys that differ between keyboards. The server writes those of most; a Mac shows its own once the browser is there.

use leptos::prelude::*;

use crate::shell::Hydrated;

/// A key, or keys that are held together: `mac` where ⌘ is the key for commands, `other` elsewhere.
pub fn key_name(
    mac: &'static str,
    other: &'static str,
) -> impl Fn() -> &'static str + Send + 'static {
    let hydrated = expect_context::<Hydrated>();
    move || {
        if hydrated.0.get() && is_mac() {
            mac
        } else {
            other
        }
    }
}

/// Whether a Mac, or a tablet with its keyboard, shows the page. Only asked after hydration.
fn is_mac() -> bool {
    let platform = window().navigator().platform().unwrap_or_default();
    ["Mac", "iPad", "iPhone"]
        .iter()
        .any(|name| platform.starts_with(name))
}
