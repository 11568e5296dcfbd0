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
    api::{failed_work::list_failed_work, json::resource},
    components::{Empty, Latest, Loading, Rows, part_of},
    shell::Live,
    wire::{
        failed_work::{FailedWork, Group},
        live::Kind,
    },
};

/// The page.
#[component]
pub fn FailedWorkPage() -> impl IntoView {
    let loaded = resource(|| (), |()| list_failed_work());
    expect_context::<Live>().listen(move |event| {
        if event.kind == Kind::Integration {
            loaded.refetch();
        }
    });
    let again = Callback::new(move |()| loaded.refetch());
    let handling = Handling::new(again);
    view! {
        <Title text="Failed work"/>
        <div class="page">
            <header class="page-head">
                <div class="page-title"><span class="crumb">"Settings"</span><h1>"Failed work"</h1></div>
            </header>
            <Transition fallback=|| view! { <Loading label="Loading failed work"/> }>
                <Latest loaded=loaded again=again children={move |work: Memo<FailedWork>| view! { <Groups work=work handling=handling/> }}/>
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
fn Groups(work: Memo<FailedWork>, handling: Handling) -> impl IntoView {
    let groups = part_of(work, |work| work.groups.clone());
    let none = part_of(groups, Vec::is_empty);
    let more = part_of(work, |work| {
        let shown: usize = work.groups.iter().map(|group| group.rows.len()).sum();
        work.total
            .saturating_sub(u64::try_from(shown).unwrap_or(u64::MAX))
    });
    let head = move || {
        if none.get() {
            view! { <NothingFailed/> }.into_any()
        } else {
            view! { <p class="dim">"CLARA tried this many times and gave up. Nothing else waits for it; mend the reason, then retry."</p> }.into_any()
        }
    };
    let left = move || Some(more.get()).filter(|more| *more > 0);
    view! {
        {head}
        <Rows all=groups key=|group: &Group| group.kind.clone() children={move |group: Memo<Group>| view! { <FailedGroup group=group handling=handling/> }}/>
        {move || left().map(|more| view! { <p class="dim">{format!("{more} older ones are not shown. Retry all and Discard all reach them too.")}</p> })}
    }
    .into_any()
}
