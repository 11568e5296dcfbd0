//! Members as an admin manages them: roles, deactivation, handing over. An organization always keeps an Owner who may come in.

use serde_json::json;
use sqlx::query;

use crate::db::{RowExt, statements_block};
use crate::events::Pending;
use crate::permission::{ManageMembers, ManageOwners};
use crate::{
    AccountId, Error, Member, Millis, OrganizationId, Permit, Role, Store, Tx, accounts, audit,
    sessions,
};

statements_block! {
    LOCK_OWNERS = "UPDATE members SET role = role WHERE organization_id = $1 AND role = $2";
    LIST = "SELECT m.organization_id, o.name AS organization_name, m.account_id, m.role, a.name, a.email, m.deactivated_at, m.last_seen_at \
        FROM members m JOIN accounts a ON a.id = m.account_id JOIN organizations o ON o.id = m.organization_id \
        WHERE m.organization_id = $1 ORDER BY a.name, a.id";
    ONE = "SELECT role, deactivated_at FROM members WHERE organization_id = $1 AND account_id = $2";
    OWNERS = "SELECT COUNT(*) AS many FROM members WHERE organization_id = $1 AND role = $2 AND deactivated_at IS NULL";
    SET_ROLE = "UPDATE members SET role = $3 WHERE organization_id = $1 AND account_id = $2";
    SET_DEACTIVATED = "UPDATE members SET deactivated_at = $3 WHERE organization_id = $1 AND account_id = $2";
}

/// A member, with what an admin is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Who.
    pub member: Member,
    /// Since when they may not come in.
    pub deactivated_at: Option<Millis>,
    /// When they were last here, to the hour.
    pub last_seen_at: Option<Millis>,
}

/// Every member, deactivated ones too, by name.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(store: &Store, permit: &Permit<ManageMembers>) -> Result<Vec<Listed>, Error> {
    let mut connection = store.database().reader().await?;
    let rows = query(LIST)
        .bind(permit.organization())
        .fetch_all(&mut *connection)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Listed {
                member: accounts::member(row)?,
                deactivated_at: row.get_as("deactivated_at")?,
                last_seen_at: row.get_as("last_seen_at")?,
            })
        })
        .collect()
}

/// Gives a member another role.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] if an Owner is made or changed without the permission for that;
/// [`Error::Invalid`] if nobody would be Owner any more.
pub async fn change_role(
    store: &Store,
    permit: &Permit<ManageMembers>,
    account: AccountId,
    role: Role,
) -> Result<(), Error> {
    let mut tx = begin(store, permit.organization()).await?;
    let (was, _) = standing(&mut tx, permit, account).await?;
    if role == Role::Owner {
        permit.also::<ManageOwners>()?;
    }
    if role == was {
        return Ok(());
    }
    set_role(&mut tx, permit.organization(), account, role).await?;
    changed(
        tx,
        permit,
        "member.role",
        account,
        json!({ "from": was, "to": role }),
    )
    .await
}

/// Makes another member Owner, and the one who hands over a Partner Admin.
///
/// # Errors
/// [`Error::NotFound`] if the other is no active member; [`Error::Invalid`] if it is oneself or the system hands over.
pub async fn hand_over(
    store: &Store,
    permit: &Permit<ManageOwners>,
    to: AccountId,
) -> Result<(), Error> {
    let organization = permit.organization();
    let from = permit
        .actor()
        .account()
        .filter(|from| *from != to)
        .ok_or_else(|| Error::invalid("account", "Choose another member to hand over to."))?;
    let mut tx = begin(store, organization).await?;
    accounts::membership(tx.connection(), organization, to)
        .await?
        .ok_or(Error::NotFound)?;
    set_role(&mut tx, organization, to, Role::Owner).await?;
    set_role(&mut tx, organization, from, Role::PartnerAdmin).await?;
    changed(tx, permit, "member.hand_over", to, json!({ "from": from })).await
}

