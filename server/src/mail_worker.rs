//! The worker that sends the mails which are owed: it claims a row, asks `hiring` what to say, writes the letter, hands it over. That a mail's text
//! is about to go is remembered before it does, so that none is sent twice.

use hiring::mails::{self, SEND_MAIL};
use hiring::queue::{self, Crew, Leased};
use integrations::Beat;
use mail::SendError;

use crate::letters;
use crate::state::AppState;

/// Why a mail was not sent.
#[derive(Debug)]
enum Failure {
    /// There is nothing to send any more.
    Gone,
    /// Again later.
    Retry(&'static str),
    /// Never.
    Dead(&'static str),
    /// It may have been sent: not again by itself.
    Uncertain(&'static str),
    /// It is another worker's by now.
    Lost,
}

/// Sends what is owed until the process is asked to stop; what is under way is finished first.
/// `beat` says that the worker turns.
pub async fn run(state: AppState, beat: Beat) {
    let alone = Crew::of(&[SEND_MAIL], 1);
    while let Some((leased, _at_work)) =
        queue::next(&state.store, &alone, state.stopping.cancelled(), || {
            beat.give()
        })
        .await
    {
        beat.give();
        let outcome = send(&state, &leased).await;
        if let Err(failure) = &outcome {
            tracing::warn!(
                row = leased.id,
                attempt = leased.attempt,
                ?failure,
                "a mail was not sent"
            );
        }
        if let Err(error) = settle(&state, &leased, outcome).await {
            // The lease ends by itself. A mail that was handed over counts as uncertain then.
            tracing::error!(row = leased.id, %error, "a mail could not be settled");
        }
    }
}

async fn send(state: &AppState, leased: &Leased) -> Result<(), Failure> {
    if mails::was_handed_over(&state.store, leased).await? {
        return Err(Failure::Uncertain("broken_off"));
    }
    let mail = mails::owed(&state.store, leased).await?;
    let message = letters::message(&mail, leased, &state.config.url);
    let handover = state.mailer.begin(&message).await?;
    if !handover.is_repeatable() && !mails::hand_over(&state.store, leased).await? {
        return Err(Failure::Lost);
    }
    Ok(handover.finish().await?)
}

async fn settle(
    state: &AppState,
    leased: &Leased,
    outcome: Result<(), Failure>,
) -> Result<(), hiring::Error> {
    match outcome {
        Ok(()) => mails::sent(&state.store, leased).await,
        Err(Failure::Gone) => queue::done(&state.store, leased).await.map(drop),
        Err(Failure::Retry(code)) => mails::not_sent(&state.store, leased, code).await,
        Err(Failure::Dead(code)) => mails::refused(&state.store, leased, code).await,
        Err(Failure::Uncertain(code)) => mails::uncertain(&state.store, leased, code).await,
        Err(Failure::Lost) => Ok(()),
    }
}

impl From<hiring::Error> for Failure {
    fn from(error: hiring::Error) -> Self {
        match error {
            hiring::Error::NotFound => Self::Gone,
            _ => Self::Retry("store_unavailable"),
        }
    }
}

impl From<SendError> for Failure {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Refused(code) => Self::Dead(code),
            SendError::Unavailable(code) => Self::Retry(code),
            SendError::Uncertain(code) => Self::Uncertain(code),
        }
    }
}
