//! OAuth 2.0 for partner apps: the grants and their tokens. `authorize` is the consent page, `token` the token endpoint.

pub(crate) mod authorize;
pub(crate) mod token;

use std::collections::{BTreeSet, HashMap};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::Sha256;

use crate::{app::App, random};

const DAY: i64 = 24 * 3_600_000;
/// A refresh token lives a year, and ninety days without use.
const REFRESH_TOKEN_LIFETIME: i64 = 365 * DAY;
const REFRESH_TOKEN_IDLE: i64 = 90 * DAY;
/// How long a code waits to be exchanged.
const CODE_LIFETIME: i64 = 10 * 60_000;

/// What apps were granted, and the codes and tokens in circulation.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct OAuth {
    pub grants: Vec<Grant>,
    codes: HashMap<String, Code>,
    access_tokens: HashMap<String, AccessToken>,
}

/// One press of *Accept*, and every token that descends from it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub id: String,
    pub client_id: String,
    /// Who pressed *Accept*.
    pub user: String,
    pub scopes: BTreeSet<String>,
    pub created_at: i64,
    pub last_used_at: i64,
    /// The refresh token that is good now. `None`: never given, or dead.
    refresh_token: Option<String>,
    /// Those that were exchanged already.
    spent: Vec<String>,
    pub revoked_at: Option<i64>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Code {
    client_id: String,
    redirect_uri: String,
    user: String,
    scopes: BTreeSet<String>,
    expires_at: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct AccessToken {
    grant: String,
    expires_at: i64,
}

/// Why a refresh token is refused.
#[derive(Debug, PartialEq, Eq)]
struct InvalidGrant;

impl OAuth {
    /// The grant of an access token that has neither run out nor been revoked.
    pub fn grant_of_access_token(&self, token: &str, now: i64) -> Option<&Grant> {
        let access = self
            .access_tokens
            .get(token)
            .filter(|access| access.expires_at > now)?;
        self.grants.iter().find(|grant| grant.id == access.grant)
    }

    /// Whether the app is authorized still.
    pub fn is_live(&self, client_id: &str) -> bool {
        self.grants
            .iter()
            .any(|grant| grant.client_id == client_id && grant.revoked_at.is_none())
    }

    /// *Revoke access*: the refresh tokens die at once, the access tokens too or when they run out.
    pub fn revoke(&mut self, client_id: &str, access_tokens_too: bool, now: i64) {
        for grant in self
            .grants
            .iter_mut()
            .filter(|grant| grant.client_id == client_id && grant.revoked_at.is_none())
        {
            grant.revoked_at = Some(now);
            grant.refresh_token = None;
            if access_tokens_too {
                self.access_tokens
                    .retain(|_, access| access.grant != grant.id);
            }
        }
        self.codes.retain(|_, code| code.client_id != client_id);
    }

    /// Lets every access token run out now.
    pub fn expire_access_tokens(&mut self) {
        self.access_tokens.clear();
    }

    fn exchange(
        &mut self,
        code: &str,
        client_id: &str,
        redirect_uri: &str,
        id: String,
        now: i64,
    ) -> Result<&mut Grant, InvalidGrant> {
        let code = self.codes.remove(code).ok_or(InvalidGrant)?;
        if code.client_id != client_id
            || code.redirect_uri != redirect_uri
            || code.expires_at <= now
        {
            return Err(InvalidGrant);
        }
        let refresh_token = code.scopes.contains("offline_access").then(refresh_token);
        self.grants.push(Grant {
            id,
            client_id: code.client_id,
            user: code.user,
            scopes: code.scopes,
            created_at: now,
            last_used_at: now,
            refresh_token,
            spent: Vec::new(),
            revoked_at: None,
        });
        self.grants.last_mut().ok_or(InvalidGrant)
    }

    /// Gives the next refresh token for one that is good. A spent one is good only where rotation is lenient; where it is strict, its reuse
    /// kills the grant's tokens.
    fn refresh(
        &mut self,
        token: &str,
        client_id: &str,
        strict: bool,
        now: i64,
    ) -> Result<&mut Grant, InvalidGrant> {
        let grant = self
            .grants
            .iter_mut()
            .find(|grant| {
                grant.client_id == client_id
                    && (grant.refresh_token.as_deref() == Some(token)
                        || grant.spent.iter().any(|spent| spent == token))
            })
            .ok_or(InvalidGrant)?;
        let reused = grant.refresh_token.as_deref() != Some(token);
        let too_old = now - grant.created_at > REFRESH_TOKEN_LIFETIME
            || now - grant.last_used_at > REFRESH_TOKEN_IDLE;
        if (reused && strict) || too_old {
            grant.refresh_token = None;
        }
        if grant.refresh_token.is_none() {
            return Err(InvalidGrant);
        }
        grant
            .spent
            .extend(grant.refresh_token.replace(refresh_token()));
        grant.last_used_at = now;
        Ok(grant)
    }
}

fn refresh_token() -> String {
    format!("v1.{}", random::hex(24))
}

/// A signed JWT with the claims of Lever's specimen. The simulator itself looks tokens up and never reads one.
fn access_token(app: &App, grant: &Grant, now: i64) -> String {
    let issued = now / 1000;
    let lifetime = i64::try_from(app.config.access_token_lifetime.as_secs()).unwrap_or(i64::MAX);
    let claims = json!({
        "https://oauth.lever.co/userId": grant.user,
        "https://oauth.lever.co/accountId": app.account_id,
        "https://oauth.lever.co/clientId": grant.client_id,
        "iss": format!("{}/", app.origin),
        "sub": format!("lever|{}", grant.user),
        "aud": audience(app),
        "iat": issued,
        "exp": issued.saturating_add(lifetime),
        "azp": grant.client_id,
        "jti": random::hex(12),
        "scope": scope_text(&grant.scopes),
    });
    let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!(
        "{}.{}",
        part(&json!({ "alg": "HS256", "typ": "JWT" })),
        part(&claims)
    );
    let mut mac = Hmac::<Sha256>::new_from_slice(app.facts.client_secret.as_bytes())
        .expect("an HMAC key may have any length");
    mac.update(signed.as_bytes());
    format!(
        "{signed}.{}",
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    )
}

/// The `audience` that an app must ask for: the root of the API with a slash at its end.
fn audience(app: &App) -> String {
    format!("{}/", app.facts.base_url)
}

fn scope_text(scopes: &BTreeSet<String>) -> String {
    scopes
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}
