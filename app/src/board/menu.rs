//! *Move to…*: one menu for all cards of a board, and one for the open profile. And one for all columns.

use leptos::prelude::*;

use super::state::{BoardState, ColumnState};
use crate::{
    components::{Menu, MenuItem, Toast, Toasts},
    sharing::Begin,
    wire::board::Column,
};

/// The id that the cards' buttons name as their `popovertarget`.
pub const MENU: &str = "move-menu";

/// The id that the columns' buttons name as theirs.
pub const COLUMN_MENU: &str = "column-menu";

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
    /// Shares the candidate, for whoever may.
    #[prop(optional)]
    share: Option<Callback<()>>,
) -> impl IntoView {
    let rows = columns.into_iter().map(move |column| {
        let (id, of) = (column.id.clone(), column.id);
        let here = Memo::new(move |_| current.with(|current| current.as_ref() == Some(&of)));
        let chosen = Callback::new(move |()| choose.run(id.clone()));
        view! { <MenuItem current=here choose=chosen><i class=format!("dot {}", column.kind.key())></i>{column.name}</MenuItem> }
    });
    let share = share.map(|share| {
        view! {
            <div class="menu-line" role="separator"></div>
            <MenuItem current=false choose=share>"Share with Hiring Manager…"</MenuItem>
        }
    });
    view! { <Menu id=id label="Move to">{rows.collect_view()}{share}</Menu> }
}

/// What can be done with a whole column.
#[component]
pub fn ColumnMenu(
    /// The board.
    board: BoardState,
    /// Whether this member may move cards.
    movable: bool,
    /// Whether they may share.
    shares: bool,
    /// Whether the keys are shown.
    keys: RwSignal<bool>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let asked = move || board.column(&board.column_menu.get_untracked()?);
    let share = Callback::new(move |()| {
        if let Some(column) = asked() {
            board.sharing.set(Some(Begin::Column(column.name())));
        }
    });
    let rule = Callback::new(move |()| board.sharing.set(Some(Begin::Rule)));
    let show_keys = Callback::new(move |()| keys.set(true));
    let select = Callback::new(move |()| {
        if let Some(column) = asked() {
            select_all(board, column, toasts);
        }
    });
    view! {
        <Menu id=COLUMN_MENU label="Column">
            {movable.then(|| view! { <MenuItem current=false choose=select>"Select all in this column"</MenuItem> })}
            {shares.then(|| view! {
                <MenuItem current=false choose=share>"Share with Hiring Manager…"</MenuItem>
                <MenuItem current=false choose=rule>"When they decide…"</MenuItem>
            })}
            <div class="menu-line" role="separator"></div>
            <MenuItem current=false choose=show_keys>"Keys…"</MenuItem>
        </Menu>
    }
}

/// All that the filter shows of a column, as far as the cards are here.
fn select_all(board: BoardState, column: ColumnState, toasts: Toasts) {
    let shown = board.shown_in(column);
    let here = column.cards.with_untracked(Vec::len);
    if here < column.count.get_untracked() {
        let title = format!("Only the first {here} cards are here yet");
        let detail =
            "They were selected, the rest of the column was not. Select all again in a moment.";
        toasts.show(Toast::bad(title).detail(detail));
    }
    board.selection.add(shown);
}
