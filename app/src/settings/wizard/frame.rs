//! What stands around each step: its heading, the row of steps, and why it cannot be done where it cannot.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::steps::{Steps, after};
use crate::{
    api::{
        json::{Resource, resource},
        wizard::read_progress,
    },
    components::{Failure, is_settled},
    error::ClaraError,
    settings::integrations::LookOnly,
    shell::Live,
    wire::{live::Kind, wizard::Progress},
};

/// The connection of a step's page.
#[derive(Clone, Copy)]
pub struct Wizard {
    /// The connection.
    pub integration: Memo<String>,
    /// How far its set-up is.
    pub progress: Resource<Result<Progress, ClaraError>>,
}

impl Wizard {
    /// The address of a step of this connection.
    pub fn address(self, slug: &str) -> String {
        let id = self.integration.get_untracked();
        format!("/settings/integrations/{id}/{slug}")
    }

    /// Whether the wizard was walked to its end: then its pages are settings.
    pub fn is_finished(self) -> bool {
        matches!(self.progress.get(), Some(Ok(progress)) if progress.finished)
    }
}

/// The connection in the address.
pub fn use_wizard() -> Wizard {
    let params = use_params_map();
    let integration = Memo::new(move |_| params.read().get("integration").unwrap_or_default());
    let progress = resource(move || integration.get(), read_progress);
    expect_context::<Live>().listen(move |event| {
        if matches!(event.kind, Kind::Integration | Kind::Job) {
            progress.refetch();
        }
    });
    Wizard {
        integration,
        progress,
    }
}

/// Heading and row of steps.
#[component]
pub fn WizardHead(
    /// The connection.
    wizard: Wizard,
    /// Which step this is.
    step: &'static str,
    /// The page's heading.
    title: &'static str,
) -> impl IntoView {
    view! {
        <header class="page-head">
            <div class="page-title"><a class="crumb" href="/settings/integrations">"Integrations"</a><h1>{title}</h1></div>
        </header>
        <Transition><WizardSteps wizard=wizard step=step/></Transition>
    }
    .into_any()
}

/// The row of steps, inside a `<Transition>`.
#[component]
fn WizardSteps(
    /// The connection.
    wizard: Wizard,
    /// Which step this is.
    step: &'static str,
) -> impl IntoView {
    // Drawn anew only where it changes: the focus may stand on a step.
    let progress = Memo::new(move |_| wizard.progress.get());
    let around = move || {
        let progress = is_settled(wizard.progress)
            .then(|| progress.get())
            .flatten();
        progress.map(|progress| match progress {
            Ok(progress) => {
                let ended = (!progress.active).then(|| view! {
                    <p class="notice bad" role="alert">{format!("{} is not connected, so nothing can be read from it. What was set up is kept. ", progress.ats)}<a href="/settings/integrations">"Reconnect it under Integrations"</a>"."</p>
                });
                let of = (wizard.integration.get_untracked(), progress);
                view! { <Steps current=step of=of/> {ended} }.into_any()
            }
            Err(ClaraError::Forbidden) => view! { <LookOnly/> }.into_any(),
            Err(error) => view! { <Failure error=error retry=Callback::new(move |()| wizard.progress.refetch())/> }.into_any(),
        })
    };
    around.into_any()
}

/// The way on from a step that saves for itself; nothing once the wizard was walked to its end.
#[component]
pub fn NextStep(
    /// The connection.
    wizard: Wizard,
    /// Which step this is.
    step: &'static str,
) -> impl IntoView {
    let way = move || {
        let next = after(step).filter(|_| !wizard.is_finished())?;
        Some(view! {
            <footer class="actions">
                <a class="button primary" href=wizard.address(next.slug)>{format!("Next: {}", next.name)}</a>
            </footer>
        })
    };
    view! { <Transition>{way}</Transition> }.into_any()
}
