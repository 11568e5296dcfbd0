//! The mail that tells of news: all that is due and unread when it goes out. What a mail tells is bound to its queue row, so that another try tells
//! the same; if that row was given up, or another one took its place, the next mail tells of it.

use sqlx::query;

use super::list::{in_sight, seen_by, told, told_sql};
use super::{Cadence, unsubscribe};
use crate::db::{RowExt, statements_block};
use crate::mails::{self, Cause, Mail, NewsMail};
use crate::queue::{Leased, RowState};
use crate::{AccountId, Error, Millis, OrganizationId, Store, Tx, accounts};

statements_block! {
    BIND = "UPDATE notifications SET mail_id = $3 WHERE organization_id = $1 AND account_id = $2 AND mailed_at IS NULL \
        AND (mail_id IS NULL OR mail_id NOT IN (SELECT q.id FROM queue q WHERE q.organization_id = $1 AND q.kind = $5 AND q.state <> $6)) \
        AND mail_due_at <= $4 AND read_at IS NULL";
    BOUND = told_sql!("n.mail_id = $3 AND n.mailed_at IS NULL ORDER BY n.created_at, n.id");
    NEXT = "SELECT MIN(mail_due_at) AS next FROM notifications WHERE organization_id = $1 AND account_id = $2 \
        AND mail_id IS NULL AND read_at IS NULL AND mail_due_at > $3";
    MAILED = "UPDATE notifications SET mailed_at = $3 WHERE organization_id = $1 AND mail_id = $2";
}

/// The mail that a row owes; none if everything was read meanwhile, or the member is gone.
pub(crate) async fn mail(
    store: &Store,
    leased: &Leased,
    to: AccountId,
    cadence: Cadence,
) -> Result<Mail, Error> {
    let organization = leased.organization;
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.execute(
        query(BIND)
            .bind(organization)
            .bind(to)
            .bind(&*leased.id)
            .bind(now)
            .bind(mails::SEND_MAIL)
            .bind(RowState::Dead),
    )
    .await?;
    if cadence == Cadence::Daily {
        owe_next(&mut tx, organization, to).await?;
    }
    let unsubscribe = unsubscribe::link(&mut tx, organization, to).await?;
    let news = query(BOUND)
        .bind(organization)
        .bind(to)
        .bind(&*leased.id)
        .fetch_all(tx.connection())
        .await?
        .iter()
        .map(told)
        .collect::<Result<Vec<_>, _>>()?;
    let seen = seen_by(tx.connection(), organization, to).await?;
    let member = accounts::membership(tx.connection(), organization, to).await?;
    let (Some(seen), Some(member)) = (seen, member) else {
        return Err(Error::NotFound);
    };
    tx.commit().await?;
    if news.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(Mail::News(NewsMail {
        to: member.email,
        name: member.name,
        organization: member.organization_name,
        news: news.into_iter().map(|told| in_sight(told, &seen)).collect(),
        unsubscribe,
    }))
}

/// The member chose a later hour meanwhile: what is due then has a row of its own from now on.
async fn owe_next(tx: &mut Tx, organization: OrganizationId, to: AccountId) -> Result<(), Error> {
    let now = tx.now();
    let next: Option<Millis> = query(NEXT)
        .bind(organization)
        .bind(to)
        .bind(now)
        .fetch_one(tx.connection())
        .await?
        .get_as("next")?;
    match next {
        Some(next) => mails::owe_at(tx, organization, Cause::News(to, Cadence::Daily), next).await,
        None => Ok(()),
    }
}

/// The mail server has it.
pub(crate) async fn mailed(
    store: &Store,
    organization: OrganizationId,
    mail: &str,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.execute(query(MAILED).bind(organization).bind(mail).bind(now))
        .await?;
    tx.commit().await
}
