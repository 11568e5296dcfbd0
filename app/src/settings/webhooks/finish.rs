//! The end of the wizard: only when every test arrived, or knowingly without webhooks.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    api::wizard::finish_setup,
    components::{Toasts, part_of},
    settings::wizard::Wizard,
    wire::wizard::{Hook, Hooks},
};

/// The bar at the foot; nothing once the wizard was walked to its end.
#[component]
pub fn Finish(
    /// The connection.
    wizard: Wizard,
    /// How the webhooks stand.
    hooks: Memo<Hooks>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let navigate = StoredValue::new(use_navigate());
    let busy = RwSignal::new(false);
    let work = part_of(hooks, Hooks::work);
    let ats = StoredValue::new(hooks.with_untracked(|hooks| hooks.ats.clone()));
    let finish = move |_| {
        busy.set(true);
        spawn_local(async move {
            match finish_setup(wizard.integration.get_untracked()).await {
                Ok(()) => {
                    let words = ats.with_value(|ats| {
                        format!(
                            "Congratulations! The connection between CLARA and {ats} is active."
                        )
                    });
                    toasts.good(words);
                    let to = "/settings/integrations";
                    navigate.with_value(|navigate| navigate(to, NavigateOptions::default()));
                }
                Err(error) => toasts.bad(format!("Not finished. {error}")),
            }
            busy.set(false);
        });
    };
    let words = part_of(hooks, |Hooks { hooks, .. }| {
        let waits = |hook: &&Hook| !(hook.active && hook.verified());
        match hooks.iter().filter(waits).count() {
            0 if hooks.is_empty() => "All is set up.".to_owned(),
            0 => "A test delivery arrived for every event.".to_owned(),
            1 => "1 event waits for its first delivery.".to_owned(),
            many => format!("{many} events wait for their first delivery."),
        }
    });
    view! {
        <Transition>
            <Show when=move || !wizard.is_finished()>
                <footer class="actions sticky">
                    <p aria-live="polite">{move || words.get()}</p>
                    <span class="gap"></span>
                    {move || (!work.get()).then(|| view! { <button type="button" class="button" disabled=busy on:click=finish>"Finish without webhooks"</button> })}
                    <button type="button" class="button primary" disabled=move || busy.get() || !work.get() on:click=finish>"Finish set-up"</button>
                </footer>
            </Show>
        </Transition>
    }
    .into_any()
}
