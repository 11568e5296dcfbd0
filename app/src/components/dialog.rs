//! A modal dialog on the browser's own `<dialog>`: focus stays inside, Esc closes, focus returns.

use leptos::{html, prelude::*};

/// A modal dialog.
#[component]
pub fn Dialog(
    /// Whether it is open. Closing it by Esc sets it back.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// Asked for more room.
    #[prop(optional)]
    wide: bool,
    /// What stands inside.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let wanted = open.get();
        if let Some(dialog) = node.get() {
            if wanted && !dialog.open() {
                // It is in the page, so the browser has nothing to refuse.
                let _ = dialog.show_modal();
            } else if !wanted && dialog.open() {
                dialog.close();
            }
        }
    });
    // A press on the backdrop lands on the dialog itself.
    let dismiss = move |event: web_sys::MouseEvent| {
        if node
            .get_untracked()
            .is_some_and(|dialog| event.target().as_ref() == Some(dialog.as_ref()))
        {
            open.set(false);
        }
    };
    view! {
        <dialog node_ref=node class="dialog" class:wide=wide aria-label=title on:close=move |_| open.set(false) on:mousedown=dismiss>
            <div class="dialog-body">
                <header>
                    <h2>{title}</h2>
                    <button type="button" class="button quiet icon-only" aria-label="Close" on:click=move |_| open.set(false)>
                        <super::Icon name="close"/>
                    </button>
                </header>
                {children()}
            </div>
        </dialog>
    }
    .into_any()
}
