//! OAuth 2.0 for partner apps: the consent URL, what the browser brings back, the exchange of codes and refresh tokens.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures::future::BoxFuture;
use oauth2::basic::{BasicClient, BasicErrorResponse, BasicErrorResponseType, BasicTokenResponse};
use oauth2::{
    AccessToken, AsyncHttpClient, AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret,
    CsrfToken, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, RedirectUrl, RefreshToken,
    RequestTokenError, Scope, TokenResponse, TokenUrl,
};
use serde::Deserialize;
use subtle::ConstantTimeEq;
use url::Url;

use crate::environment::Environment;
use crate::error::{Error, NetworkFault};
use crate::http;
use crate::tokens::Tokens;

/// The token endpoint answers with a few hundred bytes.
const ANSWER_LIMIT: usize = 256 * 1024;
/// How long the token endpoint may take.
const TIMEOUT: Duration = Duration::from_secs(20);
/// An access token's life where the answer does not say (Lever documents one hour).
const DEFAULT_LIFETIME: Duration = Duration::from_secs(3600);

type Client = BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// A partner app as Lever registered it, in one environment.
#[derive(Clone, Debug)]
pub struct App {
    client: Client,
    http: reqwest::Client,
    audience: String,
}

/// Why the token endpoint gave no token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OAuthError {
    /// The code or refresh token is unknown, used, expired or revoked. For a refresh: the connection is gone.
    #[error("Lever no longer accepts this grant")]
    InvalidGrant,
    /// The client id or secret is wrong.
    #[error("Lever does not accept the client id or secret")]
    InvalidClient,
    /// Any other documented refusal.
    #[error("Lever refused ({error})")]
    Refused {
        /// The `error` value.
        error: String,
    },
    /// 429 or 5xx: worth repeating.
    #[error("the token endpoint answers {status}")]
    Server {
        /// HTTP status.
        status: u16,
    },
    /// No answer.
    #[error("no answer from the token endpoint: {0}")]
    Network(NetworkFault),
    /// An answer that is not what OAuth documents.
    #[error("the token endpoint's answer cannot be read")]
    Garbage,
}

impl From<OAuthError> for Error {
    fn from(error: OAuthError) -> Self {
        match error {
            OAuthError::InvalidGrant => Self::Disconnected,
            OAuthError::InvalidClient | OAuthError::Refused { .. } => Self::Unauthorized,
            OAuthError::Server { status } => Self::Server { status },
            OAuthError::Network(fault) => Self::Network(fault),
            OAuthError::Garbage => Self::Garbage {
                what: "the token endpoint's answer",
            },
        }
    }
}

impl App {
    /// `redirect_uri` must equal the registered callback byte for byte.
    pub fn new(
        environment: &Environment,
        client_id: ClientId,
        client_secret: ClientSecret,
        redirect_uri: &Url,
    ) -> Result<Self, Error> {
        let client = BasicClient::new(client_id)
            .set_client_secret(client_secret)
            .set_auth_type(AuthType::RequestBody)
            .set_auth_uri(AuthUrl::from_url(environment.authorize_url().clone()))
            .set_token_uri(TokenUrl::from_url(environment.token_url().clone()))
            .set_redirect_uri(RedirectUrl::from_url(redirect_uri.clone()));
        Ok(Self {
            client,
            http: http::api_client(environment, TIMEOUT)?,
            audience: environment.audience().to_owned(),
        })
    }

    /// Where to send the browser. `state` must be unguessable and bound to the session that asks; [`Callback::code`] compares it.
    pub fn authorize_url<'a>(&self, state: &str, scopes: impl IntoIterator<Item = &'a str>) -> Url {
        let state = CsrfToken::new(state.to_owned());
        let (url, _) = self
            .client
            .authorize_url(|| state)
            .add_scopes(scopes.into_iter().map(|scope| Scope::new(scope.to_owned())))
            .add_extra_param("audience", &self.audience)
            .url();
        url
    }

    /// Exchanges the code of the callback. A code is single use.
    pub async fn exchange(&self, code: AuthorizationCode) -> Result<Tokens, OAuthError> {
        let answer = self
            .client
            .exchange_code(code)
            .request_async(&Sender(self.http.clone()))
            .await;
        tokens(answer, None)
    }

    /// Exchanges a refresh token. The answer carries a new one, which must be stored before anything else is done.
    pub async fn refresh(&self, refresh_token: &RefreshToken) -> Result<Tokens, OAuthError> {
        let answer = self
            .client
            .exchange_refresh_token(refresh_token)
            .request_async(&Sender(self.http.clone()))
            .await;
        tokens(answer, Some(refresh_token))
    }
}

/// What stops an exchange before its answer can be read as OAuth.
#[derive(Debug, thiserror::Error)]
enum SendError {
    #[error("status {0}")]
    Status(u16),
    #[error(transparent)]
    Network(NetworkFault),
    #[error("unreadable")]
    Garbage,
}

