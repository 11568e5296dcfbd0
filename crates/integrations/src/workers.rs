//! The workers: they claim rows from the queue, do the work, settle it; and once a minute every connection is looked at.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use hiring::queue::{self, Crew, Leased};
use hiring::{events, follow_ups, gaps, integrations, reconciliations, webhooks};
use serde::de::DeserializeOwned;
use tokio::task::{JoinError, JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use crate::outcomes::Outcome;
use crate::resync;
use crate::tasks::{
    ApplyMapping, AskCandidate, BULK, Context, CreateWebhooks, EraseFiles, FetchApplication,
    ImportApplication, ImportJob, LIVE, PurgeConnection, PurgeJob, Reconcile, ReconcileApplication,
    RemindReviewer, ScreenApplication, TakeAnswers, Task, TaskError, WatchConnection,
    WriteDecisionNote, WriteImportedNote, WriteNote, WriteStage, WriteStatusNote,
};
use crate::{Integrations, Pulse, pulse::Beat};

/// The first and the longest pause before a row that could not be settled is settled again.
const SETTLE_AGAIN: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(8));
/// A third of the lease.
const EXTEND_EVERY: Duration = Duration::from_secs(20);
/// How many looks at the connections there are between two house-keepings: an hour.
const HOUSEKEEPING_EVERY: u32 = 60;

/// How many rows are worked on at once: of all organizations together, who share the workers as [`Crew`] says.
#[derive(Clone, Copy, Debug)]
pub struct Concurrency {
    /// Of live work.
    pub live: usize,
    /// Of imports; a connection has [`BULK_PER_CONNECTION`](crate::BULK_PER_CONNECTION) of them at once.
    pub bulk: usize,
}

impl Default for Concurrency {
    /// Enough for dozens of connections to use up their rate limits side by side: most of the time a worker waits. Live work waits for the
    /// pace of its connection, too, and must not keep that of others waiting meanwhile.
    fn default() -> Self {
        Self {
            live: 16,
            bulk: 192,
        }
    }
}

/// When the workers stop.
#[derive(Clone, Debug)]
pub struct Shutdown {
    /// Cancelled when they are asked to: nothing new is begun.
    pub asked: CancellationToken,
    /// How long what is under way may go on then. What has not ended by that is broken off, and its row is given back, ready at once:
    /// breaking off is nothing else than a crash, which all work survives.
    pub patience: Duration,
}

impl Shutdown {
    /// Resolves when work under way is to be broken off.
    async fn overdue(&self) {
        self.asked.cancelled().await;
        tokio::time::sleep(self.patience).await;
    }
}

/// The workers of this process.
pub struct Workers {
    /// Whether they still turn.
    pub pulse: Pulse,
    /// Ends when they have stopped.
    pub ended: JoinHandle<()>,
}

/// Starts the workers; they work until they are asked to stop.
pub fn start(integrations: Integrations, concurrency: Concurrency, shutdown: Shutdown) -> Workers {
    let pulse = Pulse::of(concurrency.live + concurrency.bulk + 1);
    let mut beats = pulse.beats();
    let mut workers = JoinSet::new();
    for (kinds, many) in [(LIVE, concurrency.live), (BULK, concurrency.bulk)] {
        let crew = Arc::new(Crew::of(kinds, many));
        for beat in beats.by_ref().take(many) {
            let integrations = integrations.clone();
            workers.spawn(work(
                integrations,
                Arc::clone(&crew),
                shutdown.clone(),
                beat,
            ));
        }
    }
    for beat in beats {
        workers.spawn(watch(integrations.clone(), shutdown.asked.clone(), beat));
    }
    let ended = tokio::spawn(async move { while workers.join_next().await.is_some() {} });
    Workers { pulse, ended }
}

async fn work(integrations: Integrations, crew: Arc<Crew>, shutdown: Shutdown, beat: Beat) {
    let store = integrations.store();
    loop {
        let stop = shutdown.asked.cancelled();
        let next = queue::next(store, &crew, stop, || beat.give()).await;
        let Some((leased, _at_work)) = next else {
            return;
        };
        work_until(&integrations, leased, &shutdown, Some(&beat)).await;
    }
}

/// Does one row's work and settles it; for tests and the command line as well.
pub async fn work_on(integrations: &Integrations, leased: Leased) {
    let never = Shutdown {
        asked: CancellationToken::new(),
        patience: Duration::ZERO,
    };
    work_until(integrations, leased, &never, None).await;
}

