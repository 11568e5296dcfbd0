//! Access was revoked in the ATS: whoever can connect again hears of it by mail.

use sqlx::query;

use super::IntegrationState;
use super::lifecycle::REVOKED;
use crate::db::{RowExt, Tx, statements_block};
use crate::mails::{self, Cause, Mail};
use crate::permission::{Capability, allows};
use crate::{AccountId, Error, IntegrationId, OrganizationId, Role, Store};

statements_block! {
    MEMBERS = "SELECT account_id, role FROM members WHERE organization_id = $1 AND deactivated_at IS NULL ORDER BY account_id";
    MAIL = "SELECT i.provider, i.state, i.disconnected_at, i.disconnected_reason, o.name AS organization_name, a.name, a.email FROM integrations i \
        JOIN organizations o ON o.id = i.organization_id JOIN members m ON m.organization_id = i.organization_id AND m.deactivated_at IS NULL \
        JOIN accounts a ON a.id = m.account_id WHERE i.organization_id = $1 AND i.id = $2 AND a.id = $3";
}

/// Owes everybody a mail who may connect, in the transaction that ends the connection: so it is once.
pub(super) async fn tell_admins(
    tx: &mut Tx,
    organization: OrganizationId,
    integration: IntegrationId,
) -> Result<(), Error> {
    let members = query(MEMBERS)
        .bind(organization)
        .fetch_all(tx.connection())
        .await?;
    for row in &members {
        if allows(row.get_as::<Role>("role")?, Capability::ManageIntegrations) {
            let cause = Cause::Revoked {
                integration,
                account: row.get_as("account_id")?,
            };
            mails::owe(tx, organization, cause).await?;
        }
    }
    Ok(())
}

/// The mail to one of them; none any more once it is connected again.
pub(crate) async fn mail(
    store: &Store,
    organization: OrganizationId,
    integration: IntegrationId,
    account: AccountId,
) -> Result<Mail, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(MAIL)
        .bind(organization)
        .bind(integration)
        .bind(account)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    let reason: Option<String> = row.get_as("disconnected_reason")?;
    if row.get_as::<IntegrationState>("state")? == IntegrationState::Active
        || reason.as_deref() != Some(REVOKED)
    {
        return Err(Error::NotFound);
    }
    Ok(Mail::Revoked {
        to: row.get_as("email")?,
        name: row.get_as("name")?,
        organization: row.get_as("organization_name")?,
        provider: row.get_as("provider")?,
        at: row.get_as("disconnected_at")?,
    })
}
