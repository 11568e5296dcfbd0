//! What shows people, scores and rows.

use leptos::prelude::*;
use screening::model::Verdict;
use std::sync::Arc;

use super::{Specimen, State};
use crate::{
    board::{BoardState, CardView},
    components::{Avatar, Day, ImportProgress, ScoreBadge, ScoreRing, VerdictMark, When},
    wire::{
        board::{Board, Card, CardState, Mark},
        jobs::Import,
    },
};

/// Badges, avatars, times, cards, tables, progress.
#[component]
pub fn Data() -> impl IntoView {
    view! { <Badges/> <Times/> <Cards/> <Rows/> <Progress/> }
}

#[component]
fn Badges() -> impl IntoView {
    let verdicts = [
        Verdict::Met,
        Verdict::Partly,
        Verdict::NotMet,
        Verdict::NoEvidence,
    ];
    view! {
        <Specimen title="Badge, score, avatar" about="Never colour alone: a sign or a word stands with it.">
            <State name="Badge"><span class="badge">"plain"</span> " " <span class="badge good">"Active"</span> " " <span class="badge part">"Waiting"</span> " " <span class="badge bad">"Disconnected"</span></State>
            <State name="Verdict">{verdicts.map(|verdict| view! { <VerdictMark label="Rust 5 y".to_owned() verdict=verdict/> " " }).collect_view()}</State>
            <State name="Score"><ScoreBadge score=Some(87) state=CardState::Scored/></State>
            <State name="scoring…"><ScoreBadge score=None state=CardState::Scoring/></State>
            <State name="No score"><ScoreBadge score=None state=CardState::Unreadable/></State>
            <State name="Ring, above"><ScoreRing score=Some(87) threshold=60/></State>
            <State name="Ring, below"><ScoreRing score=Some(41) threshold=60/></State>
            <State name="Ring, none"><ScoreRing score=None threshold=60/></State>
            <State name="Avatar"><Avatar name="Ada Byron".to_owned()/></State>
        </Specimen>
    }
}

#[component]
fn Times() -> impl IntoView {
    let at = 1_795_478_400_000;
    view! {
        <Specimen title="Time" about="The date, as the server knows it; how long ago, once the browser is there.">
            <State name="A moment"><When at=at/></State>
            <State name="In a narrow place"><When at=at short=true/></State>
            <State name="A day"><Day at=at/></State>
        </Specimen>
    }
}

fn card(change: impl FnOnce(&mut Card)) -> Arc<Card> {
    let mark = |label: &str, verdict| Mark {
        label: label.to_owned(),
        verdict,
    };
    let mut card = Card {
        application: String::new(),
        name: "Aoife Byrne".to_owned(),
        score: Some(87),
        headline: "Senior backend engineer · Northwind · 8 y".to_owned(),
        top: vec![
            mark("Rust 5 y", Verdict::Met),
            mark("Kafka", Verdict::Partly),
        ],
        missing: Vec::new(),
        missing_more: 0,
        flags: Vec::new(),
        stage: Some("Phone screen".to_owned()),
        source: Some("Referral".to_owned()),
        applied_at: 1_795_478_400_000,
        arrived_at: 0,
        comments: 0,
        review: None,
        column: String::new(),
        version: 1,
        by_person: false,
        state: CardState::Scored,
        state_reason: None,
    };
    change(&mut card);
    Arc::new(card)
}

#[component]
fn Cards() -> impl IntoView {
    let board = BoardState::new(&Board::default(), Memo::new(|_| None));
    let show = move |name: &'static str, card: Arc<Card>| {
        view! { <State name=name><ul role="list"><CardView card=card board=board href="#".to_owned() movable=true/></ul></State> }
    };
    view! {
        <Specimen title="Card" about="96 pixels high, whatever stands on it.">
            {show("Scored", card(|_| {}))}
            {show("A must-have is missing, flagged, commented", card(|card| {
                card.score = Some(41);
                card.missing = vec!["Kubernetes".to_owned()];
                card.flags = vec!["hidden_text".to_owned()];
                card.comments = 3;
            }))}
            {show("scoring…", card(|card| {
                card.score = None;
                card.state = CardState::Scoring;
                card.headline = String::new();
                card.top = Vec::new();
            }))}
            {show("Not scored", card(|card| {
                card.score = None;
                card.state = CardState::Unreadable;
                card.state_reason = Some("No text in this PDF: it may be a scan.".to_owned());
                card.top = Vec::new();
            }))}
            {show("No name given", card(|card| card.name = String::new()))}
        </Specimen>
    }
}

#[component]
fn Rows() -> impl IntoView {
    view! {
        <Specimen title="Table" about="Below 700 pixels a table of class stacks becomes a list.">
            <State name="Rows">
                <div class="table-frame"><table class="table stacks">
                    <thead><tr><th scope="col">"Name"</th><th scope="col">"Column"</th><th scope="col" class="number">"Score"</th></tr></thead>
                    <tbody>
                        <tr><th scope="row"><a href="#">"Aoife Byrne"</a><p class="dim small">"Backend engineer · 8 y"</p></th><td><i class="dot pre-qualified"></i>"Pre-Qualified"</td><td class="number">"87"</td></tr>
                        <tr><th scope="row"><a href="#">"Sam Okafor"</a></th><td><i class="dot not-qualified"></i>"Not Qualified"</td><td class="number">"41"</td></tr>
                    </tbody>
                </table></div>
            </State>
        </Specimen>
    }
}

#[component]
fn Progress() -> impl IntoView {
    let import = |total, done, failed, per_minute, eta_seconds| Import {
        total,
        done,
        failed,
        per_minute,
        eta_seconds,
    };
    view! {
        <Specimen title="Progress" about="How far, how fast, how long.">
            <State name="Counting"><ImportProgress import=import(None, 0, 0, None, None)/></State>
            <State name="Under way"><ImportProgress import=import(Some(400), 120, 0, Some(580), Some(29))/></State>
            <State name="Some failed"><ImportProgress import=import(Some(400), 398, 2, None, None)/></State>
        </Specimen>
    }
}
