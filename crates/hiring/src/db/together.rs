//! SQLite's one writer: transactions that wait for each other are committed together, so that they share one wait for the disk.
//!
//! A commit that waits for the disk (`synchronous = FULL`) costs as much as all else of a small transaction. Here a transaction is a savepoint
//! in one that goes around all those that queue up behind it; the disk is waited for once, when the last of them is done, and only then is
//! any of them told that it is committed. Each is still alone while it works, and what one leaves undone is taken back before the next begins.
//! If the common end fails, none of them happened, and each is told so.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sqlx::{Any, AnyConnection, AnyPool, Execute, Executor, Transaction, query};
use tokio::runtime::Handle;
use tokio::sync::{Mutex as Turns, OwnedMappedMutexGuard, OwnedMutexGuard, oneshot};
use tokio::time::timeout;

use super::database::PATIENCE;
use super::waiting::{Statements, Waiting};
use crate::Error;

/// Around all of a batch. SQLite may take a whole transaction back by itself (a full disk); then this savepoint is gone, and the batch fails
/// instead of committing the half that came after.
const AROUND: &str = "SAVEPOINT around";
const END_AROUND: &str = "RELEASE around";

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
    /// The savepoint of the last turn that was kept, which stands until the next one begins.
    standing: Option<Savepoint>,
    /// That of the last turn, if it is to be taken back.
    undone: Option<Savepoint>,
    /// Whether somebody will end this batch.
    ending: bool,
    /// Whom to tell how it ended.
    kept: Vec<oneshot::Sender<Ended>>,
}

/// Around one transaction of the batch. Two that follow each other have different ones: to take one back that never came to be must not
/// take back the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Savepoint {
    Odd,
    Even,
}

impl Savepoint {
    /// The next one, and what begins it: the turn before is kept.
    fn after(standing: Option<Self>) -> (Self, &'static [&'static str]) {
        match standing {
            None => (Self::Odd, &["SAVEPOINT odd"]),
            Some(Self::Odd) => (Self::Even, &["RELEASE odd", "SAVEPOINT even"]),
            Some(Self::Even) => (Self::Odd, &["RELEASE even", "SAVEPOINT odd"]),
        }
    }

    fn take_back(self) -> &'static str {
        match self {
            Self::Odd => "ROLLBACK TO odd",
            Self::Even => "ROLLBACK TO even",
        }
    }
}

/// One transaction. Dropped without [`Turn::commit`], it leaves nothing.
pub(crate) struct Turn {
    around: OwnedMappedMutexGuard<Option<Transaction<'static, Any>>, Transaction<'static, Any>>,
    batch: Arc<Batch>,
    savepoint: Savepoint,
    /// Its savepoint first of all.
    waiting: Waiting,
    /// Something was sent, perhaps.
    begun: bool,
    /// Something waits beside the savepoint.
    more: bool,
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
        if around.is_some() && self.batch.book().undone.is_none() {
            return Ok(turn(around, Arc::clone(&self.batch))?);
        }
        // In a task of its own: a caller that gives up must not leave it open whether it was done.
        let opening = tokio::spawn(open(self.writers.clone(), Arc::clone(&self.batch), around));
        Ok(opening.await.map_err(|_| sqlx::Error::WorkerCrashed)??)
    }
}

impl Turn {
    /// For the next statement, in one call with those that wait.
    pub(super) fn statements(&mut self) -> Statements<'_> {
        self.begun = true;
        Statements::behind(&mut self.waiting, &mut self.around)
    }

    /// The connection, once all that waits is carried out.
    pub(super) async fn connection(&mut self) -> Result<&mut AnyConnection, Error> {
        self.begun = true;
        self.waiting.carry_out(&mut self.around).await?;
        Ok(&mut self.around)
    }

    pub(super) async fn later<'q>(&mut self, query: impl Execute<'q, Any>) -> Result<(), Error> {
        self.more = true;
        self.waiting.push(query)?;
        if self.waiting.is_full() {
            self.connection().await?;
        }
        Ok(())
    }

    /// Waits until it is on the disk, together with those that queued behind it.
    pub(crate) async fn commit(mut self) -> Result<(), Error> {
        if self.begun || self.more {
            self.connection().await?;
        }
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
        if self.begun {
            match self.tell {
                Some(_) => book.standing = Some(self.savepoint),
                None => book.undone = Some(self.savepoint),
            }
        }
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
        book.standing = None;
        book.undone = None;
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
    if let Some(before) = around.as_mut()
        && let Err(error) = take_back(before, &batch).await
    {
        // What came before is lost; this turn is not. The pool takes back what is not committed.
        *around = None;
        batch.close(Err(error));
    }
    if around.is_none() {
        let mut fresh = writers.begin_with(BEGIN).await?;
        fresh.execute(AROUND).await?;
        *around = Some(fresh);
    }
    turn(around, batch)
}

/// The next turn of a batch that is open.
fn turn(
    around: OwnedMutexGuard<Option<Transaction<'static, Any>>>,
    batch: Arc<Batch>,
) -> Result<Turn, sqlx::Error> {
    let around =
        OwnedMutexGuard::try_map(around, Option::as_mut).map_err(|_| sqlx::Error::WorkerCrashed)?;
    let standing = batch.book().standing;
    let (savepoint, begin) = Savepoint::after(standing);
    let mut waiting = Waiting::default();
    for statement in begin {
        waiting.push(query(*statement))?;
    }
    Ok(Turn {
        around,
        batch,
        savepoint,
        waiting,
        begun: false,
        more: false,
        tell: None,
    })
}

/// Takes the turn before back, if it was not kept.
async fn take_back(around: &mut AnyConnection, batch: &Batch) -> Result<(), sqlx::Error> {
    let undone = batch.book().undone;
    let Some(undone) = undone else { return Ok(()) };
    let stands = match around.execute(undone.take_back()).await {
        Ok(_) => Some(undone),
        // Its caller gave up before its savepoint was made: there is nothing of it, if the batch itself is still there.
        Err(error) if is_missing(&error) => {
            around.execute(END_AROUND).await?;
            around.execute(AROUND).await?;
            None
        }
        Err(error) => return Err(error),
    };
    let mut book = batch.book();
    book.undone = None;
    book.standing = stands;
    Ok(())
}

/// SQLite says it in words only.
fn is_missing(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(|error| error.message().starts_with("no such savepoint"))
}

/// Ends the batch that is there when its turn comes.
async fn end(batch: Arc<Batch>) {
    let mut around = batch.around.lock().await;
    let nothing = {
        let mut book = batch.book();
        book.ending = false;
        book.kept.is_empty()
    };
    let ended = match around.take() {
        None => Ok(()),
        Some(around) if nothing => around.rollback().await,
        Some(around) => commit(around, &batch).await,
    };
    batch.close(ended);
}

/// Waits for the disk.
async fn commit(mut around: Transaction<'static, Any>, batch: &Batch) -> Result<(), sqlx::Error> {
    take_back(&mut around, batch).await?;
    around.execute(END_AROUND).await?;
    around.commit().await
}
