//! What was chosen on a step and is not saved yet, kept in this browser: a reload, a crash and a lost session come back to it.

use leptos::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::wire::read::read;

/// Choices to which nobody came back are forgotten after two weeks; in milliseconds.
const KEPT_FOR: f64 = 14.0 * 24.0 * 3600.0 * 1000.0;

/// Choices as they lie in the browser.
#[derive(Serialize, Deserialize)]
struct Stored<T> {
    at: f64,
    choices: T,
}

/// The place in the browser for the choices of one step of one connection.
#[derive(Clone, Copy)]
pub struct Kept {
    key: StoredValue<String>,
    /// Whether what is shown came from here.
    back: RwSignal<bool>,
}

impl Kept {
    /// Nothing is left to save.
    pub fn forget(self) {
        self.back.set(false);
        if let Some(storage) = storage() {
            self.key.with_value(|key| {
                let _ = storage.remove_item(key);
            });
        }
    }

    fn read<T: DeserializeOwned>(self) -> Option<T> {
        let text = self
            .key
            .with_value(|key| storage()?.get_item(key).ok().flatten())?;
        // What another version kept and this one cannot read is as good as nothing.
        let stored: Stored<T> = read(text.as_bytes()).ok()?;
        (now() - stored.at < KEPT_FOR).then_some(stored.choices)
    }

    /// A browser that keeps nothing (full, or told so) loses them with the page, as before.
    fn write<T: Serialize>(self, choices: &T) {
        let stored = Stored { at: now(), choices };
        if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(&stored)) {
            self.key.with_value(|key| {
                let _ = storage.set_item(key, &text);
            });
        }
    }
}

/// Gives `restore` what was kept, once the browser has taken the page over, and from then on keeps what is `unsaved`. What is kept must hold no
/// names or addresses of persons, and no secret. `restore` answers whether what was kept still fits what is saved now.
pub fn keep<T>(
    integration: &str,
    step: &str,
    unsaved: impl Fn() -> Option<T> + 'static,
    restore: impl Fn(T) -> bool + 'static,
) -> Kept
where
    T: Serialize + DeserializeOwned + 'static,
{
    let kept = Kept {
        key: StoredValue::new(format!("clara-choices:{integration}:{step}")),
        back: RwSignal::new(false),
    };
    Effect::new(move |begun: Option<()>| {
        let found: Option<T> = if begun.is_none() { kept.read() } else { None };
        let restored = found.map(|found| untrack(|| restore(found)));
        match (restored, unsaved()) {
            // It may still be on its way into the form.
            (Some(true), _) => kept.back.set(true),
            (None, Some(choices)) => kept.write(&choices),
            (Some(false), _) | (None, None) => kept.forget(),
        }
    });
    kept
}

/// Says that what is shown was kept from before, and lets it go.
#[component]
pub fn KeptNotice(
    /// Where it is kept.
    kept: Kept,
    /// Shows what is saved again.
    discard: Callback<()>,
) -> impl IntoView {
    let press = move |_| {
        discard.run(());
        kept.forget();
    };
    view! {
        <div role="status">
            <Show when=move || kept.back.get()>
                <div class="notice kept-choices">
                    <span>"Your choices from before were kept. They are not saved yet."</span>
                    <button type="button" class="button quiet" on:click=press>"Discard"</button>
                </div>
            </Show>
        </div>
    }
    .into_any()
}

/// The browser's store; none on the server, or where the browser refuses it.
fn storage() -> Option<web_sys::Storage> {
    if cfg!(feature = "hydrate") {
        window().local_storage().ok().flatten()
    } else {
        None
    }
}

/// The browser's clock, in milliseconds.
fn now() -> f64 {
    if cfg!(feature = "hydrate") {
        web_sys::js_sys::Date::now()
    } else {
        0.0
    }
}
