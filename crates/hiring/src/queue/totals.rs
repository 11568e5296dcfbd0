//! How much there is to do in the whole installation: numbers alone, for whoever runs it.

use sqlx::query;

use super::RowState;
use crate::db::{RowExt, statements_block};
use crate::{Error, Millis, Store};

statements_block! {
    /// Over all organizations, like claiming.
    TOTALS = "SELECT kind, state, COUNT(*) AS many, MIN(ready_at) AS ready_since FROM queue GROUP BY kind, state";
}

/// The rows of one kind in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// Kind.
    pub kind: String,
    /// State.
    pub state: RowState,
    /// How many.
    pub rows: u64,
    /// When the first of them became ready, or will; of running ones, when the first lease ends.
    pub ready_since: Millis,
}

/// Kinds and states that have rows.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn totals(store: &Store) -> Result<Vec<Total>, Error> {
    let mut connection = store.database().reader().await?;
    let rows = query(TOTALS).fetch_all(&mut *connection).await?;
    rows.iter()
        .map(|row| {
            Ok(Total {
                kind: row.get_as("kind")?,
                state: row.get_as("state")?,
                rows: row.count("many")?,
                ready_since: row.get_as("ready_since")?,
            })
        })
        .collect()
}
