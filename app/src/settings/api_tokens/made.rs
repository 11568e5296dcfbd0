//! A token just made: shown once, to be copied.

use leptos::{html, prelude::*, wasm_bindgen::JsCast};

/// The token, with *Copy*.
#[component]
pub fn Made(
    /// The token.
    token: String,
    /// Called when it was put away.
    close: Callback<()>,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let copied = RwSignal::new(false);
    let copy = move |_| {
        if let Some(field) = field.get_untracked() {
            // The document's own command works over plain http too; where a browser refuses it, the token is marked for the keyboard.
            field.select();
            let done = document()
                .dyn_into::<web_sys::HtmlDocument>()
                .is_ok_and(|document| document.exec_command("copy").unwrap_or(false));
            copied.set(done);
        }
    };
    view! {
        <p>"This is the only time that it is shown: CLARA keeps its fingerprint alone. Put it where your program finds its secrets."</p>
        <div class="token">
            <input type="text" readonly aria-label="Token" node_ref=field value=token/>
            <button type="button" class="button" on:click=copy>{move || if copied.get() { "Copied" } else { "Copy" }}</button>
        </div>
        <footer><button type="button" class="button primary" on:click=move |_| close.run(())>"Done"</button></footer>
    }
    .into_any()
}
