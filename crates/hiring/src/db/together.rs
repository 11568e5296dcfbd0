//! SQLite's one writer: transactions that wait for each other are committed together, so that they share one wait for the disk.
//!
//! A commit that waits for the disk (`synchronous = FULL`) costs as much as all else of a small transaction. Here a transaction is a savepoint
//! in one that goes around all those that queue up behind it; the disk is waited for once, when the last of them is done, and only then is
//! any of them told that it is committed. Each is still alone while it works, and what one leaves undone is taken back before the next begins.
//! If the common end fails, none of them happened, and each is told so.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sqlx::{Any, AnyConnection, AnyPool, Executor, Transaction};
use tokio::runtime::Handle;
use tokio::sync::{Mutex as Turns, OwnedMappedMutexGuard, OwnedMutexGuard, oneshot};
use tokio::time::timeout;

use super::database::PATIENCE;
use crate::Error;

/// Around all of a batch. SQLite may take a whole transaction back by itself (a full disk); then this savepoint is gone, and the batch fails
/// instead of committing the half that came after.
const AROUND: &str = "SAVEPOINT around";
const END_AROUND: &str = "RELEASE around";

/// Around one transaction of the batch.
const ONE: &str = "SAVEPOINT one";
const KEEP_ONE: &str = "RELEASE one";
const TAKE_ONE_BACK: &str = "ROLLBACK TO one";

/// SQLite takes the writer's lock at once: a reader's cannot be raised while another writes.
const BEGIN: &str = "BEGIN IMMEDIATE";

/// How a batch ended.
type Ended = Result<(), Arc<sqlx::Error>>;

/// Hands out turns to write.
pub(crate) struct Together {
    writers: AnyPool,
    batch: Arc<Batch>,
}

/// What is not yet on the disk.
#[derive(Default)]
struct Batch {
    /// The transaction around all; none between batches. Who holds this has the turn, in the order of asking.
    around: Arc<Turns<Option<Transaction<'static, Any>>>>,
    /// Touched only by who has the turn.
    book: Mutex<Book>,
}

/// What is known of a batch.
#[derive(Default)]
struct Book {
    /// Whether the last turn was not kept.
    undone: bool,
    /// Whether somebody will end this batch.
    ending: bool,
    /// Whom to tell how it ended.
    kept: Vec<oneshot::Sender<Ended>>,
}

/// One transaction. Dropped without [`Turn::commit`], it leaves nothing.
pub(crate) struct Turn {
    around: OwnedMappedMutexGuard<Option<Transaction<'static, Any>>, Transaction<'static, Any>>,
    batch: Arc<Batch>,
    tell: Option<oneshot::Sender<Ended>>,
}

impl Together {
    pub(crate) fn new(writers: AnyPool) -> Self {
        Self {
            writers,
            batch: Arc::default(),
        }
    }

    /// Waits for its turn, not for ever.
    pub(crate) async fn begin(&self) -> Result<Turn, Error> {
        let waiting = Arc::clone(&self.batch.around).lock_owned();
        let around = timeout(PATIENCE, waiting).await;
        let around = around.map_err(|_| sqlx::Error::PoolTimedOut)?;
        // In a task of its own: a caller that gives up must not leave it open whether the savepoint is there.
        let opening = tokio::spawn(open(self.writers.clone(), Arc::clone(&self.batch), around));
        Ok(opening.await.map_err(|_| sqlx::Error::WorkerCrashed)??)
    }
}

impl Turn {
    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.around
    }

    /// Waits until it is on the disk, together with those that queued behind it.
    pub(crate) async fn commit(mut self) -> Result<(), Error> {
        let (tell, told) = oneshot::channel();
        self.tell = Some(tell);
        drop(self);
        let ended = told.await.map_err(|_| sqlx::Error::WorkerCrashed)?;
        ended.map_err(|error| Error::from(&*error))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut book = self.batch.book();
        book.undone = self.tell.is_none();
        book.kept.extend(self.tell.take());
        if !book.ending
            && let Ok(runtime) = Handle::try_current()
        {
            book.ending = true;
            // It queues behind those who wait already.
            runtime.spawn(end(Arc::clone(&self.batch)));
        }
    }
}

impl Batch {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells all how it ended.
    fn close(&self, ended: Result<(), sqlx::Error>) {
        let ended = ended.map_err(Arc::new);
        let mut book = self.book();
        book.undone = false;
        for kept in book.kept.drain(..) {
            // Nobody listens if the caller has given up.
            let _ = kept.send(ended.clone());
        }
    }
}

/// Opens the next turn, in a batch that is begun if there is none.
async fn open(
    writers: AnyPool,
    batch: Arc<Batch>,
    mut around: OwnedMutexGuard<Option<Transaction<'static, Any>>>,
) -> Result<Turn, sqlx::Error> {
    let undone = batch.book().undone;
    let before = match around.as_mut() {
        Some(before) => go_on(before, undone).await,
        None => Ok(()),
    };
    if let Err(error) = before {
        // What came before is lost; this turn is not. The pool takes back what is not committed.
        *around = None;
        batch.close(Err(error));
    }
    if around.is_none() {
        let mut fresh = writers.begin_with(BEGIN).await?;
        fresh.execute(AROUND).await?;
        fresh.execute(ONE).await?;
        *around = Some(fresh);
    }
    let around = OwnedMutexGuard::try_map(around, Option::as_mut);
    Ok(Turn {
        around: around.map_err(|_| sqlx::Error::WorkerCrashed)?,
        batch,
        tell: None,
    })
}

/// Keeps or takes back the turn before, and opens the next.
async fn go_on(around: &mut AnyConnection, undone: bool) -> Result<(), sqlx::Error> {
    if undone {
        // The savepoint itself stays.
        around.execute(TAKE_ONE_BACK).await?;
    } else {
        around.execute(KEEP_ONE).await?;
        around.execute(ONE).await?;
    }
    Ok(())
}

/// Ends the batch that is there when its turn comes.
async fn end(batch: Arc<Batch>) {
    let mut around = batch.around.lock().await;
    let (undone, nothing) = {
        let mut book = batch.book();
        book.ending = false;
        (book.undone, book.kept.is_empty())
    };
    let ended = match around.take() {
        None => Ok(()),
        Some(around) if nothing => around.rollback().await,
        Some(around) => commit(around, undone).await,
    };
    batch.close(ended);
}

/// Waits for the disk.
async fn commit(mut around: Transaction<'static, Any>, undone: bool) -> Result<(), sqlx::Error> {
    if undone {
        around.execute(TAKE_ONE_BACK).await?;
    }
    around.execute(END_AROUND).await?;
    around.commit().await
}
