//! A mail whose text is about to be sent is remembered before it is. Whoever finds it still owed cannot know whether it arrived: the process died,
//! or the mail server fell silent, between the text and its answer. Such a mail is not sent a second time by itself.

use std::time::Duration;

use sqlx::query;

use super::cause;
use crate::db::{Json, Tx, statements_block};
use crate::queue::{self, Leased};
use crate::{Error, Millis, Store};

/// For how long a mail can come back: mail servers try for some days.
const REMEMBERED_FOR: Duration = Duration::from_secs(30 * 24 * 3600);

statements_block! {
    REMEMBER = "INSERT INTO handed_mails (organization_id, id, payload, dedupe, handed_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (organization_id, id) DO NOTHING";
    REMEMBERED = "SELECT id FROM handed_mails WHERE organization_id = $1 AND id = $2";
    FORGET = "DELETE FROM handed_mails WHERE organization_id = $1 AND id = $2";
    FORGET_OLD = "DELETE FROM handed_mails WHERE organization_id = $1 AND handed_at < $2 AND NOT EXISTS \
        (SELECT 1 FROM queue q WHERE q.organization_id = handed_mails.organization_id AND q.id = handed_mails.id)";
}

/// The mail's text is about to be sent: its lease is counted anew, and until it is settled nobody sends it again. False: the lease was lost, so it
/// is another's to send.
///
/// # Errors
/// [`Error::Unavailable`]: it must not be sent then.
pub async fn hand_over(store: &Store, leased: &Leased) -> Result<bool, Error> {
    let key = cause(leased)?.key();
    let mut tx = store.begin().await?;
    let now = tx.now();
    if !queue::extend_in(&mut tx, leased).await? {
        return Ok(false);
    }
    tx.execute(
        query(REMEMBER)
            .bind(leased.organization)
            .bind(&*leased.id)
            .bind(Json(&leased.payload))
            .bind(key)
            .bind(now),
    )
    .await?;
    forget_old(&mut tx, leased, now.before(REMEMBERED_FOR)).await?;
    tx.commit().await?;
    Ok(true)
}

/// Whether the text of this mail was about to be sent before, and nobody heard how that ended.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn was_handed_over(store: &Store, leased: &Leased) -> Result<bool, Error> {
    let mut connection = store.database().reader().await?;
    let remembered = query(REMEMBERED)
        .bind(leased.organization)
        .bind(&*leased.id)
        .fetch_optional(&mut *connection)
        .await?;
    Ok(remembered.is_some())
}

/// It was not taken, or a person decides now: it may be sent again.
pub(super) async fn forget(store: &Store, leased: &Leased) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    tx.execute(query(FORGET).bind(leased.organization).bind(&*leased.id))
        .await?;
    tx.commit().await
}

async fn forget_old(tx: &mut Tx, leased: &Leased, before: Millis) -> Result<(), Error> {
    tx.execute(query(FORGET_OLD).bind(leased.organization).bind(before))
        .await?;
    Ok(())
}