async fn work_until(
    integrations: &Integrations,
    leased: Leased,
    shutdown: &Shutdown,
    beat: Option<&Beat>,
) {
    // An error's span, so that no filter takes the row off a line.
    let span = tracing::error_span!("work", kind = leased.kind, row = leased.id);
    carry_out(integrations, leased, shutdown, beat)
        .instrument(span)
        .await;
}

async fn carry_out(
    integrations: &Integrations,
    leased: Leased,
    shutdown: &Shutdown,
    beat: Option<&Beat>,
) {
    let began = Instant::now();
    let context = context(integrations, &leased);
    let settled = Arc::clone(&context.settled);
    let outcome = if leased.is_spent() {
        Err(TaskError::Dead("lease_ran_out"))
    } else {
        attempt(context, shutdown, beat).await
    };
    measure(&leased.kind, &outcome, began.elapsed());
    remember(integrations, &leased, &outcome, began.elapsed());
    if let Err(failure) = &outcome {
        tracing::warn!(attempt = leased.attempt, ?failure, "work was not done");
    }
    if outcome.is_ok() && settled.load(Ordering::Acquire) {
        return;
    }
    let ended = Instant::now();
    let mut pause = SETTLE_AGAIN.0;
    while let Err(error) = settle(integrations, &leased, &outcome).await {
        tracing::error!(%error, "a row could not be settled");
        // The worker turns, even if the database does not.
        if let Some(beat) = beat {
            beat.give();
        }
        // Then the lease ends by itself, and the row comes again.
        if ended.elapsed() + pause > queue::LEASE {
            break;
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = shutdown.overdue() => break,
        }
        pause = (pause * 2).min(SETTLE_AGAIN.1);
    }
}

async fn settle(
    integrations: &Integrations,
    leased: &Leased,
    outcome: &Result<(), TaskError>,
) -> Result<(), hiring::Error> {
    let store = integrations.store();
    match outcome {
        Ok(()) | Err(TaskError::Gone) => queue::done(store, leased).await.map(drop),
        Err(TaskError::Lost) => Ok(()),
        Err(TaskError::Retry(code)) if leased.attempt >= queue::MAX_ATTEMPTS => {
            give_up(integrations, leased, code).await
        }
        Err(TaskError::Retry(code)) => queue::retry(store, leased, code).await,
        Err(TaskError::Postpone(pause, code)) => queue::postpone(store, leased, *pause, code).await,
        Err(TaskError::Dead(code)) => give_up(integrations, leased, code).await,
    }
}

/// Does the work, counting the lease anew for as long as it takes.
async fn attempt(
    context: Context,
    shutdown: &Shutdown,
    beat: Option<&Beat>,
) -> Result<(), TaskError> {
    let (store, leased) = (context.store().clone(), context.leased.clone());
    // In a task of its own: a panic ends the row's try, not the worker.
    let mut task = tokio::spawn(async move { dispatch(&context).await }.in_current_span());
    let mut overdue = pin!(shutdown.overdue());
    loop {
        tokio::select! {
            ended = &mut task => return came_of(ended),
            () = &mut overdue => {
                task.abort();
                // Waited for: two must never do the same work at once.
                return came_of(task.await);
            }
            () = tokio::time::sleep(EXTEND_EVERY) => {
                if let Some(beat) = beat {
                    beat.give();
                }
                if let Ok(false) = queue::extend(&store, &leased).await {
                    task.abort();
                    return Err(TaskError::Lost);
                }
            }
        }
    }
}

fn context(integrations: &Integrations, leased: &Leased) -> Context {
    Context {
        integrations: integrations.clone(),
        permit: leased.permit(),
        leased: leased.clone(),
        settled: Arc::default(),
    }
}

/// A kind that this version does not know came from another one; it is as good as none.
fn measure(kind: &str, outcome: &Result<(), TaskError>, took: Duration) {
    let kind = LIVE.iter().chain(BULK).find(|known| **known == kind);
    metrics::histogram!("clara_work_duration_seconds", "kind" => *kind.unwrap_or(&"unknown"), "outcome" => in_words(outcome).0)
        .record(took);
}

/// For whoever looks for trouble later.
fn remember(
    integrations: &Integrations,
    leased: &Leased,
    outcome: &Result<(), TaskError>,
    took: Duration,
) {
    let (outcome, code) = in_words(outcome);
    let outcome = Outcome {
        row: leased.id.clone(),
        kind: leased.kind.clone(),
        outcome,
        code: code.map(str::to_owned),
        attempt: leased.attempt,
        took,
        at: integrations.store().now(),
    };
    integrations
        .outcomes()
        .remember(leased.organization, outcome);
}

