//! The HTML document around the application, rendered by the server only.

use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags};

use super::theme::chosen_theme;
use crate::App;

/// The document. The theme's cookie decides an attribute here, so that nothing flashes.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=chosen_theme()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#17181d" media="(prefers-color-scheme: dark)"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                // Without it the text would be drawn twice: in another font first.
                <link rel="preload" href="/fonts/inter-latin-wght-normal.woff2" r#as="font" type="font/woff2" crossorigin=""/>
                <HashedStylesheet id="style" options=options.clone()/>
                <HydrationScripts options=options.clone()/>
                <AutoReload options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
    .into_any()
}
