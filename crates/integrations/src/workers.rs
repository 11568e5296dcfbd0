//! The workers: they claim rows from the queue, do the work, settle it; and once a minute every connection is looked at.

use std::time::Duration;

use hiring::queue::{self, Leased};
use hiring::{events, integrations, webhooks};
use serde::de::DeserializeOwned;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::Integrations;
use crate::tasks::{
    BULK, Context, CreateWebhooks, FetchApplication, ImportApplication, ImportJob, LIVE,
    ScreenApplication, Task, TaskError, WatchConnection, WriteNote,
};

/// How long an idle worker sleeps at most: rows of other processes and rows whose time comes wake nobody.
const IDLE: Duration = Duration::from_secs(1);
/// A third of the lease.
const EXTEND_EVERY: Duration = Duration::from_secs(20);
/// How many looks at the connections there are between two house-keepings: an hour.
const HOUSEKEEPING_EVERY: u32 = 60;

/// How many rows are worked on at once.
#[derive(Clone, Copy, Debug)]
pub struct Concurrency {
    /// Of live work.
    pub live: usize,
    /// Of imports. The ATS's rate limit is the bound in the end.
    pub bulk: usize,
}

impl Default for Concurrency {
    /// Enough to reach ten requests a second at half a second each.
    fn default() -> Self {
        Self { live: 4, bulk: 6 }
    }
}

/// Works until `shutdown` is cancelled; then what is under way is finished first. What is cut off nonetheless comes again when its lease ends.
pub async fn run(
    integrations: Integrations,
    concurrency: Concurrency,
    shutdown: CancellationToken,
) {
    let mut workers = JoinSet::new();
    for (kinds, many) in [(LIVE, concurrency.live), (BULK, concurrency.bulk)] {
        for _ in 0..many {
            workers.spawn(work(integrations.clone(), kinds, shutdown.clone()));
        }
    }
    workers.spawn(watch(integrations, shutdown));
    while workers.join_next().await.is_some() {}
}

async fn work(
    integrations: Integrations,
    kinds: &'static [&'static str],
    shutdown: CancellationToken,
) {
    let mut wakeups = integrations.store().queue_wakeups();
    while !shutdown.is_cancelled() {
        // Before the look, so that a row that comes between the look and the sleep wakes us.
        wakeups.mark_unchanged();
        match queue::claim(integrations.store(), kinds).await {
            Ok(Some(leased)) => {
                work_on(&integrations, leased).await;
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "the queue could not be read"),
        }
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = tokio::time::sleep(IDLE) => {}
            _ = wakeups.changed() => {}
        }
    }
}

/// Does one row's work and settles it; for tests and the command line as well.
pub async fn work_on(integrations: &Integrations, leased: Leased) {
    let store = integrations.store();
    let context = Context {
        integrations: integrations.clone(),
        permit: leased.permit(),
        attempt: leased.attempt,
    };
    // In a task of its own: a panic ends the row's try, not the worker.
    let running = leased.clone();
    let mut task = tokio::spawn(async move { dispatch(&running, &context).await });
    let outcome = loop {
        tokio::select! {
            outcome = &mut task => break outcome,
            () = tokio::time::sleep(EXTEND_EVERY) => {
                if let Ok(false) = queue::extend(store, &leased).await {
                    // Somebody else has the row now.
                    task.abort();
                    return;
                }
            }
        }
    };
    let outcome = outcome.unwrap_or(Err(TaskError::Retry("panicked")));
    let settled = match &outcome {
        Ok(()) | Err(TaskError::Gone) => queue::done(store, &leased).await.map(drop),
        Err(TaskError::Retry(code)) if leased.attempt >= queue::MAX_ATTEMPTS => {
            give_up(integrations, &leased, code).await
        }
        Err(TaskError::Retry(code)) => queue::retry(store, &leased, code).await,
        Err(TaskError::Postpone(pause, code)) => {
            queue::postpone(store, &leased, *pause, code).await
        }
        Err(TaskError::Dead(code)) => give_up(integrations, &leased, code).await,
    };
    if let Err(failure) = &outcome {
        tracing::warn!(
            kind = leased.kind,
            row = leased.id,
            attempt = leased.attempt,
            ?failure,
            "work was not done"
        );
    }
    if let Err(error) = settled {
        // The lease ends by itself, and the row comes again.
        tracing::error!(kind = leased.kind, row = leased.id, %error, "a row could not be settled");
    }
}

async fn give_up(
    integrations: &Integrations,
    leased: &Leased,
    code: &str,
) -> Result<(), hiring::Error> {
    let context = Context {
        integrations: integrations.clone(),
        permit: leased.permit(),
        attempt: leased.attempt,
    };
    // First the consequences: if they fail, the row comes again and they are tried again.
    match &*leased.kind {
        ImportJob::KIND => told::<ImportJob>(leased, &context, code).await?,
        ImportApplication::KIND => told::<ImportApplication>(leased, &context, code).await?,
        _ => {}
    }
    queue::fail(integrations.store(), leased, code).await
}

async fn told<T: Task>(
    leased: &Leased,
    context: &Context,
    code: &str,
) -> Result<(), hiring::Error> {
    match payload::<T>(leased) {
        Ok(task) => task.given_up(context, code).await,
        Err(_) => Ok(()),
    }
}

async fn dispatch(leased: &Leased, context: &Context) -> Result<(), TaskError> {
    match &*leased.kind {
        CreateWebhooks::KIND => payload::<CreateWebhooks>(leased)?.run(context).await,
        FetchApplication::KIND => payload::<FetchApplication>(leased)?.run(context).await,
        ImportApplication::KIND => payload::<ImportApplication>(leased)?.run(context).await,
        ImportJob::KIND => payload::<ImportJob>(leased)?.run(context).await,
        ScreenApplication::KIND => payload::<ScreenApplication>(leased)?.run(context).await,
        WatchConnection::KIND => payload::<WatchConnection>(leased)?.run(context).await,
        WriteNote::KIND => payload::<WriteNote>(leased)?.run(context).await,
        _ => Err(TaskError::Dead("unknown_kind")),
    }
}

fn payload<T: DeserializeOwned>(leased: &Leased) -> Result<T, TaskError> {
    serde_json::from_value(leased.payload.clone())
        .map_err(|_| TaskError::Dead("payload_unreadable"))
}

/// Queues a look at every active connection, at once and then every minute.
async fn watch(integrations: Integrations, shutdown: CancellationToken) {
    let mut round: u32 = 0;
    while !shutdown.is_cancelled() {
        if let Err(error) = look(&integrations, round.is_multiple_of(HOUSEKEEPING_EVERY)).await {
            tracing::error!(%error, "the connections could not be looked at");
        }
        round = round.wrapping_add(1);
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = tokio::time::sleep(WatchConnection::EVERY) => {}
        }
    }
}

async fn look(everything: &Integrations, housekeeping: bool) -> Result<(), hiring::Error> {
    let store = everything.store();
    for (permit, integration) in integrations::active(store).await? {
        everything
            .enqueue(&permit, WatchConnection::of(integration).task())
            .await?;
        if housekeeping {
            webhooks::prune(store, &permit).await?;
            events::prune(store, &permit).await?;
            integrations::purge_stale(store, &permit).await?;
        }
    }
    Ok(())
}