/// How it ended, and why it was not done.
fn in_words(outcome: &Result<(), TaskError>) -> (&'static str, Option<&'static str>) {
    match outcome {
        Ok(()) => ("done", None),
        Err(TaskError::Gone) => ("gone", None),
        Err(TaskError::Retry(code)) => ("retry", Some(code)),
        Err(TaskError::Postpone(_, code)) => ("postponed", Some(code)),
        Err(TaskError::Dead(code)) => ("dead", Some(code)),
        Err(TaskError::Lost) => ("lost", None),
    }
}

/// What came of a task. One that was broken off is to be done again at once, and the try does not count.
fn came_of(ended: Result<Result<(), TaskError>, JoinError>) -> Result<(), TaskError> {
    match ended {
        Ok(outcome) => outcome,
        Err(error) if error.is_cancelled() => {
            Err(TaskError::Postpone(Duration::ZERO, "server_stopped"))
        }
        Err(_) => Err(TaskError::Retry("panicked")),
    }
}

async fn give_up(
    integrations: &Integrations,
    leased: &Leased,
    code: &str,
) -> Result<(), hiring::Error> {
    if !queue::extend(integrations.store(), leased).await? {
        // Whoever has the row now may yet succeed.
        return Ok(());
    }
    let context = context(integrations, leased);
    // First the consequences: if they fail, the row comes again and they are tried again.
    match &*leased.kind {
        ImportJob::KIND => told::<ImportJob>(leased, &context, code).await?,
        ImportApplication::KIND => told::<ImportApplication>(leased, &context, code).await?,
        Reconcile::KIND => told::<Reconcile>(leased, &context, code).await?,
        ReconcileApplication::KIND => told::<ReconcileApplication>(leased, &context, code).await?,
        WriteStage::KIND => told::<WriteStage>(leased, &context, code).await?,
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

async fn dispatch(context: &Context) -> Result<(), TaskError> {
    let leased = &context.leased;
    match &*leased.kind {
        RemindReviewer::KIND => payload::<RemindReviewer>(leased)?.run(context).await,
        AskCandidate::KIND => payload::<AskCandidate>(leased)?.run(context).await,
        ApplyMapping::KIND => payload::<ApplyMapping>(leased)?.run(context).await,
        CreateWebhooks::KIND => payload::<CreateWebhooks>(leased)?.run(context).await,
        EraseFiles::KIND => payload::<EraseFiles>(leased)?.run(context).await,
        FetchApplication::KIND => payload::<FetchApplication>(leased)?.run(context).await,
        ImportApplication::KIND => payload::<ImportApplication>(leased)?.run(context).await,
        ImportJob::KIND => payload::<ImportJob>(leased)?.run(context).await,
        PurgeConnection::KIND => payload::<PurgeConnection>(leased)?.run(context).await,
        Reconcile::KIND => payload::<Reconcile>(leased)?.run(context).await,
        ReconcileApplication::KIND => payload::<ReconcileApplication>(leased)?.run(context).await,
        PurgeJob::KIND => payload::<PurgeJob>(leased)?.run(context).await,
        ScreenApplication::KIND => payload::<ScreenApplication>(leased)?.run(context).await,
        TakeAnswers::KIND => payload::<TakeAnswers>(leased)?.run(context).await,
        WatchConnection::KIND => payload::<WatchConnection>(leased)?.run(context).await,
        WriteDecisionNote::KIND => payload::<WriteDecisionNote>(leased)?.run(context).await,
        WriteImportedNote::KIND => payload::<WriteImportedNote>(leased)?.run(context).await,
        WriteNote::KIND => payload::<WriteNote>(leased)?.run(context).await,
        WriteStage::KIND => payload::<WriteStage>(leased)?.run(context).await,
        WriteStatusNote::KIND => payload::<WriteStatusNote>(leased)?.run(context).await,
        _ => Err(TaskError::Dead("unknown_kind")),
    }
}

fn payload<T: DeserializeOwned>(leased: &Leased) -> Result<T, TaskError> {
    serde_json::from_value(leased.payload.clone())
        .map_err(|_| TaskError::Dead("payload_unreadable"))
}

/// Queues a look at every active connection, at once and then every minute, and a comparison where one is due.
async fn watch(integrations: Integrations, shutdown: CancellationToken, beat: Beat) {
    let mut round: u32 = 0;
    while !shutdown.is_cancelled() {
        beat.give();
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
        resync::when_due(everything, &permit, integration).await?;
        if housekeeping {
            webhooks::prune(store, &permit).await?;
            gaps::prune(store, &permit).await?;
            reconciliations::prune(store, &permit).await?;
            events::prune(store, &permit).await?;
            follow_ups::prune(store, &permit).await?;
            integrations::purge_stale(store, &permit).await?;
        }
    }
    Ok(())
}
