//! Who it is: score, name, where the application stands, and what can be done with it.

use leptos::prelude::*;

use super::{close::CloseButton, decided::DecidedLine};
use crate::{
    board::{MoveMenu, Request},
    components::{Icon, ScoreRing, When, part_of, place_menu},
    resync::ResyncCandidate,
    sharing::{Offered, ShareButton},
    shell::{Looking, session},
    wire::{
        board::{CardState, Column},
        profile::Profile,
    },
};

/// The popover's id; a page has one profile.
const MENU: &str = "profile-move";

/// The head of a profile.
#[component]
pub fn Head(
    /// Whose.
    profile: Memo<Profile>,
    /// Asks for a move.
    request_move: Callback<Request>,
    /// Closes the pane.
    close: Option<Callback<()>>,
) -> impl IntoView {
    let movable = session().is_some_and(|session| session.can.screen);
    let score = part_of(profile, |profile| {
        let score = profile.score.as_ref();
        (
            score.map(|score| score.value),
            score.map_or(0, |score| score.threshold),
        )
    });
    let name = part_of(profile, |profile| profile.name.clone());
    let (application, job, job_title) = profile.with_untracked(|profile| {
        (
            profile.application.clone(),
            profile.job.clone(),
            profile.job_title.clone(),
        )
    });
    let own_page = format!("/applications/{application}");
    let whom = close.map(|_| name.get_untracked());
    let open = Signal::stored(Some(application.clone()));
    let offer = Callback::new(move |()| vec![profile.with_untracked(offered)]);
    let chip = part_of(profile, |profile| {
        column(profile).map(|column| (column.kind, column.name.clone()))
    });
    // Beside the board, the board has the page's heading.
    let shown = move || name.get();
    view! {
        <header class="profile-head">
            {move || { let (value, threshold) = score.get(); view! { <ScoreRing score=value threshold=threshold/> } }}
            <div class="profile-who">
                {if close.is_some() { view! { <h2 class="profile-name">{shown}</h2> }.into_any() } else { view! { <h1 class="profile-name">{shown}</h1> }.into_any() }}
                <p class="profile-line">{move || profile.with(|profile| profile.headline.clone())}</p>
                <p class="profile-facts">{move || facts(&profile.get())}</p>
            </div>
            <div class="profile-window">
                {close.is_some().then(|| view! { <a class="button quiet icon-only" href=own_page aria-label="Open as a page" title="Open as a page"><Icon name="expand"/></a> })}
                {close.map(|close| view! { <CloseButton close=close/> })}
            </div>
        </header>
        {move || state_line(&profile.get())}
        <DecidedLine profile=profile request_move=request_move/>
        <div class="profile-actions">
            {move || chip.get().map(|(kind, name)| view! { <span class="column-chip"><i class=format!("dot {}", kind.key())></i>{name}</span> })}
            {movable.then(|| view! { <Mover profile=profile request_move=request_move/> })}
            <ShareButton job=job job_title=job_title offer=offer open=open whom=whom/>
            <span class="gap"></span>
            <Looking profile=true/>
            <AtAts profile=profile movable=movable/>
        </div>
    }
    .into_any()
}

/// What a share can be begun with.
fn offered(profile: &Profile) -> Offered {
    let column = column(profile).map(|column| column.name.clone());
    Offered {
        application: profile.application.clone(),
        name: profile.name.clone(),
        score: profile.score.as_ref().map(|score| score.value),
        column: column.unwrap_or_default(),
        filtered: true,
    }
}

/// Where it stands.
fn column(profile: &Profile) -> Option<&Column> {
    let mut columns = profile.columns.iter();
    columns.find(|column| column.id == profile.column)
}

/// *Move to…*.
#[component]
fn Mover(profile: Memo<Profile>, request_move: Callback<Request>) -> impl IntoView {
    let columns = part_of(profile, |profile| profile.columns.clone());
    let here = part_of(profile, |profile| Some(profile.column.clone()));
    let choose = Callback::new(move |to| {
        let (application, name) =
            profile.with_untracked(|profile| (profile.application.clone(), profile.name.clone()));
        request_move.run(Request {
            application,
            name,
            to,
            reason: None,
        })
    });
    view! {
        <button type="button" class="button" popovertarget=MENU aria-haspopup="menu" on:click=move |event| place_menu(MENU, &event)>"Move to…"</button>
        {move || view! { <MoveMenu id=MENU columns=columns.get() current=here choose=choose/> }}
    }
    .into_any()
}

/// The application where it came from: reads it again, or leads there.
#[component]
fn AtAts(profile: Memo<Profile>, movable: bool) -> impl IntoView {
    let application = profile.with_untracked(|profile| profile.application.clone());
    let there = part_of(profile, |profile| {
        profile.url.clone().map(|url| (url, profile.ats.clone()))
    });
    let known = part_of(there, Option::is_some);
    view! {
        {move || (movable && known.get()).then(|| view! { <ResyncCandidate application=application.clone()/> })}
        {move || there.get().map(|(url, ats)| view! {
            <a class="button quiet" href=url target="_blank" rel="noopener noreferrer external"><Icon name="external"/>"Open in " {ats}</a>
        })}
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
