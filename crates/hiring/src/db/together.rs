//! SQLite's one writer: transactions that wait for each other are committed together, so that they share one wait for the disk.
//!
//! A commit that waits for the disk (`synchronous = FULL`) costs as much as all else of a small transaction. Here a transaction is a savepoint
//! in one that goes around all those that queue up behind it; the disk is waited for once, when the last of them is done, and only then is
//! any of them told that it is committed. Each is still alone while it works, and what one leaves undone is taken back before the next begins.
//! If the common end fails, none of them happened, and each is told so.
//!
//! What an ATS delivers goes ahead: it waits for the one at work and at most one more, never for the line of all others, and has its batch
//! ended at once. Between two of those that go ahead there is always a turn of the line.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::{Mutex as Turns, OwnedMappedMutexGuard, OwnedMutexGuard, oneshot};
use tokio::time::timeout;

use super::connection::Connection;
use super::database::PATIENCE;
use super::direct::Direct;
use super::writer::Writer;
use crate::{Connections, Error};

/// Whose turn comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precedence {
    /// In the order of asking.
    InLine,
    /// Before all who stand in line: for what somebody outside waits for within milliseconds.
    Ahead,
}

/// How a batch ended.
type Ended = Result<(), Arc<sqlx::Error>>;

/// Hands out turns to write.
pub(crate) struct Together {
    batch: Arc<Batch>,
}

/// What is not yet on the disk.
struct Batch {
    /// Who holds this has the turn, in the order of asking.
    writer: Arc<Turns<Writer>>,
    /// Whoever does not go ahead holds this while they wait for the turn, so that only one of them stands in the way.
    line: Turns<()>,
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
    /// Whether somebody stands in line to end this batch.
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

/// The connection that writes, for whoever has the turn.
type OwnConnection = OwnedMappedMutexGuard<Writer, Connection>;

/// One transaction. Dropped without [`Turn::commit`], it leaves nothing.
pub(crate) struct Turn {
    connection: OwnConnection,
    batch: Arc<Batch>,
    precedence: Precedence,
    savepoint: Savepoint,
    tell: Option<oneshot::Sender<Ended>>,
}

impl Together {
    pub(super) fn new(file: PathBuf, session: &'static str) -> Self {
        let writer = Writer::new(file, session);
        Self {
            batch: Arc::new(Batch {
                writer: Arc::new(Turns::new(writer)),
                line: Turns::default(),
                book: Mutex::default(),
            }),
        }
    }

    /// Waits for its turn, not for ever.
    pub(crate) async fn begin(&self, precedence: Precedence) -> Result<Turn, Error> {
        let writer = self.turn(precedence).await?;
        let batch = Arc::clone(&self.batch);
        if writer.in_batch() && batch.book().undone.is_none() {
            return Ok(turn(writer, batch, precedence)?);
        }
        // In a task of its own: a caller that gives up must not leave it open whether it was done.
        let opening = tokio::spawn(open(batch, writer, precedence));
        Ok(opening.await.map_err(|_| sqlx::Error::WorkerCrashed)??)
    }

    /// Waits for its turn and has `work` done by the connection, outside of any transaction.
    pub(super) async fn between<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Direct) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let mut writer = self.turn(Precedence::InLine).await?;
        let batch = Arc::clone(&self.batch);
        let between = tokio::spawn(async move {
            finish(&mut writer, &batch).await;
            writer.in_a_thread(work).await
        });
        Ok(between.await.map_err(|_| sqlx::Error::WorkerCrashed)??)
    }

    async fn turn(&self, precedence: Precedence) -> Result<OwnedMutexGuard<Writer>, sqlx::Error> {
        let writer = timeout(PATIENCE, self.batch.wait(precedence)).await;
        writer.map_err(|_| sqlx::Error::PoolTimedOut)
    }

    /// The one there is: open and free, or at work.
    pub(super) fn connections(&self) -> Connections {
        let (is_open, works) = match self.batch.writer.try_lock() {
            Ok(writer) => (writer.is_open(), writer.in_batch()),
            Err(_) => (true, true),
        };
        Connections {
            idle: u32::from(is_open && !works),
            used: u32::from(works),
        }
    }

    /// Ends what is under way; nobody has a turn any more.
    pub(super) async fn close(&self) {
        let batch = Arc::clone(&self.batch);
        // In a task of its own: whoever waits no longer must not leave it open how the batch ended.
        let closing = tokio::spawn(async move {
            let mut writer = Arc::clone(&batch.writer).lock_owned().await;
            finish(&mut writer, &batch).await;
            writer.close().await;
        });
        // It is gone either way.
        let _ = closing.await;
    }
}

