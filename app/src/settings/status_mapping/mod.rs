//! `/settings/integrations/:integration/status-mapping`: what each stage and archive reason of the ATS means on the board.

mod draft;
mod onward;
mod table;

use leptos::prelude::*;
use leptos_meta::Title;

use draft::Draft;
use onward::Onward;
use table::StatusTable;

use super::wizard::{KeptNotice, Wizard, WizardHead, keep, use_wizard};
use crate::{
    api::status_mapping::read_mapping,
    components::{Failure, SkeletonRows},
    wire::status_mapping::{Mapping, StatusKind},
};

/// The page. The ATS is asked for its newest list after the page is there.
#[component]
pub fn StatusMappingPage() -> impl IntoView {
    let wizard = use_wizard();
    let loaded = LocalResource::new(move || read_mapping(wizard.integration.get()));
    let again = Callback::new(move |()| loaded.refetch());
    view! {
        <Title text="Status mapping"/>
        <div class="page narrow">
            <WizardHead wizard=wizard step="status-mapping" title="Status mapping"/>
            <Transition fallback=|| view! { <SkeletonRows label="Asking for stages and archive reasons"/> }>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(mapping) => view! { <Form wizard=wizard mapping=mapping again=again/> }.into_any(),
                        Err(error) => view! { <Failure error=error retry=again/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// The two tables and what saving does.
#[component]
fn Form(wizard: Wizard, mapping: Mapping, again: Callback<()>) -> impl IntoView {
    let ats = mapping.ats.clone();
    let stale = mapping.stale.clone().map(|why| view! {
        <p class="notice part" role="status">{format!("{ats} could not be asked for its newest list: {why} What is shown is the list of before.")}</p>
    });
    let draft = Draft::new(mapping);
    let integration = wizard.integration.get_untracked();
    let kept = keep(
        &integration,
        "status-mapping",
        move || draft.unsaved(),
        move |before| draft.restore(before),
    );
    let discard = Callback::new(move |()| draft.discard());
    view! {
        <p class="lead">
            {format!("When somebody moves a candidate in {ats}, the card moves to the column you choose here, and CLARA leaves it there. With ")}
            <em>"no change"</em>
            {format!(" the card stays where it is. Nothing is ever moved in {ats}.")}
        </p>
        {stale}
        <KeptNotice kept=kept discard=discard/>
        <StatusTable draft=draft kind=StatusKind::Stage heading="Stages"/>
        <StatusTable draft=draft kind=StatusKind::ArchiveReason heading="Archive reasons"/>
        <Onward wizard=wizard draft=draft kept=kept again=again/>
    }
    .into_any()
}
