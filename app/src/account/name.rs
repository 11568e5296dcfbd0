//! One's name, as others see it.

use leptos::{prelude::*, task::spawn_local};

use crate::{api::account::rename, components::Toasts};

/// The form.
#[component]
pub fn NameForm(
    /// As it is.
    name: String,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let before = StoredValue::new(name.clone());
    let name = RwSignal::new(name);
    let saving = RwSignal::new(false);
    let same = move || {
        name.with(|name| {
            name.trim().is_empty() || before.with_value(|before| before == name.trim())
        })
    };
    let save = move || {
        saving.set(true);
        spawn_local(async move {
            match rename(name.get_untracked()).await {
                // The name stands in the frame of the page, which is fixed while the page lives.
                Ok(()) => {
                    let _ = window().location().reload();
                }
                Err(error) => {
                    saving.set(false);
                    toasts.bad(format!("{}. {error}", error.title()));
                }
            }
        });
    };
    view! {
        <form class="line-form" on:submit=move |event| { event.prevent_default(); save(); }>
            <label class="field grow"><span>"Name"</span>
                <input type="text" name="name" autocomplete="name" maxlength="200" required prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event))/>
            </label>
            <button type="submit" class="button" disabled=move || same() || saving.get()>"Save"</button>
        </form>
    }
    .into_any()
}
