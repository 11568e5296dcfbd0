//! The steps of the wizard, and where one stands among them.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::wire::wizard::Progress;

/// A step: the last part of its address, and its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The last part of its address.
    pub slug: &'static str,
    /// Its name.
    pub name: &'static str,
}

/// After *Connect*, in order. Another one is a line here and a route.
const STEPS: [Step; 4] = [
    Step {
        slug: "jobs",
        name: "Jobs",
    },
    Step {
        slug: "follow-up-questions",
        name: "Follow-up Questions",
    },
    Step {
        slug: "status-mapping",
        name: "Status mapping",
    },
    Step {
        slug: "webhooks",
        name: "Webhooks",
    },
];

impl Step {
    /// Whether nothing is left to do in it.
    fn is_done(self, progress: &Progress) -> bool {
        match self.slug {
            // May stay as they are: whoever mapped the stages passed them.
            "follow-up-questions" | "status-mapping" => progress.mapped,
            "jobs" => progress.jobs,
            _ => progress.finished,
        }
    }
}

/// The step after the one with this address.
pub fn after(slug: &str) -> Option<Step> {
    let at = STEPS.iter().position(|step| step.slug == slug)?;
    STEPS.get(at + 1).copied()
}

/// The row of steps. Without a connection only *Connect* can be stood on.
#[component]
pub fn Steps(
    /// Where one stands; none: at *Connect*.
    #[prop(optional)]
    current: Option<&'static str>,
    /// The connection and how far it is.
    #[prop(optional)]
    of: Option<(String, Progress)>,
) -> impl IntoView {
    let connected = of.is_some();
    let rows = STEPS.iter().enumerate().map(|(nth, step)| {
        let here = current == Some(step.slug);
        let done = of.as_ref().is_some_and(|(_, progress)| step.is_done(progress));
        let mark = if done && !here { "✓".to_owned() } else { (nth + 2).to_string() };
        let inside = view! { <span class="step-mark" aria-hidden="true">{mark}</span><span>{step.name}</span>{(done && !here).then(|| view! { <span class="visually-hidden">" (done)"</span> })} };
        view! {
            <li class:is-done=done class:is-here=here aria-current=here.then_some("step")>
                {match &of {
                    Some((id, _)) if !here => view! { <A href=format!("/settings/integrations/{id}/{}", step.slug)>{inside}</A> }.into_any(),
                    _ => inside.into_any(),
                }}
            </li>
        }
    }).collect_view();
    view! {
        <nav class="steps" aria-label="Set-up">
            <ol role="list">
                <li class:is-done=connected class:is-here=!connected aria-current=(!connected).then_some("step")>
                    <span class="step-mark" aria-hidden="true">{if connected { "✓" } else { "1" }}</span><span>"Connect"</span>
                    {connected.then(|| view! { <span class="visually-hidden">" (done)"</span> })}
                </li>
                {rows}
            </ol>
        </nav>
    }
    .into_any()
}
