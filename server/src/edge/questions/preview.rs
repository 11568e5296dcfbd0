//! `POST /follow-up-questions/preview`: the form or the mail as candidates will see it, of questions that need not be saved yet.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form};
use hiring::follow_ups;
use hiring::mails::Mail;
use hiring::permission::ManageIntegrations;
use hiring::{Member, Millis, Secret};
use maud::html;
use questions::{Entries, QuestionSet};
use serde::Deserialize;

use super::draw::{self, Said};
use super::page;
use crate::letters;
use crate::state::AppState;

/// How long the link of a preview would work.
const LASTS: std::time::Duration = std::time::Duration::from_secs(14 * 86_400);

/// What the page of the settings sends.
#[derive(Deserialize)]
pub struct Preview {
    /// The questions, as JSON.
    questions: String,
    /// Of what.
    show: Shown,
}

/// What is looked at.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Shown {
    Form,
    Mail,
}

/// For those who may edit the questions. Keeps nothing.
pub async fn preview(
    State(state): State<AppState>,
    member: Option<Extension<Member>>,
    Form(asked): Form<Preview>,
) -> Response {
    let Some(Extension(member)) = member else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    if member.permit::<ManageIntegrations>().is_err() {
        return StatusCode::FORBIDDEN.into_response();
    }
    let set = match serde_json::from_str::<QuestionSet>(&asked.questions) {
        Ok(set) => set,
        Err(_) => return StatusCode::UNPROCESSABLE_ENTITY.into_response(),
    };
    let set = match set.checked() {
        Ok(set) => set,
        Err(why) => return not_yet(&member, &why.to_string()),
    };
    let expires_at = state.store.now().after(LASTS);
    let drawn = match asked.show {
        Shown::Form => draw::form(&form(&member, set, expires_at), &Said::Preview),
        Shown::Mail => mail(&state, &member, set.questions.len(), expires_at),
    };
    page(StatusCode::OK, drawn)
}

fn form(member: &Member, set: QuestionSet, expires_at: Millis) -> follow_ups::Form {
    follow_ups::Form {
        organization: member.organization_name.clone(),
        candidate: member.name.clone(),
        job: "The job they applied for".to_owned(),
        set,
        entries: Entries::default(),
        saved_at: None,
        answered_at: None,
        declined: false,
        expires_at,
    }
}

/// The words of the mail. The address in it leads nowhere.
fn mail(state: &AppState, member: &Member, questions: usize, expires_at: Millis) -> maud::Markup {
    let mail = Mail::FollowUp {
        to: member.email.clone(),
        name: member.name.clone(),
        organization: member.organization_name.clone(),
        job: "The job they applied for".to_owned(),
        questions,
        token: Secret::new("…"),
        expires_at,
        reminder: false,
    };
    let (subject, letter) = letters::words(&mail, &state.config.url);
    draw::frame(
        "The mail",
        &member.organization_name,
        html! {
            div.notice role="status" { "This is a preview: nothing was sent." }
            h1 { (subject) }
            pre.letter { (letter.text()) }
        },
    )
}

fn not_yet(member: &Member, why: &str) -> Response {
    let drawn = draw::frame(
        "Not yet",
        &member.organization_name,
        html! {
            h1 { "These questions cannot be asked yet" }
            p role="alert" { (why) }
            p { "Close this page, mend them, and look again." }
        },
    );
    page(StatusCode::UNPROCESSABLE_ENTITY, drawn)
}
