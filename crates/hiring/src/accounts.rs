//! Accounts and memberships: one account may belong to several organizations, with a role in each.

use std::collections::HashMap;

use sqlx::any::AnyRow;
use sqlx::query;

use crate::db::{Connection, RowExt, statements_block};
use crate::events::Pending;
use crate::permission::{ManageMembers, OwnAccount};
use crate::{
    AccountId, Error, Member, OrganizationId, Permit, Role, Secret, Store, Tx, audit, members,
    passwords,
};

statements_block! {
    BY_EMAIL = "SELECT id, password_hash FROM accounts WHERE email = $1";
    INSERT = "INSERT INTO accounts (id, email, name, password_hash, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (email) DO NOTHING";
    JOIN_ORGANIZATION = "INSERT INTO members (organization_id, account_id, role, created_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (organization_id, account_id) DO UPDATE SET role = excluded.role, deactivated_at = NULL";
    MEMBER = "SELECT m.organization_id, o.name AS organization_name, m.account_id, m.role, a.name, a.email \
        FROM members m JOIN accounts a ON a.id = m.account_id JOIN organizations o ON o.id = m.organization_id \
        WHERE m.organization_id = $1 AND m.account_id = $2 AND m.deactivated_at IS NULL";
    MEMBERS = "SELECT m.organization_id, o.name AS organization_name, m.account_id, m.role, a.name, a.email \
        FROM members m JOIN accounts a ON a.id = m.account_id JOIN organizations o ON o.id = m.organization_id \
        WHERE m.organization_id = $1 AND m.deactivated_at IS NULL ORDER BY a.name, a.id";
    NAMES = "SELECT m.account_id, a.name FROM members m JOIN accounts a ON a.id = m.account_id WHERE m.organization_id = $1";
    ORGANIZATIONS_OF = "SELECT m.organization_id, o.name AS organization_name, m.account_id, m.role, a.name, a.email \
        FROM members m JOIN accounts a ON a.id = m.account_id JOIN organizations o ON o.id = m.organization_id \
        WHERE m.account_id = $1 AND m.deactivated_at IS NULL ORDER BY o.name, o.id";
    RENAME = "UPDATE accounts SET name = $2 WHERE id = $1";
}

/// Makes the account (or takes the one that has this address, leaving its name and password) and gives it the role here.
///
/// # Errors
/// [`Error::Invalid`] for a bad address, name or password.
pub async fn add_member(
    store: &Store,
    permit: &Permit<ManageMembers>,
    email: &str,
    name: &str,
    password: &str,
    role: Role,
) -> Result<Member, Error> {
    let email = parse_email(email)?;
    let name = filled("name", name)?;
    passwords::check(password)?;
    let hash = passwords::hash(Secret::new(password)).await?;
    let organization = permit.organization();
    let mut tx = members::begin(store, organization).await?;
    let now = tx.now();
    insert(&mut tx, &email, &name, &hash).await?;
    let (account, _) = by_email(tx.connection(), &email)
        .await?
        .ok_or(Error::NotFound)?;
    tx.execute(
        query(JOIN_ORGANIZATION)
            .bind(organization)
            .bind(account)
            .bind(role)
            .bind(now),
    )
    .await?;
    members::keep_an_owner(&mut tx, organization).await?;
    audit::record(
        &mut tx,
        permit,
        "member.add",
        &account.to_string(),
        &serde_json::json!({ "role": role }),
    )
    .await?;
    let member = membership(tx.connection(), organization, account)
        .await?
        .ok_or(Error::NotFound)?;
    tx.commit().await?;
    Ok(member)
}

/// Inserts an account unless its address has one already; whether it did.
pub(crate) async fn insert(
    tx: &mut Tx,
    email: &str,
    name: &str,
    hash: &str,
) -> Result<bool, Error> {
    let now = tx.now();
    let inserted = query(INSERT)
        .bind(AccountId::fresh())
        .bind(email)
        .bind(name)
        .bind(hash)
        .bind(now)
        .execute(tx.connection())
        .await?;
    Ok(inserted.rows_affected() == 1)
}

