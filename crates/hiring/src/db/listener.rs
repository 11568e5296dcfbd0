//! Wake-ups between the servers on one PostgreSQL. They are only wake-ups: the tables are the truth, and whoever misses one looks later.

use std::fmt;
use std::time::Duration;

use sqlx::postgres::{PgListener, PgPool, PgPoolOptions};
use tokio::task::AbortHandle;

use crate::OrganizationId;
use crate::error::describe;
use crate::presence::Beat;

/// The channel of wake-ups; other programs may have theirs in the same database.
pub(crate) const CHANNEL: &str = "clara";

/// That of [`presence`](crate::presence).
pub(crate) const PRESENCE: &str = "clara_presence";

/// How long to wait before listening again where that failed.
const PAUSE: Duration = Duration::from_secs(1);

/// What a server tells the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wake {
    /// There is work in the queue.
    Queue,
    /// An organization has events up to this id.
    Events(OrganizationId, i64),
    /// Nobody knows what was missed.
    Everything,
}

impl fmt::Display for Wake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Queue => f.write_str("queue"),
            Self::Events(organization, newest) => write!(f, "events {organization} {newest}"),
            Self::Everything => f.write_str("everything"),
        }
    }
}

impl From<&str> for Wake {
    /// What another version of this program says and this one does not understand is a reason to look at everything.
    fn from(text: &str) -> Self {
        let words: Vec<&str> = text.split(' ').collect();
        match *words {
            ["queue"] => Self::Queue,
            ["events", organization, newest] => match (organization.parse(), newest.parse()) {
                (Ok(organization), Ok(newest)) => Self::Events(organization, newest),
                _ => Self::Everything,
            },
            _ => Self::Everything,
        }
    }
}

/// What comes in from a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// Somebody who waits is to look.
    Wake(Wake),
    /// A tab shows something.
    Present(Beat),
}

/// Listens until it is dropped.
pub(crate) struct Listening {
    task: AbortHandle,
    pool: PgPool,
}

impl Listening {
    /// Ends it, and its connection.
    pub(crate) async fn close(&self) {
        self.task.abort();
        self.pool.close().await;
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Calls `tell` for whatever the servers of this database tell from now on, this one included.
pub(crate) async fn listen(
    url: &str,
    tell: impl Fn(Told) + Send + Sync + 'static,
) -> Result<Listening, sqlx::Error> {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .max_lifetime(None)
        .idle_timeout(None)
        .connect(url)
        .await?;
    let mut listener = connect(&pool).await?;
    let again_from = pool.clone();
    let task = tokio::spawn(async move {
        loop {
            let lost = hear(&mut listener, &tell).await.err();
            tracing::warn!(error = ?lost.as_ref().map(describe), "wake-ups of other servers are not heard for a moment");
            // Its connection first: the pool has no second one.
            drop(listener);
            listener = again(&again_from).await;
            tell(Told::Wake(Wake::Everything));
        }
    });
    Ok(Listening {
        task: task.abort_handle(),
        pool,
    })
}

/// Until the connection is lost.
async fn hear(listener: &mut PgListener, tell: &(impl Fn(Told) + Sync)) -> Result<(), sqlx::Error> {
    while let Some(told) = listener.try_recv().await? {
        if told.channel() != PRESENCE {
            tell(Told::Wake(told.payload().into()));
        } else if let Some(beat) = Beat::parse(told.payload()) {
            tell(Told::Present(beat));
        }
    }
    Ok(())
}

async fn again(pool: &PgPool) -> PgListener {
    loop {
        tokio::time::sleep(PAUSE).await;
        if let Ok(listener) = connect(pool).await {
            return listener;
        }
    }
}

async fn connect(pool: &PgPool) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.eager_reconnect(false);
    listener.listen_all([CHANNEL, PRESENCE]).await?;
    Ok(listener)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_understood_and_the_rest_is_a_reason_to_look() {
        for wake in [
            Wake::Queue,
            Wake::Events(OrganizationId::fresh(), 7),
            Wake::Everything,
        ] {
            assert_eq!(Wake::from(&*wake.to_string()), wake);
        }
        for foreign in ["", "events", "events x 7", "events 1 2 3", "something new"] {
            assert_eq!(Wake::from(foreign), Wake::Everything, "{foreign}");
        }
    }
}
