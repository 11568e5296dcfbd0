//! Who it is: score, name, where the application stands, and what can be done with it.

use leptos::prelude::*;

use super::decided::DecidedLine;
use crate::{
    board::{MoveMenu, Request},
    components::{Icon, ScoreRing, When, place_menu},
    resync::ResyncCandidate,
    sharing::{Offered, ShareButton},
    shell::{Looking, session},
    wire::{board::CardState, profile::Profile},
};

/// The popover's id; a page has one profile.
const MENU: &str = "profile-move";

/// The head of a profile.
#[component]
pub fn Head(
    /// Whose.
    profile: Profile,
    /// Asks for a move.
    request_move: Callback<Request>,
    /// Closes the pane.
    close: Option<Callback<()>>,
) -> impl IntoView {
    let movable = session().is_some_and(|session| session.can.screen);
    let threshold = profile.score.as_ref().map_or(0, |score| score.threshold);
    let (application, name) = (profile.application.clone(), profile.name.clone());
    let column = profile
        .columns
        .iter()
        .find(|column| column.id == profile.column)
        .cloned();
    let here = profile.column.clone();
    let choose = Callback::new(move |to| {
        request_move.run(Request {
            application: application.clone(),
            name: name.clone(),
            to,
            reason: None,
        })
    });
    let offered = vec![Offered {
        application: profile.application.clone(),
        name: profile.name.clone(),
        score: profile.score.as_ref().map(|score| score.value),
        column: column
            .as_ref()
            .map(|column| column.name.clone())
            .unwrap_or_default(),
        filtered: true,
    }];
    let offer = Callback::new(move |()| offered.clone());
    // Beside the board, the board has the page's heading.
    let name_shown = profile.name.clone();
    let own_page = format!("/applications/{}", profile.application);
    view! {
        <header class="profile-head">
            <ScoreRing score=profile.score.as_ref().map(|score| score.value) threshold=threshold/>
            <div class="profile-who">
                {if close.is_some() { view! { <h2 class="profile-name">{name_shown}</h2> }.into_any() } else { view! { <h1 class="profile-name">{name_shown}</h1> }.into_any() }}
                <p class="profile-line">{profile.headline.clone()}</p>
                <p class="profile-facts">{facts(&profile)}</p>
            </div>
            <div class="profile-window">
                {close.is_some().then(|| view! { <a class="button quiet icon-only" href=own_page aria-label="Open as a page" title="Open as a page"><Icon name="expand"/></a> })}
                {close.map(|close| view! { <button type="button" class="button quiet icon-only" aria-label="Close the profile" title="Close (Esc)" on:click=move |_| close.run(())><Icon name="close"/></button> })}
            </div>
        </header>
        {state_line(&profile)}
        <DecidedLine profile=profile.clone() request_move=request_move/>
        <div class="profile-actions">
            {column.map(|column| view! { <span class="column-chip"><i class=format!("dot {}", column.kind.key())></i>{column.name}</span> })}
            {movable.then(|| view! {
                <button type="button" class="button" popovertarget=MENU aria-haspopup="menu" on:click=move |event| place_menu(MENU, &event)>"Move to…"</button>
                <MoveMenu id=MENU columns=profile.columns.clone() current=Signal::stored(Some(here)) choose=choose/>
            })}
            <ShareButton job=profile.job.clone() job_title=profile.job_title.clone() offer=offer open=Signal::stored(Some(profile.application.clone())) whom=close.map(|_| profile.name.clone())/>
            <span class="gap"></span>
            <Looking profile=true/>
            {(movable && profile.url.is_some()).then(|| view! { <ResyncCandidate application=profile.application.clone()/> })}
            {profile.url.clone().map(|url| view! {
                <a class="button quiet" href=url target="_blank" rel="noopener noreferrer external"><Icon name="external"/>"Open in " {profile.ats.clone()}</a>
            })}
        </div>
    }
    .into_any()
}

/// Stage, source, date, place: what is known of them.
fn facts(profile: &Profile) -> impl IntoView + use<> {
    (
        profile.stage.clone().map(|stage| view! { <span class="stage" title="Stage in the applicant tracking system">{stage}</span> }),
        (!profile.location.is_empty()).then(|| view! { <span>{profile.location.clone()}</span> }),
        profile.source.clone().map(|source| view! { <span>{source}</span> }),
        view! { <span>"applied " <When at=profile.applied_at/></span> },
    )
}

/// Why there is no score, or that one is on its way.
fn state_line(profile: &Profile) -> Option<impl IntoView + use<>> {
    let words = match profile.state {
        CardState::Scored => return None,
        CardState::Scoring => "scoring… The score appears here by itself.".to_owned(),
        CardState::Unreadable => profile
            .reason
            .clone()
            .unwrap_or_else(|| "Not scored: nothing could be read.".to_owned()),
    };
    Some(view! { <p class="notice part">{words}</p> })
}