/// Gives the member's account another name, in every organization.
///
/// # Errors
/// [`Error::Invalid`] if it is empty or too long.
pub async fn rename(store: &Store, member: &Member, name: &str) -> Result<(), Error> {
    let name = filled("name", name)?;
    let mut tx = store.begin().await?;
    tx.execute(query(RENAME).bind(member.account).bind(name))
        .await?;
    for membership in memberships_of(tx.connection(), member.account).await? {
        tx.tell(membership.organization, Pending::members());
    }
    let detail = serde_json::json!({});
    audit_everywhere(&mut tx, member.account, "account.rename", &detail).await?;
    tx.commit().await
}

/// Audits what a person did to their own account, in every organization it belongs to.
pub(crate) async fn audit_everywhere(
    tx: &mut Tx,
    account: AccountId,
    action: &str,
    detail: &serde_json::Value,
) -> Result<(), Error> {
    for membership in memberships_of(tx.connection(), account).await? {
        let permit = membership.permit::<OwnAccount>()?;
        audit::record(tx, &permit, action, &account.to_string(), detail).await?;
    }
    Ok(())
}

/// The members of the organization who may come in, by name: for mentions, and whom to ask.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn members<C>(store: &Store, permit: &Permit<C>) -> Result<Vec<Member>, Error> {
    members_in(
        &mut *store.database().reader().await?,
        permit.organization(),
    )
    .await
}

pub(crate) async fn members_in(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<Member>, Error> {
    query(MEMBERS)
        .bind(organization)
        .fetch_all(connection)
        .await?
        .iter()
        .map(member)
        .collect()
}

/// The names of everybody who is or was a member: for what they did.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn names<C>(
    store: &Store,
    permit: &Permit<C>,
) -> Result<HashMap<AccountId, String>, Error> {
    let mut connection = store.database().reader().await?;
    query(NAMES)
        .bind(permit.organization())
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(|row| Ok((row.get_as("account_id")?, row.get_as("name")?)))
        .collect()
}

/// Every organization that the account of this member belongs to, as what: for the switcher.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn memberships(store: &Store, of: &Member) -> Result<Vec<Member>, Error> {
    memberships_of(&mut *store.database().reader().await?, of.account).await
}

pub(crate) async fn memberships_of(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Vec<Member>, Error> {
    query(ORGANIZATIONS_OF)
        .bind(account)
        .fetch_all(connection)
        .await?
        .iter()
        .map(member)
        .collect()
}

pub(crate) async fn membership(
    connection: &mut Connection,
    organization: OrganizationId,
    account: AccountId,
) -> Result<Option<Member>, Error> {
    query(MEMBER)
        .bind(organization)
        .bind(account)
        .fetch_optional(connection)
        .await?
        .as_ref()
        .map(member)
        .transpose()
}

/// The account with this (normalised) address and its password's hash.
pub(crate) async fn by_email(
    connection: &mut Connection,
    email: &str,
) -> Result<Option<(AccountId, String)>, Error> {
    let row = query(BY_EMAIL)
        .bind(email)
        .fetch_optional(connection)
        .await?;
    row.map(|row| Ok((row.get_as("id")?, row.get_as("password_hash")?)))
        .transpose()
}

pub(crate) fn member(row: &AnyRow) -> Result<Member, Error> {
    Ok(Member {
        account: row.get_as("account_id")?,
        organization: row.get_as("organization_id")?,
        organization_name: row.get_as("organization_name")?,
        role: row.get_as("role")?,
        name: row.get_as("name")?,
        email: row.get_as("email")?,
    })
}

/// A mail address as it is compared: trimmed, lower case.
pub(crate) fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

pub(crate) fn parse_email(email: &str) -> Result<String, Error> {
    let email = normal_email(email);
    let fits = email.len() <= 254
        && !email.chars().any(|c| c.is_whitespace() || c.is_control())
        && email.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty() && !host.is_empty() && !host.contains('@')
        });
    if fits {
        Ok(email)
    } else {
        Err(Error::invalid("email", "This is not a mail address."))
    }
}

/// A text that must say something, on one line, trimmed; at most 200 characters.
pub(crate) fn filled(field: &'static str, text: &str) -> Result<String, Error> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid(field, "This must not be empty."));
    }
    if text.chars().any(char::is_control) {
        return Err(Error::invalid(field, "This must stand on one line."));
    }
    if text.chars().count() > 200 {
        return Err(Error::invalid(
            field,
            "This must not be longer than 200 characters.",
        ));
    }
    Ok(text.to_owned())
}
