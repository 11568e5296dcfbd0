//! A text to be taken elsewhere, with *Copy*.

use leptos::{html, prelude::*, wasm_bindgen::JsCast};

use crate::case::lower;

/// The text and its button.
#[component]
pub fn CopyField(
    /// What it is.
    #[prop(into)]
    label: String,
    /// The text.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let copied = RwSignal::new(false);
    let copy = move |_| {
        if let Some(field) = field.get_untracked() {
            // The document's own command works over plain http too; where a browser refuses it, the text is marked for the keyboard.
            field.select();
            let done = document()
                .dyn_into::<web_sys::HtmlDocument>()
                .is_ok_and(|document| document.exec_command("copy").unwrap_or(false));
            copied.set(done);
        }
    };
    let button = format!("Copy {}", lower(&label));
    view! {
        <div class="token">
            <input type="text" readonly aria-label=label node_ref=field value=value/>
            <button type="button" class="button" aria-label=button on:click=copy>{move || if copied.get() { "Copied" } else { "Copy" }}</button>
        </div>
    }
    .into_any()
}
