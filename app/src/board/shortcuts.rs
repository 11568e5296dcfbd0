//! What the keys of a board do, in words: one list for the dialog that `?` opens and for the help page.

use futures::FutureExt;
use leptos::prelude::*;

use crate::{
    components::{Dialog, key_name},
    parts::{WhenOpened, draw_shortcuts, when_asked},
};

/// Keys that do one thing.
struct Shortcut {
    /// Any of these; keys that are held together stand in one text. `Ctrl` is ⌘ on a Mac.
    keys: &'static [&'static str],
    /// What they do.
    does: &'static str,
    /// Only for whoever may move cards.
    moves: bool,
}

const fn of(keys: &'static [&'static str], does: &'static str) -> Shortcut {
    Shortcut {
        keys,
        does,
        moves: false,
    }
}

const fn moving(keys: &'static [&'static str], does: &'static str) -> Shortcut {
    Shortcut {
        keys,
        does,
        moves: true,
    }
}

/// All of them. `keys` listens to those of the board.
static SHORTCUTS: [Shortcut; 10] = [
    of(&["↑", "↓", "←", "→"], "Go from card to card"),
    of(&["Enter"], "Open the profile of the card"),
    moving(
        &["M"],
        "Move to…: the card, or all that are selected with it. Then a letter finds the column",
    ),
    moving(&["Shift ←", "Shift →"], "Move to the column beside"),
    moving(&["X"], "Select the card, or no longer"),
    moving(&["Shift ↑", "Shift ↓"], "Select the next card too"),
    moving(&["Ctrl Z"], "Take the last move back"),
    of(
        &["Esc"],
        "Let go of what is dragged or selected, or close the profile",
    ),
    of(&["Ctrl K"], "Search, or jump to a job or a candidate"),
    of(&["?"], "Show this list"),
];

/// The list.
#[component]
pub fn Shortcuts(
    /// Whether it is for somebody who may move cards.
    moves: bool,
) -> impl IntoView {
    let rows = SHORTCUTS.iter().filter(|shortcut| moves || !shortcut.moves);
    let key = |key: &'static str| {
        let mac = if key == "Ctrl" { "⌘" } else { key };
        view! { <kbd>{key_name(mac, key)}</kbd> }
    };
    let row = |shortcut: &'static Shortcut| {
        let keys = shortcut
            .keys
            .iter()
            .map(|keys| view! { <span>{keys.split(' ').map(key).collect_view()}</span> });
        view! { <div><dt>{keys.collect_view()}</dt><dd>{shortcut.does}"."</dd></div> }
    };
    view! { <dl class="shortcuts">{rows.map(row).collect_view()}</dl> }.into_any()
}

/// Shows them, with the [`ShortcutsDialog`] once somebody asks.
#[component]
pub fn AskShortcuts(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Whether it is for somebody who may move cards.
    moves: bool,
) -> impl IntoView {
    let drawn = when_asked(open.into());
    let draw =
        Callback::new(move |()| async move { draw_shortcuts(open, moves).await.ok() }.boxed());
    view! { <WhenOpened shown=drawn draw=draw/> }
}

/// The dialog.
#[component]
pub fn ShortcutsDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Whether it is for somebody who may move cards.
    moves: bool,
) -> impl IntoView {
    view! { <Dialog open=open title="Keys of the board"><Shortcuts moves=moves/></Dialog> }
}
