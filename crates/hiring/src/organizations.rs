//! Organizations: the tenants. Made on the command line, with their columns; nothing of one is visible to another.

use sqlx::query;

use crate::db::{RowExt, statements_block};
use crate::permission::Operate;
use crate::{Error, Member, Millis, OrganizationId, Permit, Role, Store, accounts, columns};

statements_block! {
    INSERT = "INSERT INTO organizations (id, name, zone, event_seq, created_at) VALUES ($1, $2, $3, 0, $4)";
    READ = "SELECT id, name, zone, created_at FROM organizations WHERE id = $1";
    LIST = "SELECT id, name, zone, created_at FROM organizations ORDER BY created_at, id";
}

/// A tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Id.
    pub id: OrganizationId,
    /// Name.
    pub name: String,
    /// IANA time zone: how times are shown.
    pub zone: String,
    /// Since when.
    pub created_at: Millis,
}

/// Makes an organization with the columns that every board begins with.
///
/// # Errors
/// [`Error::Invalid`] for an empty name or zone.
pub async fn create(store: &Store, name: &str, zone: &str) -> Result<Organization, Error> {
    let name = accounts::filled("name", name)?;
    let zone = accounts::filled("zone", zone)?;
    let mut tx = store.begin().await?;
    let organization = Organization {
        id: OrganizationId::fresh(),
        name,
        zone,
        created_at: tx.now(),
    };
    tx.execute(
        query(INSERT)
            .bind(organization.id)
            .bind(&*organization.name)
            .bind(&*organization.zone)
            .bind(organization.created_at),
    )
    .await?;
    columns::create_defaults(&mut tx, organization.id).await?;
    tx.commit().await?;
    Ok(organization)
}

/// Makes the owner's account (or takes the account that has this address, leaving its password) and the membership.
///
/// # Errors
/// [`Error::Invalid`] for a bad address or password.
pub async fn create_owner(
    store: &Store,
    organization: OrganizationId,
    email: &str,
    name: &str,
    password: &str,
) -> Result<Member, Error> {
    accounts::add_member(
        store,
        &store.system(organization).to(),
        email,
        name,
        password,
        Role::Owner,
    )
    .await
}

/// One organization.
///
/// # Errors
/// [`Error::NotFound`] if there is none.
pub async fn read<C>(store: &Store, permit: &Permit<C>) -> Result<Organization, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(READ)
        .bind(permit.organization())
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    organization(&row)
}

/// Every organization, oldest first: for the command line and workers that watch all connections.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(store: &Store) -> Result<Vec<Organization>, Error> {
    let mut connection = store.database().reader().await?;
    query(LIST)
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(organization)
        .collect()
}

/// The system's permit of every organization: what a worker that looks after all of them begins with.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn permits(store: &Store) -> Result<Vec<Permit<Operate>>, Error> {
    Ok(list(store)
        .await?
        .iter()
        .map(|organization| store.system(organization.id))
        .collect())
}

fn organization(row: &sqlx::any::AnyRow) -> Result<Organization, Error> {
    Ok(Organization {
        id: row.get_as("id")?,
        name: row.get_as("name")?,
        zone: row.get_as("zone")?,
        created_at: row.get_as("created_at")?,
    })
}
