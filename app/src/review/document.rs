//! The HTML document around a review's page.

use leptos::prelude::*;

use crate::components::BrandMark;

/// What every page needs to know of its surroundings.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The address of the stylesheet.
    pub stylesheet: &'a str,
    /// The address of the script, on pages where it helps: a module, so that it runs once the page is read.
    pub script: Option<&'a str>,
    /// It is only looked at: what is pressed does nothing, and no link leads anywhere.
    pub is_preview: bool,
}

impl<'a> Frame<'a> {
    /// Around a page that works.
    #[must_use]
    pub fn new(stylesheet: &'a str, script: Option<&'a str>) -> Self {
        Self {
            stylesheet,
            script,
            is_preview: false,
        }
    }

    /// Around a page that is only looked at.
    #[must_use]
    pub fn preview(stylesheet: &'a str) -> Self {
        Self {
            stylesheet,
            script: None,
            is_preview: true,
        }
    }

    /// Where a link leads.
    pub(super) fn leads_to(self, href: String) -> Option<String> {
        (!self.is_preview).then_some(href)
    }

    /// The whole document, as text. No script stands in it: at most it names a file.
    pub(super) fn document<V: IntoView + 'static>(
        self,
        title: &str,
        class: &'static str,
        page: impl FnOnce() -> V,
    ) -> String {
        let owner = Owner::new();
        let html = owner.with(|| {
            view! {
                <!DOCTYPE html>
                <html lang="en">
                    <head>
                        <meta charset="utf-8"/>
                        <meta name="viewport" content="width=device-width, initial-scale=1"/>
                        <meta name="color-scheme" content="light dark"/>
                        <meta name="robots" content="noindex"/>
                        <title>{format!("{title} · CLARA")}</title>
                        <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                        <link rel="stylesheet" href=self.stylesheet.to_owned()/>
                        {self.script.map(|address| view! { <script type="module" src=address.to_owned()></script> })}
                    </head>
                    <body class=class>{page()}</body>
                </html>
            }
            .to_html()
        });
        owner.cleanup();
        html
    }
}

/// The name of the product, as it stands on every page of people who are not members.
pub(super) fn brand() -> impl IntoView {
    view! {
        <p class="brand">
            <BrandMark size="20"/>
            <span>"CLARA"</span>
        </p>
    }
}

/// A text as it may stand inside a `textarea`, which Leptos does not escape.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_somebody_wrote_becomes_markup() {
        let frame = Frame::new("/pkg/clara.css", None);
        let hostile = "</textarea><script>alert(1)</script>&amp;";
        let html = frame.document(hostile, "x", || {
            let written = escaped(hostile);
            view! { <p title=hostile>{hostile}</p><textarea inner_html=written></textarea> }
        });
        assert!(!html.contains("<script"), "{html}");
        assert!(
            html.contains(
                "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;</textarea>"
            ),
            "{html}"
        );
    }
}
