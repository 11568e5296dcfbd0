//! Light, dark or the system's choice, kept in a cookie that the server reads before it writes the first byte.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The cookie's name. It holds `light` or `dark`; none means the system's choice.
const COOKIE: &str = "clara_theme";

/// A year, in seconds.
const YEAR: u32 = 31_536_000;

/// The theme that the request's cookie asks for.
pub fn chosen_theme() -> Option<&'static str> {
    #[cfg(feature = "ssr")]
    {
        let parts = use_context::<axum::http::request::Parts>()?;
        let cookies = parts.headers.get_all("cookie");
        let theme = cookies
            .iter()
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| header.split(';'))
            .find_map(|pair| {
                let (name, value) = pair.trim().split_once('=')?;
                (name == COOKIE).then_some(value)
            });
        match theme {
            Some("light") => Some("light"),
            Some("dark") => Some("dark"),
            _ => None,
        }
    }
    #[cfg(not(feature = "ssr"))]
    None
}

/// Three buttons in the account menu.
#[component]
pub fn ThemeChoice() -> impl IntoView {
    let chosen = RwSignal::new(None::<String>);
    // The document says what the server made of the cookie.
    Effect::new(move || {
        chosen.set(
            document()
                .document_element()
                .and_then(|root| root.get_attribute("data-theme")),
        )
    });
    let choice = move |label: &'static str, value: Option<&'static str>| {
        view! {
            <button type="button" aria-pressed=move || (chosen.get().as_deref() == value).to_string() on:click=move |_| { choose(value); chosen.set(value.map(str::to_owned)); }>
                {label}
            </button>
        }
    };
    view! {
        <div class="segmented" role="group" aria-label="Theme">
            {choice("Light", Some("light"))} {choice("Dark", Some("dark"))} {choice("System", None)}
        </div>
    }
}

/// Sets the attribute at once and the cookie for the next page. A browser that refuses the cookie keeps the theme for this page.
fn choose(theme: Option<&str>) {
    let document = document();
    if let Some(root) = document.document_element() {
        let _ = match theme {
            Some(theme) => root.set_attribute("data-theme", theme),
            None => root.remove_attribute("data-theme"),
        };
    }
    if let Ok(document) = document.dyn_into::<web_sys::HtmlDocument>() {
        let (value, age) = theme.map_or(("", 0), |theme| (theme, YEAR));
        let _ = document.set_cookie(&format!(
            "{COOKIE}={value}; Path=/; Max-Age={age}; SameSite=Lax"
        ));
    }
}
