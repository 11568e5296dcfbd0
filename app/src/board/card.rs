//! One card. Its height is fixed (`window::PITCH`), so that a column knows its length without drawing it.

use leptos::prelude::*;
use std::sync::Arc;

use super::{
    menu::MENU,
    state::{BoardState, Flash},
};
use crate::{
    components::{Icon, ScoreBadge, VerdictMark, When, place_menu},
    wire::board::{Card, CardState, Mark, flag_words},
};

/// A card on the board.
#[component]
pub fn CardView(
    /// What stands on it.
    card: Arc<Card>,
    /// The board it is on.
    board: BoardState,
    /// The address that opens its profile beside the board.
    href: String,
    /// Whether this member may move cards.
    movable: bool,
) -> impl IntoView {
    let id = StoredValue::new(card.application.clone());
    let is = move |other: &str| id.with_value(|id| id == other);
    let open = Memo::new(move |_| board.open.with(|open| open.as_deref().is_some_and(is)));
    let lifted = Memo::new(move |_| {
        board
            .drag
            .with(|drag| drag.as_ref().is_some_and(|drag| is(&drag.card.application)))
    });
    let flash = Memo::new(move |_| {
        board
            .flash
            .with(|flash| flash.as_ref().filter(|(of, _)| is(of)).map(|(_, why)| *why))
    });
    let arrived = card.arrived_at;
    let ask = move |event: web_sys::MouseEvent| {
        board.menu.set(Some(id.get_value()));
        place_menu(MENU, &event);
    };
    let label = format!("Move {} to…", card.shown_name());
    let selected = Memo::new(move |_| id.with_value(|id| board.selection.has(id)));
    view! {
        <li class="card" class:is-open=open class:is-lifted=lifted class:is-selected=selected
            class:is-returned=move || flash.get() == Some(Flash::Returned) class:is-arrived=move || flash.get() == Some(Flash::Arrived)
            data-application=card.application.clone()>
            <div class="card-top">
                <a class="card-name" href=href draggable="false" aria-current=move || open.get().then_some("true")>
                    {card.shown_name().to_owned()}
                </a>
                {move || (arrived > board.new_since.get()).then(|| view! { <span class="new-dot" title="New since your last visit"><span class="visually-hidden">"new"</span></span> })}
                {movable.then(|| view! { <Check board=board application=id name=card.shown_name().to_owned() selected=selected/> })}
                <ScoreBadge score=card.score state=card.state/>
            </div>
            <p class="card-line">{headline(&card)}</p>
            <div class="card-marks">{marks(&card)}</div>
            <div class="card-meta">{meta(&card)}</div>
            {movable.then(|| view! {
                <button type="button" class="card-move" popovertarget=MENU aria-haspopup="menu" aria-label=label title="Move to…" on:click=ask><Icon name="more"/></button>
            })}
        </li>
    }
    .into_any()
}

/// Selects the card, and with Shift all from the one that was selected last.
#[component]
fn Check(
    board: BoardState,
    application: StoredValue<String>,
    name: String,
    selected: Memo<bool>,
) -> impl IntoView {
    // Known by the click, which comes before the change.
    let shift = StoredValue::new(false);
    let changed = move |event| {
        let on = event_target_checked(&event);
        application.with_value(|application| {
            if shift.get_value() {
                let shown = board.shown_with(application);
                board.selection.reach(&shown, application, on);
            } else {
                board.selection.set(application, on);
            }
        });
    };
    view! {
        <input type="checkbox" class="card-check" aria-label=format!("Select {name}") title="Select (X)" prop:checked=move || selected.get()
            on:click=move |event| shift.set_value(event.shift_key()) on:change=changed/>
    }
}

fn headline(card: &Card) -> String {
    match (card.state, &card.state_reason) {
        (CardState::Unreadable, Some(why)) => why.clone(),
        (CardState::Scoring, _) if card.headline.is_empty() => "scoring…".to_owned(),
        _ => card.headline.clone(),
    }
}

/// Missing must-haves first: they decide most; then flags, then the weightiest answers.
fn marks(card: &Card) -> impl IntoView + use<> {
    let missing = card.missing.iter().map(|label| {
        view! { <span class="mark bad" title=format!("Must-have, nothing shows it: {label}")><span aria-hidden="true">"✗"</span><span class="visually-hidden">"missing must-have: "</span><span class="mark-label">{label.clone()}</span></span> }
    }).collect_view();
    let more = (card.missing_more > 0).then(|| view! { <span class="mark bad" title="More must-haves are missing">"+" {card.missing_more}</span> });
    let flags = card.flags.iter().map(|code| view! { <span class="mark part"><Icon name="flag"/><span class="mark-label">{flag_words(code).to_owned()}</span></span> }).collect_view();
    let review = card.review.map(|mark| mark.words().iter().map(|(word, tone)| view! { <span class=format!("mark decision {tone}") title="What hiring managers say"><span class="mark-label">{*word}</span></span> }).collect_view());
    let unreadable = (card.state == CardState::Unreadable)
        .then(|| view! { <span class="mark"><span class="mark-label">"Not scored"</span></span> });
    let top = card
        .top
        .iter()
        .cloned()
        .map(|Mark { label, verdict }| view! { <VerdictMark label=label verdict=verdict/> })
        .collect_view();
    (review, missing, more, flags, unreadable, top)
}

fn meta(card: &Card) -> impl IntoView + use<> {
    let stage = card.stage.clone().map(|stage| view! { <span class="stage" title=format!("Stage in the applicant tracking system: {stage}")>{stage.clone()}</span> });
    let source = card
        .source
        .clone()
        .map(|source| view! { <span>{source}</span> });
    (
        view! { <span class="card-from">{stage}{source}</span> },
        (card.comments > 0).then(|| view! { <span class="card-comments"><Icon name="comment"/>{card.comments}<span class="visually-hidden">" comments"</span></span> }),
        view! { <When at=card.applied_at short=true/> },
    )
}
