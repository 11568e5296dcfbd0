//! Accepting an invitation: whoever holds the link, and where the address has an account, proves that it is theirs.

use serde_json::json;
use sqlx::query;

use crate::db::{RowExt, statements_block};
use crate::events::Pending;
use crate::permission::OwnAccount;
use crate::sessions::{self, Client, SessionToken, SignInError, throttle};
use crate::{
    AccountId, Error, Member, Millis, OrganizationId, Role, Secret, Store, Tx, accounts, audit,
    passwords, token,
};

statements_block! {
    FIND = "SELECT i.email, i.role, i.expires_at, o.name AS organization_name, a.name AS invited_by \
        FROM invitations i JOIN organizations o ON o.id = i.organization_id LEFT JOIN accounts a ON a.id = i.invited_by \
        WHERE i.token_hash = $1 AND i.expires_at > $2";
    TAKE = "DELETE FROM invitations WHERE token_hash = $1 AND expires_at > $2 RETURNING organization_id, id, email, role";
    JOIN_ORGANIZATION = "INSERT INTO members (organization_id, account_id, role, created_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (organization_id, account_id) DO NOTHING";
}

/// What a link offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// To whom.
    pub email: String,
    /// Where.
    pub organization_name: String,
    /// As what.
    pub role: Role,
    /// By whom.
    pub invited_by: Option<String>,
    /// Until when.
    pub expires_at: Millis,
    /// Whether the address has an account: then its password is asked for, and no name.
    pub has_account: bool,
}

/// What is given with a link.
#[derive(Clone, Debug)]
pub struct Acceptance<'a> {
    /// The name of a new account.
    pub name: &'a str,
    /// The password: of the account that there is, or for the new one. None: the session is to prove it.
    pub password: Option<Secret>,
    /// The session of the browser. It ends: another begins.
    pub session: Option<&'a SessionToken>,
}

/// How somebody proves to be who is invited.
enum Proof {
    /// By the account's session or password.
    Account(AccountId),
    /// There is no account: one is made with this name and password hash.
    Fresh { name: String, hash: String },
}

/// What the link with this token offers. Looking changes nothing.
///
/// # Errors
/// [`Error::NotFound`] if it is unknown, accepted, revoked or too old: not said which.
pub async fn read(store: &Store, token: &str) -> Result<Offer, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(FIND)
        .bind(token::sha256_hex(token))
        .bind(store.now())
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    let email: String = row.get_as("email")?;
    Ok(Offer {
        has_account: accounts::by_email(&mut connection, &email).await?.is_some(),
        email,
        organization_name: row.get_as("organization_name")?,
        role: row.get_as("role")?,
        invited_by: row.get_as("invited_by")?,
        expires_at: row.get_as("expires_at")?,
    })
}

/// Makes the membership, with the account if there is none, and starts a session in the organization. The link works once.
///
/// # Errors
/// [`SignInError::Wrong`] and [`SignInError::Throttled`] for the password of an account that there is; within [`SignInError::Store`]:
/// [`Error::NotFound`] for a dead link, [`Error::Invalid`] for a bad name or password of a new account.
pub async fn accept(
    store: &Store,
    token: &str,
    with: &Acceptance<'_>,
    client: &Client,
) -> Result<(SessionToken, Member), SignInError> {
    let offered = read(store, token).await?;
    let proof = prove(store, &offered.email, with, client).await?;
    let mut tx = store.begin().await?;
    let (account, organization) = take(&mut tx, token, &proof).await?;
    let member = accounts::membership(tx.connection(), organization, account)
        .await?
        .ok_or(Error::NotFound)?;
    let detail = json!({ "role": member.role });
    let permit = member.permit::<OwnAccount>().map_err(Error::from)?;
    audit::record(
        &mut tx,
        &permit,
        "invitation.accept",
        &account.to_string(),
        &detail,
    )
    .await?;
    if let Some(session) = with.session {
        sessions::end_in(&mut tx, session).await?;
    }
    let session = sessions::start(&mut tx, account, organization, &client.device).await?;
    tx.tell(organization, Pending::members());
    tx.commit().await?;
    Ok((session, member))
}

async fn prove(
    store: &Store,
    email: &str,
    with: &Acceptance<'_>,
    client: &Client,
) -> Result<Proof, SignInError> {
    let account = accounts::by_email(&mut *store.database().reader().await?, email).await?;
    let Some((account, hash)) = account else {
        let name = accounts::filled("name", with.name)?;
        let password = with.password.clone().unwrap_or_else(|| Secret::new(""));
        passwords::check(password.expose())?;
        let hash = passwords::hash(password).await?;
        return Ok(Proof::Fresh { name, hash });
    };
    let signed_in = match with.session {
        Some(session) => sessions::read(store, session).await?,
        None => None,
    };
    if signed_in.is_some_and(|member| member.account == account) {
        return Ok(Proof::Account(account));
    }
    let subjects = [throttle::account(email), throttle::client(client.address)];
    throttle::count(store, &subjects).await?;
    let password = with.password.clone().ok_or(SignInError::Wrong)?;
    if !passwords::verify(password, Some(hash)).await? {
        return Err(SignInError::Wrong);
    }
    let mut tx = store.begin().await?;
    throttle::forgive(&mut tx, &subjects).await?;
    tx.commit().await?;
    Ok(Proof::Account(account))
}

/// Uses the link up. Of two at once, one finds it.
async fn take(
    tx: &mut Tx,
    token: &str,
    proof: &Proof,
) -> Result<(AccountId, OrganizationId), SignInError> {
    let now = tx.now();
    let row = query(TAKE)
        .bind(token::sha256_hex(token))
        .bind(now)
        .fetch_optional(tx.connection())
        .await
        .map_err(Error::from)?
        .ok_or(Error::NotFound)?;
    let organization: OrganizationId = row.get_as("organization_id")?;
    let email: String = row.get_as("email")?;
    let account = match proof {
        Proof::Account(account) => *account,
        Proof::Fresh { name, hash } => {
            if !accounts::insert(tx, &email, name, hash).await? {
                // Somebody made the account meanwhile: its password must be proved.
                return Err(SignInError::Wrong);
            }
            accounts::by_email(tx.connection(), &email)
                .await?
                .ok_or(Error::NotFound)?
                .0
        }
    };
    query(JOIN_ORGANIZATION)
        .bind(organization)
        .bind(account)
        .bind(row.get_as::<Role>("role")?)
        .bind(now)
        .execute(tx.connection())
        .await
        .map_err(Error::from)?;
    Ok((account, organization))
}
