//! *Move to…*: one menu for all cards of a board, on the browser's own popover (top layer, Esc, press outside).

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::wire::board::Column;

/// The id that buttons name as their `popovertarget`.
pub const MENU: &str = "move-menu";

/// Whose menu is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuAt {
    /// Which application.
    pub application: String,
    /// The column it stands in.
    pub column: String,
}

/// The menu.
#[component]
pub fn MoveMenu(
    /// The popover's id.
    id: &'static str,
    /// Where one can move to.
    columns: Vec<Column>,
    /// The column it stands in now.
    #[prop(into)]
    current: Signal<Option<String>>,
    /// Called with the chosen column's id.
    choose: Callback<String>,
) -> impl IntoView {
    let menu = NodeRef::<html::Div>::new();
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            let _ = menu.hide_popover();
        }
    };
    let rows = columns.into_iter().map(|column| {
        let (id, of) = (column.id.clone(), column.id);
        let here = Memo::new(move |_| current.with(|current| current.as_ref() == Some(&of)));
        view! {
            <button type="button" class="menu-item" role="menuitem" tabindex="-1" aria-disabled=move || here.get().then_some("true")
                on:click=move |_| if !here.get_untracked() { close(); choose.run(id.clone()); }>
                <span><i class=format!("dot {}", column.kind.key())></i>{column.name}</span>
                {move || here.get().then(|| view! { <span class="dim">"now"</span> })}
            </button>
        }
    });
    view! {
        <div node_ref=menu id=id class="menu move-menu" popover="auto" role="menu" aria-label="Move to" on:keydown=move |event| rove(&event) on:toggle=move |_| focus_first(menu)>
            <span class="menu-label" aria-hidden="true">"Move to…"</span>
            {rows.collect_view()}
        </div>
    }
    .into_any()
}

/// Puts the menu beside the button that was pressed, before the browser shows it: through the style object, which the policy allows.
pub fn place_menu(id: &str, event: &web_sys::MouseEvent) {
    let Some(button) = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    else {
        return;
    };
    let Some(menu) = document()
        .get_element_by_id(id)
        .and_then(|menu| menu.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    let at = button.get_bounding_client_rect();
    let inner = |size: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>| {
        size.ok().and_then(|size| size.as_f64()).unwrap_or(0.0)
    };
    let (width, height) = (
        inner(window().inner_width()),
        inner(window().inner_height()),
    );
    // As wide and high as the style makes it at most.
    let left = (at.right() - 200.0).clamp(8.0, (width - 208.0).max(8.0));
    let top = if at.bottom() + 330.0 > height {
        (height - 338.0).max(8.0)
    } else {
        at.bottom() + 4.0
    };
    let style = menu.style();
    let _ = style.set_property("left", &format!("{left}px"));
    let _ = style.set_property("top", &format!("{top}px"));
}

fn items(menu: &Element) -> Vec<HtmlElement> {
    let Ok(found) = menu.query_selector_all("[role=menuitem]") else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|at| found.get(at)?.dyn_into().ok())
        .collect()
}

fn focus_first(menu: NodeRef<html::Div>) {
    if let Some(menu) = menu.get_untracked()
        && menu.matches(":popover-open").unwrap_or(false)
        && let Some(first) = items(&menu)
            .into_iter()
            .find(|item| item.get_attribute("aria-disabled").is_none())
    {
        let _ = first.focus();
    }
}

/// Arrow keys, Home and End go through the items.
fn rove(event: &web_sys::KeyboardEvent) {
    let Some(menu) = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    else {
        return;
    };
    let items = items(&menu);
    let Some(last) = items.len().checked_sub(1) else {
        return;
    };
    let focused = document().active_element();
    let at = items
        .iter()
        .position(|item| focused.as_ref() == Some(item.as_ref()))
        .unwrap_or(last);
    let to = match event.key().as_str() {
        "ArrowDown" => (at + 1) % items.len(),
        "ArrowUp" => (at + last) % items.len(),
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    event.prevent_default();
    let _ = items[to].focus();
}
