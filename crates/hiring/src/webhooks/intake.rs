//! Deliveries, kept once with the work they ask for. Those that arrive together commit together: a commit waits for the disk, and a busy
//! ATS sends hundreds a second. They do not stand in line behind the transactions of the workers, whom they give the work.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use sqlx::query;
use tokio::sync::oneshot;

use super::Endpoint;
use crate::db::{Tx, statements_block};
use crate::queue::{Task, enqueue_all};
use crate::{Error, IntegrationId, OrganizationId, Store, WebhookId};

/// How many commit together at most: the last of them waits for all.
const TOGETHER: usize = 256;

statements_block! {
    RECEIVE = "INSERT INTO webhook_receipts (organization_id, integration_id, token, event, received_at, subject) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (organization_id, integration_id, token) DO NOTHING";
    TESTED = "UPDATE webhooks SET verified = 1, reached_at = $3, key_refused_at = NULL WHERE organization_id = $1 AND id = $2";
    DELIVERED = "UPDATE webhooks SET verified = 1, last_delivery_at = $3, reached_at = $3, key_refused_at = NULL WHERE organization_id = $1 AND id = $2";
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// Kept, and its work queued.
    Stored,
    /// Kept before; nothing to do.
    Duplicate,
}

/// Keeps a delivery that was checked, with the work it asks for, in one transaction; a repeated token changes nothing.
/// `subject` is the ATS's id of the candidacy that it names; `task` is none for a test delivery, which only proves that the way is open. Answers after the commit.
///
/// # Errors
/// [`Error::Unavailable`]: nothing was kept, do not answer 200.
pub async fn store_receipt(
    store: &Store,
    endpoint: &Endpoint,
    delivery_token: &str,
    event: &str,
    subject: Option<&str>,
    task: Option<&Task>,
) -> Result<Receipt, Error> {
    let (answer, kept) = oneshot::channel();
    let delivery = Delivery {
        endpoint: endpoint.clone(),
        token: delivery_token.to_owned(),
        event: event.to_owned(),
        subject: subject.map(str::to_owned),
        task: task.cloned(),
        answer,
    };
    store.intake().put(delivery);
    {
        let _turn = store.intake().turn.lock().await;
        // Whoever had the turn before may have taken this one along; else take it, and all that came meanwhile.
        while kept.is_empty() {
            let (batch, store) = (store.intake().take(), store.clone());
            if batch.is_empty() {
                break;
            }
            // A task of its own: if this caller goes away, the others' deliveries are kept all the same.
            let written = tokio::spawn(async move { keep(&store, batch).await });
            written
                .await
                .map_err(|_| Error::Unavailable("the work was stopped".into()))?;
        }
    }
    kept.await
        .map_err(|_| Error::Unavailable("the delivery was not kept".into()))?
}

/// A delivery that waits for the next commit.
struct Delivery {
    endpoint: Endpoint,
    token: String,
    event: String,
    subject: Option<String>,
    task: Option<Task>,
    answer: oneshot::Sender<Result<Receipt, Error>>,
}

impl Delivery {
    /// What makes it the same as another one.
    fn key(&self) -> (OrganizationId, IntegrationId, &str) {
        let endpoint = &self.endpoint;
        (
            endpoint.permit.organization(),
            endpoint.integration,
            &self.token,
        )
    }
}

/// The deliveries that wait, and whose turn it is to commit them.
#[derive(Default)]
pub(crate) struct Intake {
    waiting: Mutex<VecDeque<Delivery>>,
    turn: tokio::sync::Mutex<()>,
}

impl Intake {
    fn put(&self, delivery: Delivery) {
        self.waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_back(delivery);
    }

    fn take(&self) -> Vec<Delivery> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let many = waiting.len().min(TOGETHER);
        waiting.drain(..many).collect()
    }
}

/// Keeps a batch: all of it or nothing. Whoever no longer listens is kept too.
async fn keep(store: &Store, batch: Vec<Delivery>) {
    let kept = keep_all(store, &batch).await;
    for (number, delivery) in batch.into_iter().enumerate() {
        let answer = match &kept {
            Ok(receipts) => Ok(receipts[number]),
            Err(Error::Full) => Err(Error::Full),
            Err(error) => Err(Error::Unavailable(error.to_string())),
        };
        // Nobody listens: the sender hung up, and will send again.
        let _ = delivery.answer.send(answer);
    }
}

/// First the webhooks, then the receipts, then the work, each in one order: two servers that keep the same deliveries at once must not
/// wait for each other.
async fn keep_all(store: &Store, batch: &[Delivery]) -> Result<Vec<Receipt>, Error> {
    let mut tx = store.begin_ahead().await?;
    delivered(&mut tx, batch).await?;
    let mut receipts = vec![Receipt::Duplicate; batch.len()];
    let mut in_order: Vec<usize> = (0..batch.len()).collect();
    in_order.sort_by_key(|number| batch[*number].key());
    for number in in_order {
        receipts[number] = keep_one(&mut tx, &batch[number]).await?;
    }
    let fresh = batch
        .iter()
        .zip(&receipts)
        .filter(|(_, receipt)| **receipt == Receipt::Stored)
        .filter_map(|(delivery, _)| {
            Some((
                delivery.endpoint.permit.organization(),
                delivery.task.as_ref()?,
            ))
        });
    enqueue_all(&mut tx, fresh).await?;
    tx.commit().await?;
    Ok(receipts)
}

/// Notes on each webhook that its way is open, and whether more than a test came: a test comes also where the ATS tells of nothing.
async fn delivered(tx: &mut Tx, batch: &[Delivery]) -> Result<(), Error> {
    let now = tx.now();
    let mut webhooks: BTreeMap<(OrganizationId, WebhookId), bool> = BTreeMap::new();
    for delivery in batch {
        let endpoint = &delivery.endpoint;
        let key = (endpoint.permit.organization(), endpoint.webhook);
        *webhooks.entry(key).or_default() |= delivery.task.is_some();
    }
    for ((organization, webhook), genuine) in webhooks {
        let statement = if genuine { DELIVERED } else { TESTED };
        tx.execute(query(statement).bind(organization).bind(webhook).bind(now))
            .await?;
    }
    Ok(())
}

async fn keep_one(tx: &mut Tx, delivery: &Delivery) -> Result<Receipt, Error> {
    let now = tx.now();
    let (organization, integration, token) = delivery.key();
    let kept = query(RECEIVE)
        .bind(organization)
        .bind(integration)
        .bind(token)
        .bind(&*delivery.event)
        .bind(now)
        .bind(delivery.subject.as_deref())
        .execute(tx.connection())
        .await?;
    Ok(if kept.rows_affected() == 0 {
        Receipt::Duplicate
    } else {
        Receipt::Stored
    })
}
