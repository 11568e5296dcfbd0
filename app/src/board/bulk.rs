//! The bar below the columns while cards are selected: what can be done with all of them.

use futures::FutureExt;
use leptos::prelude::*;

use super::{keys::focus_card, menu::MoveMenu, mover::Mover, state::BoardState};
use crate::{
    components::{Icon, place_menu},
    parts::{WhenOpened, draw_bulk, when_asked},
    sharing::Begin,
    shell::session,
    wire::board::Column,
};

/// The id of the bar's menu.
const MENU: &str = "bulk-menu";

/// The bar, while at least one card is selected.
#[component]
pub fn BulkBar(
    /// The board.
    board: BoardState,
    /// Moves its cards.
    mover: Mover,
    /// Where they can be moved to.
    columns: Vec<Column>,
) -> impl IntoView {
    let columns = StoredValue::new(columns);
    let some = Memo::new(move |_| board.selection.count() > 0);
    Effect::new(move |before: Option<usize>| {
        let count = board.selection.count();
        if before.is_some_and(|before| before != count) && board.selection.by_hand() {
            mover.say(words(count));
        }
        count
    });
    let drawn = when_asked(some.into());
    let draw = Callback::new(move |()| {
        let columns = columns.get_value();
        async move { draw_bulk(board, mover, columns).await.ok() }.boxed()
    });
    view! { <Show when=move || some.get()><WhenOpened shown=drawn draw=draw/></Show> }
}

/// What can be done with what is selected.
#[component]
pub fn BulkActions(
    /// The board.
    board: BoardState,
    /// Moves its cards.
    mover: Mover,
    /// Where they can be moved to.
    columns: Vec<Column>,
) -> impl IntoView {
    let current = RwSignal::new(None::<String>);
    let ask = move |event: web_sys::MouseEvent| {
        current.set(common_column(board));
        place_menu(MENU, &event);
    };
    let choose = Callback::new(move |to: String| {
        let last = board.selection.last();
        mover.request_all(board.selection.all(), &to);
        if let Some(last) = last {
            focus_card(&last);
        }
    });
    let share = move |_| {
        let begin = Begin::Selection(board.selection.all());
        board.sharing.set(Some(begin));
    };
    let shares = session().is_some_and(|session| session.can.share);
    view! {
        <section class="bulk-bar" aria-label="Selected candidates">
            <strong class="bulk-count">{move || words(board.selection.count())}</strong>
            <button type="button" class="button" popovertarget=MENU aria-haspopup="menu" on:click=ask>"Move to…"</button>
            {shares.then(|| view! {
                <button type="button" class="button" aria-label="Share with Hiring Manager" on:click=share><Icon name="share"/><span>"Share"<span class="bulk-wide">" with Hiring Manager"</span></span></button>
            })}
            <button type="button" class="button quiet" title="Clear the selection (Esc)" on:click=move |_| clear(board)>"Clear"</button>
        </section>
        <MoveMenu id=MENU columns=columns current=current choose=choose/>
    }
    .into_any()
}

/// Lets all go. Who had the focus in the bar, which goes too, has it on the card that was selected last.
pub fn clear(board: BoardState) {
    let in_bar = document()
        .active_element()
        .is_some_and(|element| element.closest(".bulk-bar").ok().flatten().is_some());
    let last = board.selection.last();
    board.selection.clear();
    if let Some(last) = last.filter(|_| in_bar) {
        focus_card(&last);
    }
}

/// Those that were shared are done with. The focus, which the dialog gave back to the bar, is on the card that was selected last if the bar goes.
pub fn let_go(board: BoardState, applications: Vec<String>) {
    let last = board.selection.last();
    let was_empty = board.selection.is_empty();
    board
        .selection
        .keep(|id| !applications.iter().any(|shared| shared == id));
    if let Some(last) = last.filter(|_| !was_empty && board.selection.is_empty()) {
        focus_card(&last);
    }
}

fn words(count: usize) -> String {
    match count {
        0 => "Nobody selected".to_owned(),
        count => format!("{count} selected"),
    }
}

/// The column in which all of them stand, if it is one.
fn common_column(board: BoardState) -> Option<String> {
    let mut columns = board
        .selection
        .all()
        .into_iter()
        .filter_map(|application| Some(board.card(&application)?.column.clone()));
    let first = columns.next()?;
    columns.all(|column| column == first).then_some(first)
}
