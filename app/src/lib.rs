//! The isomorphic half of CLARA: pages, components, server functions and the types that cross the wire.
//! The same code renders on the server (feature `ssr`) and hydrates in the browser (feature `hydrate`).
//! It never touches SQL, tokens or a connector's internals.

use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::StaticSegment;
use leptos_router::components::{Route, Router, Routes};

/// The document around the application: head, stylesheet, scripts that hydrate.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                <AutoReload options=options.clone() />
                <HydrationScripts options=options.clone() />
                <HashedStylesheet options id="clara" />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The application: every page by its route.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=|title: String| if title.is_empty() { "CLARA".to_owned() } else { format!("{title} · CLARA") } />
        <Router>
            <main>
                <Routes fallback=|| view! { <h1>"Page not found"</h1> }>
                    <Route path=StaticSegment("") view=Home />
                </Routes>
            </main>
        </Router>
    }
}

/// The first page; its button answers only once the page is hydrated.
#[component]
fn Home() -> impl IntoView {
    let clicks = RwSignal::new(0_u32);
    view! {
        <h1>"CLARA"</h1>
        <button type="button" on:click=move |_| clicks.update(|n| *n += 1)>
            "Clicked " {clicks} " times"
        </button>
    }
}
