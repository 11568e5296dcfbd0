//! `/settings/integrations/:integration/follow-up-questions`: in which stages candidates are asked, what, and whom it was asked.

mod asked;
mod asking;
mod choices;
mod kind;
mod preview;
mod question;
mod questions;
mod stages;
mod start;

pub use asked::AskedState;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use self::{asked::AskedList, asking::AskingPanel, questions::QuestionsPanel};
use super::{
    integrations::LookOnly,
    wizard::{NextStep, WizardHead, use_wizard},
};
use crate::{
    api::{follow_ups::read_follow_ups, json::resource},
    components::{Failure, SkeletonRows},
    shell::session,
    wire::follow_ups::FollowUps,
};

/// The page: what stands on it is [`FollowUpQuestions`], which a wizard can show as one of its steps.
#[component]
pub fn FollowUpQuestionsPage() -> impl IntoView {
    let params = use_params_map();
    let integration = Memo::new(move |_| params.read().get("integration").unwrap_or_default());
    // Whoever may only look is not led through the set-up.
    let wizard = session()
        .is_some_and(|session| session.can.manage_integrations)
        .then(use_wizard);
    view! {
        <Title text="Follow-up Questions"/>
        <div class="page narrow">
            {match wizard {
                Some(wizard) => view! { <WizardHead wizard=wizard step="follow-up-questions" title="Follow-up Questions"/> }.into_any(),
                None => view! {
                    <header class="page-head">
                        <div class="page-title"><a class="crumb" href="/settings/integrations">"Integrations"</a><h1>"Follow-up Questions"</h1></div>
                    </header>
                }.into_any(),
            }}
            <FollowUpQuestions integration=integration/>
            {wizard.map(|wizard| view! { <NextStep wizard=wizard step="follow-up-questions"/> })}
        </div>
    }
    .into_any()
}

/// Follow-up questions of a connection.
#[component]
pub fn FollowUpQuestions(
    /// The connection.
    integration: Memo<String>,
) -> impl IntoView {
    let loaded = resource(move || integration.get(), read_follow_ups);
    let reload = Callback::new(move |()| loaded.refetch());
    view! {
        <Transition fallback=|| view! { <SkeletonRows label="Loading the questions"/> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok(read) => view! { <Loaded integration=integration.get_untracked() read=read changed=reload/> }.into_any(),
                    Err(error) => view! { <Failure error=error retry=reload/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Loaded(integration: String, read: FollowUps, changed: Callback<()>) -> impl IntoView {
    let can = session().map(|session| session.can).unwrap_or_default();
    let may = can.manage_integrations;
    let FollowUps {
        ats,
        active,
        asking,
        jobs,
        questions,
    } = read;
    let lead = format!(
        "When a candidate enters a stage that you choose in {ats}, CLARA writes them a mail with a personal link to a few questions. The answers are scored together with resume and cover letter. Everybody is asked once, however many jobs they apply for."
    );
    view! {
        <p class="lead">{lead}</p>
        {(!may).then(|| view! { <LookOnly/> })}
        <AskingPanel integration=integration.clone() active=active asking=asking may=may changed=changed/>
        <QuestionsPanel integration=integration.clone() jobs=jobs questions=questions may=may changed=changed/>
        <AskedList integration=integration/>
    }
    .into_any()
}
