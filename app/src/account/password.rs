//! A new password; the present one is asked for.

use leptos::{prelude::*, task::spawn_local};

use crate::{api::account::change_password, components::Toasts};

/// The form. What was typed stays when it is refused.
#[component]
pub fn PasswordForm() -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let present = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let saving = RwSignal::new(false);
    let refusal = RwSignal::new(None::<String>);
    let save = move || {
        saving.set(true);
        refusal.set(None);
        spawn_local(async move {
            match change_password(present.get_untracked(), new.get_untracked()).await {
                Ok(()) => {
                    present.set(String::new());
                    new.set(String::new());
                    toasts.good("Your password is changed. You stay signed in here, and are signed out everywhere else.");
                }
                Err(error) => refusal.set(Some(error.to_string())),
            }
            saving.set(false);
        });
    };
    view! {
        <form class="password-form" on:submit=move |event| { event.prevent_default(); save(); }>
            {move || refusal.get().map(|words| view! { <p class="notice bad" role="alert">{words}</p> })}
            <label class="field"><span>"Present password"</span>
                <input type="password" name="present" autocomplete="current-password" required prop:value=move || present.get() on:input=move |event| present.set(event_target_value(&event))/>
            </label>
            <label class="field"><span>"New password, at least 10 characters"</span>
                <input type="password" name="new" autocomplete="new-password" minlength="10" required prop:value=move || new.get() on:input=move |event| new.set(event_target_value(&event))/>
            </label>
            <button type="submit" class="button" disabled=saving>{move || if saving.get() { "Changing…" } else { "Change password" }}</button>
        </form>
    }
    .into_any()
}
