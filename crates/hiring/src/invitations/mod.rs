//! Invitations: a link by mail, good for a week and for one person. The link's token is stored as a hash, and sealed for the mail.

pub(crate) mod accept;

use std::time::Duration;

use serde_json::json;
use sqlx::query;

pub use accept::{Acceptance, Offer, accept, read};

use crate::db::{RowExt, Tx, statements_block};
use crate::events::Pending;
use crate::key_rotation::SealedColumn;
use crate::mails::{self, Cause, Delivery, Mail, SEND_MAIL};
use crate::permission::ManageMembers;
use crate::{
    Error, InvitationId, Millis, OrganizationId, Permit, Role, Secret, Store, accounts, audit,
    token,
};

/// How long an invitation can be accepted.
pub const LASTS: Duration = Duration::from_secs(7 * 24 * 3600);

statements_block! {
    IS_MEMBER = "SELECT m.deactivated_at FROM members m JOIN accounts a ON a.id = m.account_id WHERE m.organization_id = $1 AND a.email = $2";
    ISSUE = "INSERT INTO invitations (organization_id, id, email, role, token_hash, token, invited_by, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, '', $6, $7, $8) ON CONFLICT (organization_id, email) DO UPDATE SET role = excluded.role, \
        token_hash = excluded.token_hash, invited_by = excluded.invited_by, created_at = excluded.created_at, expires_at = excluded.expires_at RETURNING id";
    SEAL = "UPDATE invitations SET token = $3 WHERE organization_id = $1 AND id = $2";
    ONE = "SELECT i.email, i.role, i.token, i.expires_at, o.name AS organization_name, a.name AS invited_by \
        FROM invitations i JOIN organizations o ON o.id = i.organization_id LEFT JOIN accounts a ON a.id = i.invited_by \
        WHERE i.organization_id = $1 AND i.id = $2";
    LIST = "SELECT i.id, i.email, i.role, i.created_at, i.expires_at, a.name AS invited_by, \
        (SELECT q.state FROM queue q WHERE q.organization_id = i.organization_id AND q.kind = $2 AND q.dedupe = i.id ORDER BY q.id DESC LIMIT 1) AS mail_state \
        FROM invitations i LEFT JOIN accounts a ON a.id = i.invited_by WHERE i.organization_id = $1 ORDER BY i.created_at DESC, i.id";
    OF_OTHER_KEYS = "SELECT organization_id, id, token AS sealed FROM invitations WHERE token NOT LIKE $1 LIMIT $2";
    RESEAL = "UPDATE invitations SET token = $4 WHERE organization_id = $1 AND id = $2 AND token = $3";
    REVOKE = "DELETE FROM invitations WHERE organization_id = $1 AND id = $2";
}

/// What a rotation of the key seals anew here.
pub(crate) const SEALED: SealedColumn = SealedColumn {
    of_other_keys: OF_OTHER_KEYS,
    reseal: RESEAL,
    row_name: |id| row_name(id),
};

/// An invitation that nobody accepted yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Id.
    pub id: InvitationId,
    /// To whom.
    pub email: String,
    /// As what.
    pub role: Role,
    /// Who invited.
    pub invited_by: Option<String>,
    /// When, or when it was sent again.
    pub created_at: Millis,
    /// Until when it can be accepted.
    pub expires_at: Millis,
    /// How its mail fares.
    pub delivery: Delivery,
}

/// Invites somebody, by mail. Who is invited already gets a new link, and the old one stops working.
///
/// # Errors
/// [`Error::Invalid`] for a bad address, for somebody who is a member, and for the role Owner: a link must not give that away.
pub async fn invite(
    store: &Store,
    permit: &Permit<ManageMembers>,
    email: &str,
    role: Role,
) -> Result<InvitationId, Error> {
    let email = accounts::parse_email(email)?;
    if role == Role::Owner {
        return Err(Error::invalid(
            "role",
            "Nobody is invited as Owner. Invite them with another role, and make them Owner once they are here.",
        ));
    }
    let mut tx = store.begin().await?;
    let member = query(IS_MEMBER)
        .bind(permit.organization())
        .bind(&*email)
        .fetch_optional(tx.connection())
        .await?;
    if let Some(member) = member {
        let deactivated: Option<Millis> = member.get_as("deactivated_at")?;
        return Err(Error::invalid(
            "email",
            if deactivated.is_some() {
                "This person is a member who was deactivated. Reactivate them in the list instead."
            } else {
                "This person is a member already."
            },
        ));
    }
    let id = issue(&mut tx, permit, &email, role).await?;
    changed(tx, permit, "member.invite", id, json!({ "role": role })).await?;
    Ok(id)
}

