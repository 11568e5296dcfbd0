//! Whether mails wait because the mail server does not take them.

use sqlx::query;

use super::SEND_MAIL;
use crate::db::{RowExt, statements_block};
use crate::permission::ManageSettings;
use crate::queue::RowState;
use crate::{Error, Permit, Store};

statements_block! {
    NEWEST = "SELECT error_code FROM queue WHERE organization_id = $1 AND kind = $2 AND state <> $3 AND error_code IS NOT NULL \
        ORDER BY updated_at DESC, id LIMIT 1";
}

/// Why the mail server did not take a mail last that waits for another try: a word without data. None: no mail waits for one.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn trouble(
    store: &Store,
    permit: &Permit<ManageSettings>,
) -> Result<Option<String>, Error> {
    let mut connection = store.database().reader().await?;
    query(NEWEST)
        .bind(permit.organization())
        .bind(SEND_MAIL)
        .bind(RowState::Dead)
        .fetch_optional(&mut *connection)
        .await?
        .map(|row| row.get_as("error_code"))
        .transpose()
}
