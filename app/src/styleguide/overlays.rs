//! What lies above the page.

use leptos::prelude::*;

use super::{Specimen, State};
use crate::{
    board::ShortcutsDialog,
    components::{Dialog, Menu, MenuItem},
};

/// Menus and dialogs.
#[component]
pub fn Overlays() -> impl IntoView {
    let nothing = Callback::new(|()| ());
    let item = move |kind: &'static str, name: &'static str, current: bool| {
        view! { <MenuItem choose=nothing current=current><i class=format!("dot {kind}")></i>{name}</MenuItem> }
    };
    view! {
        <Specimen title="Menu" about="Opens beside its button. Arrow keys and letters find an item, Esc closes.">
            <State name="Open"><Menu id="specimen-menu" label="Move to">{item("to-review", "To review", true)} {item("qualified", "Qualified", false)} {item("rejected", "Rejected", false)}</Menu></State>
        </Specimen>
        <Specimen title="Dialog" about="Asks before what cannot be taken back. Esc and a press outside close it.">
            <State name="A question">
                <Dialog open=RwSignal::new(false) title="Disconnect Lever?">
                    <p>"CLARA stops reading and writes no more notes. Everything stays here."</p>
                    <footer><button type="button" class="button">"Keep connected"</button><button type="button" class="button danger solid">"Disconnect"</button></footer>
                </Dialog>
            </State>
            <State name="Wide">
                <Dialog open=RwSignal::new(false) title="Share with Hiring Manager" wide=true>
                    <p>"With a form on the left and what comes of it on the right."</p>
                    <footer><button type="button" class="button">"Cancel"</button><button type="button" class="button primary">"Share with Hiring Manager"</button></footer>
                </Dialog>
            </State>
            <State name="Keys of the board"><ShortcutsDialog open=RwSignal::new(false) moves=true/></State>
        </Specimen>
    }
}