/// Sends a new link for another week; the old one stops working.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn resend(
    store: &Store,
    permit: &Permit<ManageMembers>,
    id: InvitationId,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let row = query(ONE)
        .bind(permit.organization())
        .bind(id)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let email: String = row.get_as("email")?;
    issue(&mut tx, permit, &email, row.get_as("role")?).await?;
    changed(tx, permit, "invitation.resend", id, json!({})).await
}

/// Takes an invitation back: its link stops working.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn revoke(
    store: &Store,
    permit: &Permit<ManageMembers>,
    id: InvitationId,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let revoked = query(REVOKE)
        .bind(permit.organization())
        .bind(id)
        .execute(tx.connection())
        .await?;
    if revoked.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    mails::forget_failed(&mut tx, permit.organization(), Cause::Invitation(id)).await?;
    changed(tx, permit, "invitation.revoke", id, json!({})).await
}

/// What nobody accepted yet, the newest first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(store: &Store, permit: &Permit<ManageMembers>) -> Result<Vec<Invitation>, Error> {
    let mut connection = store.database().reader().await?;
    let rows = query(LIST)
        .bind(permit.organization())
        .bind(SEND_MAIL)
        .fetch_all(&mut *connection)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Invitation {
                id: row.get_as("id")?,
                email: row.get_as("email")?,
                role: row.get_as("role")?,
                invited_by: row.get_as("invited_by")?,
                created_at: row.get_as("created_at")?,
                expires_at: row.get_as("expires_at")?,
                delivery: mails::delivery(row)?,
            })
        })
        .collect()
}

/// What the link of an invitation carries, for an admin who hands it over by other means than mail. That it was shown is audited.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn reveal(
    store: &Store,
    permit: &Permit<ManageMembers>,
    id: InvitationId,
) -> Result<Secret, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let row = query(ONE)
        .bind(organization)
        .bind(id)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let token = unseal(store, organization, id, &row)?;
    audit::record(
        &mut tx,
        permit,
        "invitation.reveal",
        &id.to_string(),
        &json!({}),
    )
    .await?;
    tx.commit().await?;
    Ok(token)
}

/// The mail of an invitation.
pub(crate) async fn mail(
    store: &Store,
    organization: OrganizationId,
    id: InvitationId,
) -> Result<Mail, Error> {
    let row = query(ONE)
        .bind(organization)
        .bind(id)
        .fetch_optional(&mut *store.database().reader().await?)
        .await?
        .ok_or(Error::NotFound)?;
    let expires_at: Millis = row.get_as("expires_at")?;
    if expires_at <= store.now() {
        return Err(Error::NotFound);
    }
    Ok(Mail::Invitation {
        to: row.get_as("email")?,
        organization: row.get_as("organization_name")?,
        role: row.get_as("role")?,
        invited_by: row.get_as("invited_by")?,
        token: unseal(store, organization, id, &row)?,
        expires_at,
    })
}

/// Writes the invitation under a fresh token, or renews the one that this address has, and owes the mail.
async fn issue(
    tx: &mut Tx,
    permit: &Permit<ManageMembers>,
    email: &str,
    role: Role,
) -> Result<InvitationId, Error> {
    let organization = permit.organization();
    let now = tx.now();
    let token = Secret::new(token::random());
    let id: InvitationId = query(ISSUE)
        .bind(organization)
        .bind(InvitationId::fresh())
        .bind(email)
        .bind(role)
        .bind(token::sha256_hex(token.expose()))
        .bind(permit.actor().account())
        .bind(now)
        .bind(now.after(LASTS))
        .fetch_one(tx.connection())
        .await?
        .get_as("id")?;
    // Bound to the row's id, which is known only now: it may be an older one's.
    let sealed = tx
        .store()
        .sealer()
        .seal(organization, &row_name(id), &token)?;
    tx.execute(query(SEAL).bind(organization).bind(id).bind(sealed))
        .await?;
    mails::owe(tx, organization, Cause::Invitation(id)).await?;
    Ok(id)
}

fn unseal(
    store: &Store,
    organization: OrganizationId,
    id: InvitationId,
    row: &sqlx::any::AnyRow,
) -> Result<Secret, Error> {
    let sealed: String = row.get_as("token")?;
    store.sealer().unseal(organization, &row_name(id), &sealed)
}

/// The row that a token is sealed for.
fn row_name(id: impl std::fmt::Display) -> String {
    format!("invitation/{id}")
}

async fn changed(
    mut tx: Tx,
    permit: &Permit<ManageMembers>,
    action: &str,
    id: InvitationId,
    detail: serde_json::Value,
) -> Result<(), Error> {
    audit::record(&mut tx, permit, action, &id.to_string(), &detail).await?;
    tx.tell(permit.organization(), Pending::members());
    tx.commit().await
}