/// Locks a member out: every session of theirs in this organization ends at once. What they did stays.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] for an Owner without the permission for that; [`Error::Invalid`] for oneself and for the last Owner.
pub async fn deactivate(
    store: &Store,
    permit: &Permit<ManageMembers>,
    account: AccountId,
) -> Result<(), Error> {
    if permit.actor().account() == Some(account) {
        return Err(Error::invalid(
            "account",
            "You cannot deactivate yourself. Ask another Owner or Partner Admin.",
        ));
    }
    let mut tx = begin(store, permit.organization()).await?;
    let (_, deactivated_at) = standing(&mut tx, permit, account).await?;
    let since = deactivated_at.unwrap_or(tx.now());
    set_deactivated(&mut tx, permit.organization(), account, Some(since)).await?;
    sessions::list::end_of_member_in(&mut tx, permit.organization(), account).await?;
    changed(tx, permit, "member.deactivate", account, json!({})).await
}

/// Lets a member in again, with the role they had.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] for an Owner without the permission for that.
pub async fn reactivate(
    store: &Store,
    permit: &Permit<ManageMembers>,
    account: AccountId,
) -> Result<(), Error> {
    let mut tx = begin(store, permit.organization()).await?;
    standing(&mut tx, permit, account).await?;
    set_deactivated(&mut tx, permit.organization(), account, None).await?;
    changed(tx, permit, "member.reactivate", account, json!({})).await
}

/// A transaction in which nobody else changes the organization's Owners: else two could step down at once, each seeing the other stay.
pub(crate) async fn begin(store: &Store, organization: OrganizationId) -> Result<Tx, Error> {
    let mut tx = store.begin().await?;
    tx.execute(query(LOCK_OWNERS).bind(organization).bind(Role::Owner))
        .await?;
    Ok(tx)
}

/// Refuses a change after which nobody would be Owner. To be asked after it, in a transaction of [`begin`].
pub(crate) async fn keep_an_owner(tx: &mut Tx, organization: OrganizationId) -> Result<(), Error> {
    let owners = query(OWNERS)
        .bind(organization)
        .bind(Role::Owner)
        .fetch_one(tx.connection())
        .await?
        .count("many")?;
    if owners == 0 {
        return Err(Error::invalid(
            "role",
            "This is the only Owner, so nothing was changed. Make somebody else Owner first.",
        ));
    }
    Ok(())
}

/// A member's role, and since when they are deactivated. An Owner is touched with the permission for that only.
async fn standing(
    tx: &mut Tx,
    permit: &Permit<ManageMembers>,
    account: AccountId,
) -> Result<(Role, Option<Millis>), Error> {
    let row = query(ONE)
        .bind(permit.organization())
        .bind(account)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let role = row.get_as("role")?;
    if role == Role::Owner {
        permit.also::<ManageOwners>()?;
    }
    Ok((role, row.get_as("deactivated_at")?))
}

async fn set_role(
    tx: &mut Tx,
    organization: OrganizationId,
    account: AccountId,
    role: Role,
) -> Result<(), Error> {
    tx.execute(query(SET_ROLE).bind(organization).bind(account).bind(role))
        .await?;
    Ok(())
}

async fn set_deactivated(
    tx: &mut Tx,
    organization: OrganizationId,
    account: AccountId,
    at: Option<Millis>,
) -> Result<(), Error> {
    tx.execute(
        query(SET_DEACTIVATED)
            .bind(organization)
            .bind(account)
            .bind(at),
    )
    .await?;
    Ok(())
}

/// What every change ends with: an Owner is left, the log knows, browsers hear.
async fn changed<C>(
    mut tx: Tx,
    permit: &Permit<C>,
    action: &str,
    account: AccountId,
    detail: serde_json::Value,
) -> Result<(), Error> {
    keep_an_owner(&mut tx, permit.organization()).await?;
    audit::record(&mut tx, permit, action, &account.to_string(), &detail).await?;
    tx.tell(permit.organization(), Pending::members());
    tx.commit().await
}
