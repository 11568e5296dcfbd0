//! What stands where no page is.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::Empty,
    shell::{Frame, session},
};

/// 404. Members keep their navigation.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::set_status(404);
    if session().is_some() {
        view! { <Frame><Missing/></Frame> }.into_any()
    } else {
        view! { <main id="main" class="alone"><Missing/></main> }.into_any()
    }
}

#[component]
fn Missing() -> impl IntoView {
    view! {
        <Title text="Not found"/>
        <div class="page">
            <Empty icon="search" title="There is no page here" page=true>
                <p>"The address may be mistyped, or what it led to was removed. Nothing of yours was changed."</p>
                <a class="button primary" href="/jobs">"To your jobs"</a>
            </Empty>
        </div>
    }
}
