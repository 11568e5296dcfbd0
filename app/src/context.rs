//! What a server function finds around it: the store, the links to ATSs, who asks, and the answer's status. The server provides a [`Request`]
//! by context with every request, before a page is rendered or a server function runs.

use std::{str::FromStr, sync::Arc};

use hiring::{
    Member, Permit, Role as HiringRole, Store,
    permission::{Capability, Right, allows},
    sessions::SignInError,
};
use integrations::Integrations;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use mail::Mailer;

use crate::{
    error::ClaraError,
    wire::session::{Abilities, Organization, Role, Session},
};

/// What the server provides with every request, by context.
#[derive(Clone)]
pub struct Request {
    /// The store, and the links to ATSs.
    pub integrations: Integrations,
    /// What sends mails, or keeps them in a folder.
    pub mailer: Mailer,
    /// The origin at which people reach CLARA: what links begin with.
    pub origin: String,
    /// Who asks, if their cookie says so.
    pub member: Option<Member>,
    /// The hash of their session's token: an OAuth state is bound to it.
    pub session_hash: Option<String>,
    /// The support address of this installation.
    pub support: Option<String>,
    /// The request's id: what a person quotes and a log is searched for.
    pub id: String,
    /// Where people and programs reach CLARA.
    pub address: String,
    /// The address of the stylesheet: for a page that Leptos does not write the head of.
    pub stylesheet: Arc<str>,
}

/// This request.
///
/// # Errors
/// [`ClaraError::Unavailable`] where the server provided none.
pub fn request() -> Result<Request, ClaraError> {
    use_context::<Request>().ok_or(ClaraError::Unavailable)
}

/// The store, for what strangers may ask: they hold a link.
///
/// # Errors
/// [`ClaraError::Unavailable`] where the server provided none.
pub fn store() -> Result<Store, ClaraError> {
    Ok(request().map_err(refuse)?.integrations.store().clone())
}

/// The store, whoever is signed in, and the hash of their session's token: for what is about their own account.
///
/// # Errors
/// [`ClaraError::NotSignedIn`] for a stranger.
pub fn signed_in() -> Result<(Store, Member, String), ClaraError> {
    let request = request().map_err(refuse)?;
    match (request.member, request.session_hash) {
        (Some(member), Some(hash)) => Ok((request.integrations.store().clone(), member, hash)),
        _ => Err(refuse(ClaraError::NotSignedIn)),
    }
}

/// The store and the permit of whoever asks.
///
/// # Errors
/// [`ClaraError::NotSignedIn`] for a stranger, [`ClaraError::Forbidden`] where the role lacks the capability.
pub fn permitted<C: Right>() -> Result<(Store, Permit<C>), ClaraError> {
    let request = request().map_err(refuse)?;
    let member = request
        .member
        .ok_or(ClaraError::NotSignedIn)
        .map_err(refuse)?;
    let permit = member
        .permit::<C>()
        .map_err(|_| ClaraError::Forbidden)
        .map_err(refuse)?;
    Ok((request.integrations.store().clone(), permit))
}

/// An id from the wire; nonsense is not found.
///
/// # Errors
/// [`ClaraError::NotFound`].
pub fn parsed<T: FromStr<Err = hiring::Error>>(id: &str) -> Result<T, ClaraError> {
    id.parse().map_err(refuse)
}

/// The session of this request, as the page shows it.
pub fn session() -> Option<Session> {
    let request = use_context::<Request>()?;
    let member = request.member?;
    let can = |capability| allows(member.role, capability);
    Some(Session {
        can: Abilities {
            view_jobs: can(Capability::ViewJobs),
            screen: can(Capability::ScreenCandidates),
            share: can(Capability::ShareCandidates),
            comment: can(Capability::Comment),
            view_integrations: can(Capability::ViewIntegrations),
            manage_integrations: can(Capability::ManageIntegrations),
            manage_members: can(Capability::ManageMembers),
            manage_owners: can(Capability::ManageOwners),
            manage_settings: can(Capability::ManageSettings),
            manage_write_back: can(Capability::ManageWriteBack),
            manage_api_tokens: can(Capability::ManageApiTokens),
        },
        role: member.role.into(),
        organization: Organization {
            id: member.organization.to_string(),
            name: member.organization_name,
        },
        name: member.name,
        email: member.email,
        support: request.support,
    })
}

/// Gives the answer the status of its error, and the error back.
pub fn refuse(error: impl Into<ClaraError>) -> ClaraError {
    let error = error.into();
    set_status(error.status());
    error
}

/// Sets the status of the answer: of a server function, or of the page that called it.
pub fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (
        use_context::<ResponseOptions>(),
        axum::http::StatusCode::from_u16(status),
    ) {
        response.set_status(status);
    }
}

impl From<HiringRole> for Role {
    fn from(role: HiringRole) -> Self {
        match role {
            HiringRole::Owner => Self::Owner,
            HiringRole::PartnerAdmin => Self::PartnerAdmin,
            HiringRole::Recruiter => Self::Recruiter,
            HiringRole::HiringManager => Self::HiringManager,
        }
    }
}

impl From<Role> for HiringRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Owner => Self::Owner,
            Role::PartnerAdmin => Self::PartnerAdmin,
            Role::Recruiter => Self::Recruiter,
            Role::HiringManager => Self::HiringManager,
        }
    }
}

impl From<SignInError> for ClaraError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Wrong => {
                Self::Invalid("This is not your present password; nothing was changed.".to_owned())
            }
            SignInError::Throttled { retry_after } => Self::Invalid(format!(
                "Too many wrong passwords; nothing was changed. Try again in {} seconds.",
                retry_after.as_secs().max(1)
            )),
            SignInError::Store(error) => error.into(),
        }
    }
}

impl From<hiring::Error> for ClaraError {
    fn from(error: hiring::Error) -> Self {
        match error {
            hiring::Error::NotFound => Self::NotFound,
            hiring::Error::Conflict { .. } | hiring::Error::Outdated => Self::Conflict,
            hiring::Error::Invalid { message, .. } => Self::Invalid(message),
            hiring::Error::Forbidden(_) => Self::Forbidden,
            hiring::Error::Unavailable(fault) => {
                let reference = use_context::<Request>().map(|request| request.id);
                let reference = reference.unwrap_or_default();
                // Named here: what a page loads runs beside its request, outside the request's span.
                tracing::error!(request = reference, fault, "the store failed");
                Self::Failed { reference }
            }
            hiring::Error::Full => Self::Full,
        }
    }
}

impl From<integrations::Error> for ClaraError {
    fn from(error: integrations::Error) -> Self {
        match error {
            integrations::Error::Store(error) => error.into(),
            integrations::Error::Ats(_)
            | integrations::Error::NotConfigured(_)
            | integrations::Error::NoFolder => Self::Ats(error.to_string()),
        }
    }
}
