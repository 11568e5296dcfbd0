//! `/settings/failed-work`: what CLARA gave up, why, and what to do about it.

mod group;
mod handling;
mod link;

use leptos::prelude::*;
use leptos_meta::Title;

pub use link::FailedWorkLink;

use self::{
    group::FailedGroup,
    handling::{DiscardDialog, Handling},
};
use crate::{
    api::failed_work::list_failed_work,
    components::{Empty, Failure, Loading},
    shell::Live,
    wire::{failed_work::FailedWork, live::Kind},
};

/// The page.
#[component]
pub fn FailedWorkPage() -> impl IntoView {
    let loaded = Resource::new_blocking(|| (), |()| list_failed_work());
    expect_context::<Live>().listen(move |event| {
        if event.kind == Kind::Integration {
            loaded.refetch();
        }
    });
    let handling = Handling::new(Callback::new(move |()| loaded.refetch()));
    view! {
        <Title text="Failed work"/>
        <div class="page">
            <header class="page-head">
                <div class="page-title"><span class="crumb">"Settings"</span><h1>"Failed work"</h1></div>
            </header>
            <Transition fallback=|| view! { <Loading label="Loading failed work"/> }>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(work) if work.groups.is_empty() => view! { <NothingFailed/> }.into_any(),
                        Ok(work) => view! { <Groups work=work handling=handling/> }.into_any(),
                        Err(error) => view! { <Failure error=error retry=Callback::new(move |()| loaded.refetch())/> }.into_any(),
                    }
                })}
            </Transition>
            <DiscardDialog handling=handling/>
        </div>
    }
    .into_any()
}

#[component]
fn NothingFailed() -> impl IntoView {
    view! {
        <Empty title="Nothing has failed">
            <p>"Work that does not succeed after many tries is listed here, with the reason and what helps. What fails for a moment is tried again by itself."</p>
        </Empty>
    }
}

#[component]
fn Groups(work: FailedWork, handling: Handling) -> impl IntoView {
    let shown: usize = work.groups.iter().map(|group| group.rows.len()).sum();
    let more = work
        .total
        .saturating_sub(u64::try_from(shown).unwrap_or(u64::MAX));
    view! {
        <p class="dim">"CLARA tried this many times and gave up. Nothing else waits for it; mend the reason, then retry."</p>
        {work.groups.into_iter().map(|group| view! { <FailedGroup group=group handling=handling/> }).collect_view()}
        {(more > 0).then(|| view! { <p class="dim">{format!("{more} older ones are not shown. Retry all and Discard all reach them too.")}</p> })}
    }
    .into_any()
}
