//! A menu on the browser's own popover (top layer, Esc, press outside): beside the button that opens it, with arrow keys.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::pixels;
use crate::case::lower;

/// Room between a menu and what it hangs on, and between a menu and the window's edge, in CSS pixels.
const ROOM: f64 = 6.0;

/// A menu that has so much room below, in CSS pixels, does not look for more above.
const ENOUGH: f64 = 320.0;

/// As wide as the style makes a menu, in CSS pixels.
const WIDTH: f64 = 208.0;

/// A menu. A button opens it by `popovertarget` with [`place_menu`] on its click.
#[component]
pub fn Menu(
    /// The popover's id.
    id: &'static str,
    /// What it is for.
    label: &'static str,
    /// [`MenuItem`]s.
    children: Children,
) -> impl IntoView {
    let menu = NodeRef::<html::Div>::new();
    view! {
        <div node_ref=menu id=id class="menu floating-menu" popover="auto" role="menu" aria-label=label on:keydown=move |event| rove(&event) on:toggle=move |_| if let Some(menu) = menu.get_untracked() { focus_first(&menu) }>
            <span class="menu-label" aria-hidden="true">{label}"…"</span>
            {children()}
        </div>
    }
    .into_any()
}

/// Something to choose; choosing closes the menu.
#[component]
pub fn MenuItem(
    /// Called when it is chosen.
    choose: Callback<()>,
    /// Whether it is how things stand already; then it cannot be chosen.
    #[prop(into)]
    current: Signal<bool>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let chosen = move |event: web_sys::MouseEvent| {
        if !current.get_untracked() {
            close_around(&event);
            choose.run(());
        }
    };
    view! {
        <button type="button" class="menu-item" role="menuitem" tabindex="-1" aria-disabled=move || current.get().then_some("true") on:click=chosen>
            <span>{children()}</span>
            {move || current.get().then(|| view! { <span class="dim">"now"</span> })}
        </button>
    }
    .into_any()
}

/// Puts the menu beside the button that was pressed, before the browser shows it: below it, or above where there is more room. Through the
/// style object, which the policy allows.
pub fn place_menu(id: &str, event: &web_sys::MouseEvent) {
    let button = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let menu = document()
        .get_element_by_id(id)
        .and_then(|menu| menu.dyn_into::<HtmlElement>().ok());
    let (Some(button), Some(menu), Some(page)) = (button, menu, document().document_element())
    else {
        return;
    };
    let at = button.get_bounding_client_rect();
    let (width, height) = (
        f64::from(page.client_width()),
        f64::from(page.client_height()),
    );
    let (above, below) = (at.top(), height - at.bottom());
    let right = (width - at.right()).min(width - WIDTH - ROOM).max(ROOM);
    let (top, bottom, room) = if below >= ENOUGH || below >= above {
        (pixels(at.bottom() + ROOM), "auto".to_owned(), below)
    } else {
        ("auto".to_owned(), pixels(height - at.top() + ROOM), above)
    };
    let style = menu.style();
    for (property, value) in [
        ("right", pixels(right)),
        ("top", top),
        ("bottom", bottom),
        ("max-height", pixels(room - 2.0 * ROOM)),
    ] {
        let _ = style.set_property(property, &value);
    }
}

/// Presses a button that opens a menu. The next key is the menu's already, before the browser tells that it was opened.
pub fn press_menu_button(button: &HtmlElement) {
    button.click();
    let menu = button
        .get_attribute("popovertarget")
        .and_then(|id| document().get_element_by_id(&id));
    if let Some(menu) = menu {
        focus_first(&menu);
    }
}

/// A menu that was opened has the focus on its first item, unless it has it somewhere already.
fn focus_first(menu: &Element) {
    if menu.matches(":popover-open").unwrap_or(false)
        && !menu.contains(document().active_element().as_deref())
        && let Some(first) = items(menu)
            .into_iter()
            .find(|item| item.get_attribute("aria-disabled").is_none())
    {
        let _ = first.focus();
    }
}

fn close_around(event: &web_sys::MouseEvent) {
    let menu = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|item| item.closest("[popover]").ok().flatten())
        .and_then(|menu| menu.dyn_into::<HtmlElement>().ok());
    if let Some(menu) = menu {
        let _ = menu.hide_popover();
    }
}

fn items(menu: &Element) -> Vec<HtmlElement> {
    let Ok(found) = menu.query_selector_all("[role=menuitem]") else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|at| found.get(at)?.dyn_into().ok())
        .collect()
}

/// Arrow keys, Home and End go through the items, a letter to the next that begins with it; Tab leaves.
fn rove(event: &web_sys::KeyboardEvent) {
    let Some(menu) = event
        .current_target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
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
        "Tab" => {
            let _ = menu.hide_popover();
            return;
        }
        letter => {
            let begins = |item: &HtmlElement| {
                let words = lower(&item.text_content().unwrap_or_default());
                words.trim_start().starts_with(&lower(letter))
            };
            let next = (1..=items.len()).map(|step| (at + step) % items.len());
            match next.clone().find(|next| begins(&items[*next])) {
                Some(next) if letter.chars().count() == 1 => next,
                _ => return,
            }
        }
    };
    event.prevent_default();
    let _ = items[to].focus();
}
