//! A mail that was taken and came back later: as if the mail server had refused it at once.

use sqlx::query;

use super::{SEND_MAIL, refused};
use crate::db::{RowExt, statements_block};
use crate::queue::{self, Task};
use crate::{Error, OrganizationId, Store};

statements_block! {
    // What was sent since about the same says more than this one.
    HANDED = "SELECT h.organization_id, h.payload, h.dedupe FROM handed_mails h WHERE h.id = $1 \
        AND NOT EXISTS (SELECT 1 FROM handed_mails l WHERE l.organization_id = h.organization_id AND l.dedupe = h.dedupe AND l.id > h.id) \
        AND NOT EXISTS (SELECT 1 FROM queue q WHERE q.organization_id = h.organization_id AND q.id = h.id)";
}

/// The mail with this id, which its Message-ID carries, came back for good. False: no mail of ours, told of before, or overtaken by a later one.
///
/// # Errors
/// [`Error::Unavailable`]: come again.
pub async fn bounced(store: &Store, id: &str) -> Result<bool, Error> {
    let mut tx = store.begin().await?;
    let row = query(HANDED)
        .bind(id)
        .fetch_optional(tx.connection())
        .await?;
    let Some(row) = row else {
        return Ok(false);
    };
    let organization: OrganizationId = row.get_as("organization_id")?;
    let task = Task::new(SEND_MAIL, row.json("payload")?).keyed(row.get_as::<String>("dedupe")?);
    // Whoever dies here leaves a mail that was handed over without an end: it is given up, not sent again.
    let leased = queue::enqueue_held(&mut tx, organization, id, &task).await?;
    tx.commit().await?;
    refused(store, &leased, "bounced").await?;
    Ok(true)
}
