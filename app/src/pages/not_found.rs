//! What stands where no page is.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::Empty;

/// 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::set_status(404);
    view! {
        <Title text="Not found"/>
        <main class="page" id="main">
            <Empty title="There is no page here">
                <p>"The address may be mistyped, or what it led to was removed. Nothing of yours was changed."</p>
                <a class="button primary" href="/jobs">"To your jobs"</a>
            </Empty>
        </main>
    }
    .into_any()
}
