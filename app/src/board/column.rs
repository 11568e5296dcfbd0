//! One column: its header and the cards in sight.

use leptos::{html, prelude::*};
use std::sync::Arc;

use super::{
    card::CardView,
    menu::COLUMN_MENU,
    state::{BoardState, ColumnState, revision},
    window::{PITCH, Seen},
};
use crate::{
    components::{Icon, place_menu},
    shell::session,
    wire::board::{Card, ColumnKind},
};

/// A row of a column.
#[derive(Clone)]
enum Row {
    /// A card.
    Card(Arc<Card>),
    /// Where the card in the hand would come to stand.
    Slot,
}

impl Row {
    fn key(&self) -> (String, u64) {
        match self {
            Self::Card(card) => (card.application.clone(), revision(card)),
            Self::Slot => (String::new(), 0),
        }
    }
}

/// A column.
#[component]
pub fn ColumnView(
    /// Its cards.
    state: ColumnState,
    /// The board it is of.
    board: BoardState,
    /// The board's address.
    #[prop(into)]
    base: StoredValue<String>,
    /// Whether this member may move cards.
    movable: bool,
) -> impl IntoView {
    let (id, name, kind) = state
        .column
        .with_value(|column| (column.id.clone(), column.name.clone(), column.kind));
    let of = StoredValue::new(id.clone());
    let matching = Memo::new(move |_| {
        board.filter.with(|filter| {
            (!filter.is_empty()).then(|| {
                state.cards.with(|cards| {
                    (0..cards.len())
                        .filter(|at| cards[*at].answers_to(filter))
                        .collect::<Vec<_>>()
                })
            })
        })
    });
    let shown = Memo::new(move |_| {
        matching.with(|matching| {
            matching
                .as_ref()
                .map_or_else(|| state.cards.with(Vec::len), Vec::len)
        })
    });
    let over = Memo::new(move |_| {
        board.drag.with(|drag| {
            drag.as_ref().is_some_and(|drag| {
                of.with_value(|of| drag.over.as_ref() == Some(of) && drag.card.column != *of)
            })
        })
    });
    let label = format!("{name}, candidates");
    let shares = session().is_some_and(|session| session.can.share);
    let more = format!("More for {name}");
    let ask = move |event: web_sys::MouseEvent| {
        board.column_menu.set(Some(state.id()));
        place_menu(COLUMN_MENU, &event);
    };
    view! {
        <section class="column" class:is-folded=state.folded class:is-over=over data-column=id aria-label=label>
            <header>
                <button type="button" class="column-fold" aria-expanded=move || (!state.folded.get()).to_string() title=move || if state.folded.get() { "Unfold" } else { "Fold" }
                    on:click=move |_| state.folded.update(|folded| *folded = !*folded)>
                    <i class=format!("dot {}", kind.key())></i>
                    <h2>{name}</h2>
                    <span class="column-count">{move || if matching.with(Option::is_some) { format!("{} of {}", shown.get(), state.count.get()) } else { state.count.get().to_string() }}</span>
                    <Icon name="fold"/>
                </button>
                {(movable || shares).then(|| view! { <button type="button" class="column-more" popovertarget=COLUMN_MENU aria-haspopup="menu" aria-label=more title="More" on:click=ask><Icon name="more"/></button> })}
            </header>
            <Show when=move || !state.folded.get()>
                <Cards state=state board=board base=base movable=movable matching=matching over=over kind=kind/>
            </Show>
        </section>
    }
    .into_any()
}

