//! Where a part could not be had: the network is gone, or the server was brought to another version meanwhile. Loading the page anew mends both.

use leptos::{prelude::*, wasm_split::SplitLoaderError};

use crate::{components::Icon, shell::Live};

const TITLE: &str = "This could not be loaded";
const WORDS: &str = "The network is gone, or CLARA was updated since this page was opened. Nothing was changed. Load the page anew; what you have written here is not kept.";

/// Goes on with what loading a part gave. Before the page is taken over there is nothing to fall back on: what the server drew can be taken over by
/// this part alone. So it stays as it is, which is readable and has links that work, with words that say why it does not move.
pub async fn at_hand(part: Result<(), SplitLoaderError>) {
    if part.is_err() && !taken_over() {
        say_on_the_page();
        std::future::pending::<()>().await;
    }
    // Afterwards the failure comes again, and is shown, when the part is drawn.
}

/// Whether the page hears of what a person does. The server has nothing to take over, and every part.
fn taken_over() -> bool {
    cfg!(not(feature = "hydrate"))
        || document()
            .body()
            .is_some_and(|body| body.has_attribute("data-hydrated"))
}

/// Without Leptos, which has not begun.
fn say_on_the_page() {
    let words = format!(
        r#"<div class="failure" role="alert"><div><h2>{TITLE}</h2><p>You see the page, but its buttons do nothing. The network is gone, or CLARA is being updated. Nothing was changed.</p><a class="button" href="" rel="external">Load it anew</a></div></div>"#
    );
    let place = document()
        .get_element_by_id("main")
        .or_else(|| document().body().map(Into::into));
    if let Some(place) = place {
        let _ = place.insert_adjacent_html("afterbegin", &words);
    }
}

/// In place of a page. It comes by itself when the network is back: nothing was written on it yet.
pub fn page(_: SplitLoaderError) -> AnyView {
    if let Some(live) = use_context::<Live>() {
        live.when_back(reload);
    }
    shown(view! { <h1>{TITLE}</h1> }.into_any())
}

/// In place of what stands beside a page's own content.
pub fn pane(_: SplitLoaderError) -> AnyView {
    shown(view! { <h2>{TITLE}</h2> }.into_any())
}

fn reload() {
    let _ = window().location().reload();
}

fn shown(title: AnyView) -> AnyView {
    view! {
        <div class="failure" role="alert">
            <Icon name="alert"/>
            <div>
                {title}
                <p>{WORDS}</p>
                <button type="button" class="button" on:click=move |_| reload()>"Load the page anew"</button>
            </div>
        </div>
    }
    .into_any()
}
