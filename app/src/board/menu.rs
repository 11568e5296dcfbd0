//! *Move to…*: one menu for all cards of a board, and one for the open profile.

use leptos::prelude::*;

use crate::{
    components::{Menu, MenuItem},
    wire::board::Column,
};

/// The id that the cards' buttons name as their `popovertarget`.
pub const MENU: &str = "move-menu";

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
    let rows = columns.into_iter().map(move |column| {
        let (id, of) = (column.id.clone(), column.id);
        let here = Memo::new(move |_| current.with(|current| current.as_ref() == Some(&of)));
        let chosen = Callback::new(move |()| choose.run(id.clone()));
        view! { <MenuItem current=here choose=chosen><i class=format!("dot {}", column.kind.key())></i>{column.name}</MenuItem> }
    });
    view! { <Menu id=id label="Move to">{rows.collect_view()}</Menu> }
}