/// The `oauth2` crate's door to the network.
struct Sender(reqwest::Client);

impl AsyncHttpClient<'_> for Sender {
    type Error = SendError;
    type Future = BoxFuture<'static, Result<HttpResponse, SendError>>;

    fn call(&self, request: HttpRequest) -> Self::Future {
        Box::pin(send(self.0.clone(), request))
    }
}

async fn send(client: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, SendError> {
    let request = reqwest::Request::try_from(request).map_err(|_| SendError::Garbage)?;
    let response = client
        .execute(request)
        .await
        .map_err(|error| SendError::Network(error.into()))?;
    let status = response.status();
    // Never a verdict on the grant, whatever the body says.
    if status.is_server_error() || status.as_u16() == 429 || status.is_redirection() {
        return Err(SendError::Status(status.as_u16()));
    }
    let mut answer = HttpResponse::new(Vec::new());
    *answer.status_mut() = status;
    *answer.headers_mut() = response.headers().clone();
    *answer.body_mut() = match http::read_limited(response, ANSWER_LIMIT).await {
        Ok(body) => body.to_vec(),
        Err(Error::Network(fault)) => return Err(SendError::Network(fault)),
        Err(_) => return Err(SendError::Garbage),
    };
    Ok(answer)
}

fn tokens(
    answer: Result<BasicTokenResponse, RequestTokenError<SendError, BasicErrorResponse>>,
    sent: Option<&RefreshToken>,
) -> Result<Tokens, OAuthError> {
    match answer {
        Ok(answer) => Ok(Tokens {
            access: answer.access_token().clone(),
            refresh: answer.refresh_token().or(sent).cloned(),
            expires_at: SystemTime::now() + answer.expires_in().unwrap_or(DEFAULT_LIFETIME),
            scopes: answer
                .scopes()
                .map(|scopes| scopes.iter().map(|scope| scope.to_string()).collect()),
        }),
        Err(RequestTokenError::ServerResponse(refusal)) => Err(match refusal.error() {
            BasicErrorResponseType::InvalidGrant => OAuthError::InvalidGrant,
            BasicErrorResponseType::InvalidClient => OAuthError::InvalidClient,
            // Auth0's word for a wrong secret.
            BasicErrorResponseType::Extension(error) if error == "access_denied" => {
                OAuthError::InvalidClient
            }
            other => OAuthError::Refused {
                error: crate::error::presentable(other.as_ref()),
            },
        }),
        Err(RequestTokenError::Request(SendError::Status(status))) => {
            Err(OAuthError::Server { status })
        }
        Err(RequestTokenError::Request(SendError::Network(fault))) => {
            Err(OAuthError::Network(fault))
        }
        Err(_) => Err(OAuthError::Garbage),
    }
}

/// The query of the callback URL.
#[derive(Clone, Default, Deserialize)]
pub struct Callback {
    /// On success.
    #[serde(default)]
    pub code: Option<String>,
    /// What [`App::authorize_url`] was given.
    #[serde(default)]
    pub state: Option<String>,
    /// On refusal.
    #[serde(default)]
    pub error: Option<String>,
    /// On refusal, in words.
    #[serde(default)]
    pub error_description: Option<String>,
}

/// Why a callback gives no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    /// Not the answer to the question that was asked: forged, replayed, or of another session.
    #[error("the answer does not belong to this request")]
    WrongState,
    /// The person said no, or may not say yes.
    #[error("access was not granted ({error})")]
    Refused {
        /// The `error` value, such as `access_denied`.
        error: String,
    },
    /// Neither a code nor an error.
    #[error("the answer holds neither a code nor an error")]
    Incomplete,
}

impl Callback {
    /// The code, if this answers the request that was made with `expected_state`.
    pub fn code(&self, expected_state: &str) -> Result<AuthorizationCode, CallbackError> {
        let state = self.state.as_deref().unwrap_or_default();
        if expected_state.is_empty()
            || !bool::from(state.as_bytes().ct_eq(expected_state.as_bytes()))
        {
            return Err(CallbackError::WrongState);
        }
        if let Some(error) = &self.error {
            return Err(CallbackError::Refused {
                error: crate::error::presentable(error),
            });
        }
        match self.code.as_deref() {
            Some(code) if !code.is_empty() => Ok(AuthorizationCode::new(code.to_owned())),
            _ => Err(CallbackError::Incomplete),
        }
    }
}

/// The Lever account that a token belongs to, as its claims say, unverified: a hint for people ("another account was connected"), never a proof. Absent where the token is opaque.
pub fn account_hint(token: &AccessToken) -> Option<String> {
    #[derive(Deserialize)]
    struct Claims {
        #[serde(rename = "https://oauth.lever.co/accountId")]
        account: Option<String>,
    }
    let payload = token.secret().split('.').nth(1)?;
    let bytes = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    serde_json::from_slice::<Claims>(&bytes).ok()?.account
}
