//! The candidates of a share, with what was decided; at the top what was decided just now, and the way to undo it.

use hiring::ApplicationId;
use hiring::shares::{Asked, Review};
use leptos::prelude::*;

use super::{
    document::{Frame, brand},
    pressed,
};
use crate::{components::Day, wire::shares::Decision};

/// What the list shows.
pub struct ListPage<'a> {
    /// The review, as its address names it.
    pub review: &'a str,
    /// The candidate on whom was just decided.
    pub done: Option<ApplicationId>,
    /// The share.
    pub read: Review,
}

/// All candidates.
pub fn list(frame: Frame<'_>, page: ListPage<'_>) -> String {
    let title = format!("Candidates for {}", page.read.job_title);
    frame.document(&title, "review", || {
        let base = format!("/review/{}", page.review);
        let read = &page.read;
        let open = read
            .asked
            .iter()
            .filter(|asked| asked.own.decision.is_none() && asked.card.is_some())
            .count();
        let nobody = read.asked.iter().all(|asked| asked.card.is_none());
        let next = read
            .asked
            .iter()
            .find(|asked| asked.own.decision.is_none() && asked.card.is_some())
            .map(|asked| format!("{base}/{}", asked.application));
        let just = page
            .done
            .and_then(|done| read.asked.iter().find(|asked| asked.application == done))
            .and_then(|asked| just_decided(asked, &base));
        let asks = format!("{} of {} asks for your decision", read.shared_by, read.organization_name);
        let place = read.job_location.clone();
        let message = read.message.clone();
        view! {
            <main class="review-page">
                <header class="review-head">
                    {brand()}
                    <h1>{read.job_title.clone()}</h1>
                    <p class="dim">{asks}{(!place.is_empty()).then(|| format!(" · {place}"))}</p>
                    {read.due_at.map(|due| view! { <p class="review-due">"Please decide by " <b><Day at=due.0/></b></p> })}
                    {(!message.is_empty()).then(|| view! { <blockquote class="review-message">{message}</blockquote> })}
                </header>
                {just}
                <h2 class="review-count">{match open {
                    0 if nobody => "No candidate is left here: nothing is asked of you any more.".to_owned(),
                    0 => "You decided on everybody. Thank you.".to_owned(),
                    1 => "1 candidate waits for you".to_owned(),
                    many => format!("{many} candidates wait for you"),
                }}</h2>
                <ul role="list" class="review-list">{read.asked.iter().map(|asked| row(frame, asked, &base)).collect_view()}</ul>
                {next.map(|next| view! { <footer class="review-bar"><a class="button primary" href=frame.leads_to(next)>"Look at the next one"</a></footer> })}
            </main>
        }
    })
}

/// What was decided just now, with the way to undo it.
fn just_decided(asked: &Asked, base: &str) -> Option<impl IntoView + use<>> {
    let card = asked.card.as_ref()?;
    let name = shown(&card.name);
    let action = format!("{base}/{}", asked.application);
    let Some(decision) = asked.own.decision.map(Decision::from) else {
        let words = format!("Your decision on {name} was taken back.");
        return Some(view! { <p class="notice review-done" role="status">{words}</p> }.into_any());
    };
    let words = format!("You said “{}” to {name}.", decision.label());
    Some(
        view! {
            <form class="notice good review-done" role="status" method="post" action=action>
                {pressed::known(&asked.own)}
                <span>{words}</span>
                <button class="button" type="submit" name="decision" value="undo">"Undo"</button>
            </form>
        }
        .into_any(),
    )
}

fn row(frame: Frame<'_>, asked: &Asked, base: &str) -> AnyView {
    let Some(card) = &asked.card else {
        return view! { <li class="review-row gone"><p class="dim">"This candidate is not available any more: their data were removed."</p></li> }.into_any();
    };
    let (name, headline, score) = (shown(&card.name), card.headline.clone(), card.score);
    let href = frame.leads_to(format!("{base}/{}", asked.application));
    let decision = asked.own.decision.map(Decision::from);
    view! {
        <li class="review-row">
            <a href=href>
                <span class="review-who"><strong>{name}</strong><span class="dim">{headline}</span></span>
                {score.map(|score| view! { <span class="score"><span class="visually-hidden">"CLARA score "</span>{score}</span> })}
                {match decision {
                    Some(decision) => view! { <span class=format!("badge {}", decision.tone())>{decision.label()}</span> }.into_any(),
                    None => view! { <span class="badge none">"Open"</span> }.into_any(),
                }}
            </a>
        </li>
    }.into_any()
}

/// The name, or what stands in its place.
pub(super) fn shown(name: &str) -> String {
    if name.is_empty() {
        "No name given".to_owned()
    } else {
        name.to_owned()
    }
}
