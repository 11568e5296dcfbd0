//! The words of a note: the organization's template filled in, and the marker that tells it from every other note.

use hiring::ApplicationId;
use hiring::board::{self, Card};
use hiring::notes::{self, Change, Decided, NoteKind, Telling, Template};
use hiring::permission::ViewJobs;
use hiring::shares::Decision;
use screening::model::Verdict;

use crate::tasks::{Context, TaskError};

/// The score note. Equal figures give equal words.
pub(crate) async fn score(
    context: &Context,
    application: ApplicationId,
    telling: &Telling,
    marker: &str,
) -> Result<String, TaskError> {
    let card = board::card(
        context.store(),
        &context.permit.to::<ViewJobs>(),
        application,
    )
    .await?;
    let link = link(context, application);
    let text = template(context, NoteKind::Score)
        .await?
        .render(|name| match name {
            "score" => telling.score.to_string(),
            "column" => telling.column.clone(),
            "met" => labels(&card, Verdict::Met),
            "partly" => labels(&card, Verdict::Partly),
            "missing" => missing(&card),
            "link" => link.clone(),
            _ => String::new(),
        });
    Ok(marked(&text, marker))
}

/// The note of a person's move.
pub(crate) async fn status(
    context: &Context,
    application: ApplicationId,
    change: &Change,
    marker: &str,
) -> Result<String, TaskError> {
    let link = link(context, application);
    let text = template(context, NoteKind::Status)
        .await?
        .render(|name| match name {
            "column" => change.to.clone(),
            "previous_column" => change.from.clone(),
            "moved_by" => change.by.clone(),
            "reason" => change.reason.clone().unwrap_or_default(),
            "link" => link.clone(),
            _ => String::new(),
        });
    Ok(marked(&text, marker))
}

/// The note of hiring managers' decisions: who says what, never why, and where that moved the card.
pub(crate) async fn decisions(
    context: &Context,
    application: ApplicationId,
    decided: &Decided,
    marker: &str,
) -> Result<String, TaskError> {
    let link = link(context, application);
    let text = template(context, NoteKind::Decision)
        .await?
        .render(|name| match name {
            "decisions" => said(decided),
            "link" => link.clone(),
            _ => String::new(),
        });
    Ok(marked(&text, marker))
}

fn said(decided: &Decided) -> String {
    if decided.said.is_empty() {
        return "None at present: it was taken back.".to_owned();
    }
    let said = decided.said.iter().map(|(who, decision)| match decision {
        Decision::Advance => format!("{who}: advance"),
        Decision::Decline => format!("{who}: decline"),
        Decision::NotSure => format!("{who}: not sure"),
    });
    let moved = decided.moved_to.iter();
    let moved = moved.map(|column| format!("CLARA status: {column}"));
    said.chain(moved).collect::<Vec<_>>().join("\n")
}

/// What is kept was parsed; a version that knows fewer placeholders says CLARA's own words.
async fn template(context: &Context, kind: NoteKind) -> Result<Template, TaskError> {
    let kept = notes::template(context.store(), &context.permit, kind).await?;
    Ok(Template::parse(kind, &kept.text).unwrap_or_else(|_| Template::default_of(kind)))
}

fn link(context: &Context, application: ApplicationId) -> String {
    let path = format!("applications/{application}");
    context.integrations.address(&path).to_string()
}

fn labels(card: &Card, wanted: Verdict) -> String {
    let labels: Vec<&str> = card
        .top
        .iter()
        .filter(|mark| mark.verdict == wanted)
        .map(|mark| &*mark.label)
        .collect();
    labels.join(", ")
}

fn missing(card: &Card) -> String {
    let mut missing = card.missing.clone();
    if card.missing_more > 0 {
        missing.push(format!("{} more", card.missing_more));
    }
    missing.join(", ")
}

/// An @name in a note would notify that user.
fn marked(text: &str, marker: &str) -> String {
    format!("{text}\n{marker}").replace('@', "(at)")
}
