//! Requests with a key of their own (`Idempotency-Key`): one that comes again is answered as before, and not done again.
//!
//! The key's row is written in the transaction of what it did, so that a crash keeps both or none. Only what succeeded is remembered:
//! a request that was refused changed nothing and may be tried again.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::query;

use super::Bearer;
use crate::db::{Json, RowExt, Tx, statements_block};
use crate::token::sha256_hex;
use crate::{ApiTokenId, Error, Permit, Store};

/// How long a request is remembered.
pub const KEPT: Duration = Duration::from_secs(24 * 3600);

/// Longest key, in characters.
const MAX_KEY: usize = 255;

statements_block! {
    FORGET = "DELETE FROM api_requests WHERE organization_id = $1 AND created_at < $2";
    BEGIN = "INSERT INTO api_requests (organization_id, token_id, key_hash, request_hash, created_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (organization_id, token_id, key_hash) DO NOTHING";
    RECALL = "SELECT request_hash, outcome FROM api_requests WHERE organization_id = $1 AND token_id = $2 AND key_hash = $3";
    FINISH = "UPDATE api_requests SET outcome = $4 WHERE organization_id = $1 AND token_id = $2 AND key_hash = $3";
}

/// The key of a request, within its token's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestKey {
    token: ApiTokenId,
    hash: String,
}

impl Bearer {
    /// The key that a client gave its request.
    ///
    /// # Errors
    /// [`Error::Invalid`] if it is empty, beyond 255 characters, or not printable ASCII.
    pub fn request_key(&self, key: &str) -> Result<RequestKey, Error> {
        let fits = (1..=MAX_KEY).contains(&key.len())
            && key
                .bytes()
                .all(|byte| byte == b' ' || byte.is_ascii_graphic());
        if !fits {
            return Err(Error::invalid(
                "Idempotency-Key",
                format!("An Idempotency-Key has 1 to {MAX_KEY} printable ASCII characters."),
            ));
        }
        Ok(RequestKey {
            token: self.token(),
            hash: sha256_hex(key),
        })
    }
}

/// How a request with a key begins.
pub(crate) enum Begun<T> {
    /// It was done before, with this outcome.
    Done(T),
    /// It is to be done in this transaction, which [`finish`] commits.
    Fresh(Box<Tx>),
}

/// Begins a request, or finds that it was done. `request` is all that it asks for: the same key with anything else is refused.
/// Where several write at once, a second one with the same key waits here for the first.
pub(crate) async fn begin<C, T: DeserializeOwned>(
    store: &Store,
    permit: &Permit<C>,
    key: &RequestKey,
    request: &Value,
) -> Result<Begun<T>, Error> {
    let organization = permit.organization();
    let request_hash = sha256_hex(request.to_string());
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.execute(query(FORGET).bind(organization).bind(now.before(KEPT)))
        .await?;
    let begun = query(BEGIN)
        .bind(organization)
        .bind(key.token)
        .bind(&*key.hash)
        .bind(&*request_hash)
        .bind(now)
        .execute(tx.connection())
        .await?;
    if begun.rows_affected() > 0 {
        return Ok(Begun::Fresh(Box::new(tx)));
    }
    let row = query(RECALL)
        .bind(organization)
        .bind(key.token)
        .bind(&*key.hash)
        .fetch_one(tx.connection())
        .await?;
    if row.get_as::<String>("request_hash")? != request_hash {
        return Err(Error::invalid(
            "Idempotency-Key",
            "This key was used for another request: take a new one for each request.",
        ));
    }
    row.json("outcome").map(Begun::Done)
}

/// Remembers what came of the request, and makes all of it so.
pub(crate) async fn finish<C>(
    mut tx: Tx,
    permit: &Permit<C>,
    key: &RequestKey,
    outcome: &impl Serialize,
) -> Result<(), Error> {
    tx.execute(
        query(FINISH)
            .bind(permit.organization())
            .bind(key.token)
            .bind(&*key.hash)
            .bind(Json(outcome)),
    )
    .await?;
    tx.commit().await
}
