//! `/settings/notes`: the words of the notes that CLARA writes in the ATS.

mod editor;

use leptos::prelude::*;
use leptos_meta::Title;

use editor::Editor;

use crate::{
    api::{json::resource, notes::list_templates},
    components::{Failure, SkeletonRows},
};

/// The page: an editor for each kind of note.
#[component]
pub fn NotesPage() -> impl IntoView {
    let loaded = resource(|| (), |()| list_templates());
    let again = Callback::new(move |()| loaded.refetch());
    view! {
        <Title text="Notes"/>
        <div class="page narrow">
            <header class="page-head">
                <div class="page-title"><span class="crumb">"Settings"</span><h1>"Notes"</h1></div>
            </header>
            <p class="lead">"CLARA writes these notes on a candidate in the applicant tracking system, and never notifies anybody there. A mark at the end of each tells it from every other note, so that none is written twice."</p>
            <Transition fallback=|| view! { <SkeletonRows label="Loading notes"/> }>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(all) => all.into_iter().map(|template| view! { <Editor template=template again=again/> }).collect_view().into_any(),
                        Err(error) => view! { <Failure error=error retry=again/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}
