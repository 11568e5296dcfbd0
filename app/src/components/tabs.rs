//! Tabs: one panel in sight, chosen by mouse or arrow keys (the ARIA pattern with automatic activation).

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

/// A tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TabItem<T> {
    /// What it shows.
    pub shows: T,
    /// Its words.
    pub label: &'static str,
    /// How many things are in there, where that is worth a number.
    pub count: Option<Signal<usize>>,
}

/// The row of tabs, and the panel below.
#[component]
pub fn Tabs<T: Copy + PartialEq + Send + Sync + 'static>(
    /// What the tabs are about.
    label: &'static str,
    /// Begins the ids of this row; a page may have several.
    id: &'static str,
    /// Left to right.
    tabs: Vec<TabItem<T>>,
    /// What is shown.
    chosen: RwSignal<T>,
    /// The panel's content.
    children: Children,
) -> impl IntoView {
    let order = StoredValue::new(tabs.iter().map(|tab| tab.shows).collect::<Vec<_>>());
    let at = Memo::new(move |_| {
        let chosen = chosen.get();
        order.with_value(|order| order.iter().position(|tab| *tab == chosen).unwrap_or(0))
    });
    let list = NodeRef::<html::Div>::new();
    let keyed = move |event: web_sys::KeyboardEvent| {
        let (at, count) = (at.get_untracked(), order.with_value(Vec::len));
        let to = match event.key().as_str() {
            "ArrowRight" => (at + 1) % count,
            "ArrowLeft" => (at + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        chosen.set(order.with_value(|order| order[to]));
        let tab = list
            .get_untracked()
            .and_then(|list| list.children().item(u32::try_from(to).unwrap_or(0)));
        if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = tab.focus();
        }
    };
    let panel = format!("{id}-panel");
    let rows = tabs.into_iter().enumerate().map(|(nth, tab)| view! {
        <button type="button" role="tab" id=format!("{id}-{nth}") aria-controls=panel.clone() aria-selected=move || (at.get() == nth).to_string()
            tabindex=move || if at.get() == nth { "0" } else { "-1" } on:click=move |_| chosen.set(tab.shows)>
            {tab.label}
            {tab.count.map(|count| move || Some(count.get()).filter(|count| *count > 0).map(|count| view! { <span class="tab-count">{count}</span> }))}
        </button>
    }).collect_view();
    view! {
        <div class="tabs" role="tablist" aria-label=label node_ref=list on:keydown=keyed>{rows}</div>
        <div class="tab-panel" role="tabpanel" id=panel.clone() tabindex="0" aria-labelledby=move || format!("{id}-{}", at.get())>{children()}</div>
    }
    .into_any()
}