/// The scrolling part of a column.
#[component]
fn Cards(
    state: ColumnState,
    board: BoardState,
    base: StoredValue<String>,
    movable: bool,
    matching: Memo<Option<Vec<usize>>>,
    over: Memo<bool>,
    kind: ColumnKind,
) -> impl IntoView {
    let seen = RwSignal::new(Seen::default());
    let scroller = NodeRef::<html::Div>::new();
    let list = NodeRef::<html::Ul>::new();
    let length = move || {
        matching.with(|matching| {
            matching
                .as_ref()
                .map_or_else(|| state.cards.with(Vec::len), Vec::len)
        })
    };
    let slot = Memo::new(move |_| {
        over.get()
            .then(|| landing(state, board, matching))
            .flatten()
    });
    let total = Memo::new(move |_| length() + usize::from(slot.get().is_some()));
    let rows = move || {
        let slot = slot.get();
        let range = seen.get().rows(total.get());
        state.cards.with(|cards| {
            matching.with(|matching| {
                range
                    .map(|row| match slot {
                        Some(at) if row == at => Row::Slot,
                        _ => {
                            let at = row - usize::from(slot.is_some_and(|slot| slot < row));
                            Row::Card(Arc::clone(
                                &cards[matching.as_ref().map_or(at, |matching| matching[at])],
                            ))
                        }
                    })
                    .collect::<Vec<_>>()
            })
        })
    };
    let look = move || {
        if let Some(scroller) = scroller.get_untracked() {
            let now = Seen::at(scroller.scroll_top(), scroller.client_height());
            if seen.get_untracked() != now {
                seen.set(now);
            }
        }
    };
    // The list is as long as if every card were drawn; the style object takes lengths that the policy refuses in markup.
    Effect::new(move || {
        let (total, first) = (total.get(), seen.get().rows(total.get()).start);
        if let Some(list) = list.get() {
            let pixels = |rows: usize| format!("{}px", rows * usize::try_from(PITCH).unwrap_or(0));
            let style = web_sys::HtmlElement::style(&list);
            let _ = style.set_property("height", &pixels(total));
            let _ = style.set_property("padding-top", &pixels(first));
        }
    });
    Effect::new(move || {
        look();
        let resized = window_event_listener(leptos::ev::resize, move |_| look());
        on_cleanup(move || resized.remove());
    });
    // The place where the card would land is brought into sight.
    Effect::new(move || {
        if let (Some(slot), Some(scroller)) = (slot.get(), scroller.get()) {
            let at = i32::try_from(slot).unwrap_or(0) * PITCH;
            let (top, height) = (scroller.scroll_top(), scroller.client_height());
            if at < top || at + PITCH > top + height {
                scroller.set_scroll_top(at - height / 2);
            }
        }
    });
    let row = move |row: Row| match row {
        Row::Slot => view! { <li class="slot" aria-hidden="true"></li> }.into_any(),
        Row::Card(card) => {
            let href = format!("{}?application={}", base.get_value(), card.application);
            view! { <CardView card=card board=board href=href movable=movable/> }.into_any()
        }
    };
    let empty = move || {
        (total.get() == 0).then(|| view! {
            <p class="column-empty">{if matching.with(Option::is_some) { "None match the filter." } else { hint(kind) }}</p>
        })
    };
    view! {
        <div class="cards" node_ref=scroller on:scroll=move |_| look() tabindex="-1">
            <ul node_ref=list role="list"><For each=rows key=Row::key children=row/></ul>
            {empty}
        </div>
    }
    .into_any()
}

/// The row at which the card in the hand would stand.
fn landing(
    state: ColumnState,
    board: BoardState,
    matching: Memo<Option<Vec<usize>>>,
) -> Option<usize> {
    board.drag.with(|drag| {
        let rank = drag.as_ref()?.card.rank();
        state.cards.with(|cards| {
            let at = cards.partition_point(|other| other.rank() < rank);
            Some(matching.with(|matching| {
                matching
                    .as_ref()
                    .map_or(at, |matching| matching.partition_point(|row| *row < at))
            }))
        })
    })
}

/// What an empty column says.
const fn hint(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::ToReview => "Nobody waits for a look.",
        ColumnKind::NotQualified => "Nobody is below the threshold.",
        ColumnKind::PreQualified => "Nobody has reached the threshold yet.",
        ColumnKind::Qualified => "Drop the candidates you want to go on with.",
        ColumnKind::Custom | ColumnKind::Hired | ColumnKind::Rejected => "Nobody here yet.",
    }
}
