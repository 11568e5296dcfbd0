//! Putting work into the queue, in the transaction of its cause.

use sqlx::query;

use super::{LEASE, Leased, RowState, Task};
use crate::db::{Json, Tx, statements_block};
use crate::permission::Operate;
use crate::{Error, OrganizationId, Permit, Store};

statements_block! {
    INSERT = "INSERT INTO queue (organization_id, id, kind, payload, dedupe, priority, state, ready_at, attempts, created_at, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $9) \
        ON CONFLICT (organization_id, kind, dedupe) WHERE state = 'waiting' DO UPDATE SET payload = excluded.payload, \
        priority = CASE WHEN excluded.priority < queue.priority THEN excluded.priority ELSE queue.priority END, \
        ready_at = CASE WHEN queue.attempts = 0 AND excluded.ready_at < queue.ready_at THEN excluded.ready_at ELSE queue.ready_at END, \
        updated_at = excluded.updated_at";
    INSERT_HELD = "INSERT INTO queue (organization_id, id, kind, payload, dedupe, priority, state, ready_at, attempts, lease, created_at, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $10)";
    TAKE_PART = "INSERT INTO queue_turns (organization_id, served_at) VALUES ($1, 0) ON CONFLICT (organization_id) DO NOTHING";
}

/// Puts a task into the queue. A waiting row with the same key is made one with it: the newer payload, the sooner time, the higher priority;
/// only a pause after a failure stays. A running one gets a follow-up.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn enqueue_in(
    tx: &mut Tx,
    organization: OrganizationId,
    task: &Task,
) -> Result<(), Error> {
    let now = tx.now();
    tx.execute(
        query(INSERT)
            .bind(organization)
            .bind(uuid::Uuid::now_v7().to_string())
            .bind(task.kind)
            .bind(Json(&task.payload))
            .bind(task.key.as_deref())
            .bind(task.priority)
            .bind(RowState::Waiting)
            .bind(task.not_before.unwrap_or(now))
            .bind(now),
    )
    .await?;
    tx.execute(query(TAKE_PART).bind(organization)).await?;
    tx.announce_work(Some(task.kind));
    Ok(())
}

/// Puts a task into the queue that the caller holds from the beginning, under an id that it had before: to be ended at once.
pub(crate) async fn enqueue_held(
    tx: &mut Tx,
    organization: OrganizationId,
    id: &str,
    task: &Task,
) -> Result<Leased, Error> {
    let now = tx.now();
    let held = Leased {
        organization,
        id: id.to_owned(),
        kind: task.kind.to_owned(),
        payload: task.payload.clone(),
        attempt: 1,
        until: now.after(LEASE),
        since: now,
        key: task.key.clone(),
        lease: crate::token::random(),
    };
    tx.execute(
        query(INSERT_HELD)
            .bind(organization)
            .bind(id)
            .bind(task.kind)
            .bind(Json(&task.payload))
            .bind(task.key.as_deref())
            .bind(task.priority)
            .bind(RowState::Running)
            .bind(held.until)
            .bind(&*held.lease)
            .bind(now),
    )
    .await?;
    Ok(held)
}

/// Puts tasks into the queue in one order everywhere: two transactions that put the same ones, each in its own order, would wait for each other.
pub(crate) async fn enqueue_all<'a>(
    tx: &mut Tx,
    tasks: impl IntoIterator<Item = (OrganizationId, &'a Task)>,
) -> Result<(), Error> {
    let mut tasks: Vec<_> = tasks.into_iter().collect();
    tasks.sort_by_key(|(organization, task)| (*organization, task.kind, &task.key));
    for (organization, task) in tasks {
        enqueue_in(tx, organization, task).await?;
    }
    Ok(())
}

/// Puts tasks into the queue, all or none.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn enqueue(store: &Store, permit: &Permit<Operate>, tasks: &[Task]) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let organization = permit.organization();
    enqueue_all(&mut tx, tasks.iter().map(|task| (organization, task))).await?;
    tx.commit().await
}