impl Turn {
    /// For the next statement.
    pub(super) fn connection(&mut self) -> &mut Connection {
        &mut self.connection
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
        match self.tell {
            Some(_) => book.standing = Some(self.savepoint),
            None => book.undone = Some(self.savepoint),
        }
        book.kept.extend(self.tell.take());
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        if self.precedence == Precedence::Ahead {
            runtime.spawn(end(Arc::clone(&self.batch), Precedence::Ahead));
        } else if !book.ending {
            book.ending = true;
            // Behind those who stand in line already.
            runtime.spawn(end(Arc::clone(&self.batch), Precedence::InLine));
        }
    }
}

impl Batch {
    /// Waits for the turn.
    async fn wait(&self, precedence: Precedence) -> OwnedMutexGuard<Writer> {
        let _first_in_line = match precedence {
            Precedence::InLine => Some(self.line.lock().await),
            Precedence::Ahead => None,
        };
        Arc::clone(&self.writer).lock_owned().await
    }

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
    batch: Arc<Batch>,
    mut writer: OwnedMutexGuard<Writer>,
    precedence: Precedence,
) -> Result<Turn, sqlx::Error> {
    if writer.in_batch()
        && let Err(error) = take_back(&mut writer, &batch)
    {
        // What came before is lost; this turn is not.
        writer.lose();
        batch.close(Err(error));
    }
    if !writer.in_batch() {
        writer.begin().await?;
    }
    turn(writer, batch, precedence)
}

/// The next turn of a batch that is open. Where its savepoint cannot be made, nothing of the batch is there any more.
fn turn(
    mut writer: OwnedMutexGuard<Writer>,
    batch: Arc<Batch>,
    precedence: Precedence,
) -> Result<Turn, sqlx::Error> {
    let standing = batch.book().standing;
    let (savepoint, begin) = Savepoint::after(standing);
    if let Err(error) = carry_out(&mut writer, begin) {
        writer.lose();
        batch.close(Err(sqlx::Error::WorkerCrashed));
        return Err(error);
    }
    let connection = OwnedMutexGuard::try_map(writer, Writer::connection);
    let connection = connection.map_err(|_| sqlx::Error::WorkerCrashed)?;
    Ok(Turn {
        connection,
        batch,
        precedence,
        savepoint,
        tell: None,
    })
}

/// Takes the turn before back, if it was not kept.
fn take_back(writer: &mut Writer, batch: &Batch) -> Result<(), sqlx::Error> {
    let undone = batch.book().undone;
    let Some(undone) = undone else { return Ok(()) };
    carry_out(writer, &[undone.take_back()])?;
    let mut book = batch.book();
    book.undone = None;
    book.standing = Some(undone);
    Ok(())
}

/// Nobody gives up in the middle of these: nothing is waited for.
fn carry_out(writer: &mut Writer, statements: &[&'static str]) -> Result<(), sqlx::Error> {
    for statement in statements {
        writer.step(statement)?;
    }
    Ok(())
}

/// Ends the batch that is there when its turn comes.
async fn end(batch: Arc<Batch>, precedence: Precedence) {
    let mut writer = batch.wait(precedence).await;
    // Who ends it ahead leaves the one in line where they stand: a next batch may have begun by then.
    batch.book().ending &= precedence == Precedence::Ahead;
    finish(&mut writer, &batch).await;
}

/// Waits for the disk and tells all how it ended.
async fn finish(writer: &mut Writer, batch: &Batch) {
    let nothing = batch.book().kept.is_empty();
    if !writer.in_batch() {
        // Nobody is told of a commit that nobody saw.
        return batch.close(if nothing {
            Ok(())
        } else {
            Err(sqlx::Error::WorkerCrashed)
        });
    }
    let ended = if nothing {
        writer.roll_back().await
    } else {
        commit(writer, batch).await
    };
    batch.close(ended);
}

async fn commit(writer: &mut Writer, batch: &Batch) -> Result<(), sqlx::Error> {
    if let Err(error) = take_back(writer, batch) {
        writer.lose();
        return Err(error);
    }
    writer.commit().await
}
