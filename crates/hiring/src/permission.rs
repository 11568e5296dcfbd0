//! Who may do what: one table, and permits that must be held.
//!
//! A function that changes or shows something takes a `&Permit<C>`. A person's comes from [`Member::permit`], which looks into [`MATRIX`];
//! a program's from [`Bearer::permit`](crate::api_tokens::Bearer::permit), which looks at its token's scopes too;
//! a worker's from [`Store::system`](crate::Store::system) or [`Leased::permit`](crate::queue::Leased::permit). It carries the organization, so that no query can forget it.

use std::marker::PhantomData;

use crate::db::text_enum;
use crate::{AccountId, ApiTokenId, Error, Forbidden, OrganizationId, RecipientId};

text_enum! {
    /// A member's role in an organization.
    pub enum Role {
        /// Everything, and hand over ownership.
        Owner = "owner",
        /// Settings, users, integrations; all a recruiter may.
        PartnerAdmin = "partner_admin",
        /// Jobs, boards, candidates, comments; sees integrations read-only.
        Recruiter = "recruiter",
        /// Only what is shared with them: read, comment, decide.
        HiringManager = "hiring_manager",
    }
}

impl Role {
    /// As it stands in the interface.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::PartnerAdmin => "Partner Admin",
            Self::Recruiter => "Recruiter",
            Self::HiringManager => "Hiring Manager",
        }
    }
}

macro_rules! capabilities {
    ($($(#[$meta:meta])* $name:ident: $roles:expr;)*) => {
        /// What a permit allows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Capability {
            $($(#[$meta])* $name,)*
        }

        $($(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        impl Right for $name {
            const CAPABILITY: Capability = Capability::$name;
        })*

        /// Capability × the roles that have it. The only place that says so.
        pub const MATRIX: &[(Capability, &[Role])] = &[$((Capability::$name, $roles),)*];
    };
}

/// A capability as a type: what a [`Permit`] is for.
pub trait Right: Send + Sync + 'static {
    /// Its row in [`MATRIX`].
    const CAPABILITY: Capability;
}

const OWNER: &[Role] = &[Role::Owner];
const ADMINS: &[Role] = &[Role::Owner, Role::PartnerAdmin];
const STAFF: &[Role] = &[Role::Owner, Role::PartnerAdmin, Role::Recruiter];
const ALL: &[Role] = &[
    Role::Owner,
    Role::PartnerAdmin,
    Role::Recruiter,
    Role::HiringManager,
];

capabilities! {
    /// Change the organization's settings, AI settings included.
    ManageSettings: ADMINS;
    /// Connect, select jobs, disconnect.
    ManageIntegrations: ADMINS;
    /// See connections and their health.
    ViewIntegrations: STAFF;
    /// See jobs, boards and applications; a hiring manager only what is shared with them.
    ViewJobs: ALL;
    /// Move cards, overrule verdicts, edit requirements.
    ScreenCandidates: STAFF;
    /// Share candidates with hiring managers, and act on what these decide.
    ShareCandidates: STAFF;
    /// Comment on an application that one may see.
    Comment: ALL;
    /// Delete what others commented.
    ModerateComments: ADMINS;
    /// Invite members, change their roles, deactivate them.
    ManageMembers: ADMINS;
    /// The same with Owners: make, change or deactivate one, hand over ownership.
    ManageOwners: OWNER;
    /// Look after one's own account: name, password, sessions.
    OwnAccount: ALL;
    /// Let moves on a board move the stage in the ATS too.
    ManageWriteBack: OWNER;
    /// Make and revoke tokens of the public API; a token acts with its maker's rights.
    ManageApiTokens: ADMINS;
    /// CLARA's own work: import, screening, notes. No role has it.
    Operate: &[];
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person.
    Account(AccountId),
    /// A program, with a token that a person made.
    Token {
        /// The person.
        account: AccountId,
        /// The token.
        token: ApiTokenId,
    },
    /// A hiring manager without an account, by the link of a share.
    Recipient(RecipientId),
    /// CLARA itself.
    System,
}

impl Actor {
    /// The person who acts, or whose token does.
    #[must_use]
    pub fn account(self) -> Option<AccountId> {
        match self {
            Self::Account(account) | Self::Token { account, .. } => Some(account),
            Self::Recipient(_) | Self::System => None,
        }
    }

    /// The token, if a program acts.
    #[must_use]
    pub fn token(self) -> Option<ApiTokenId> {
        match self {
            Self::Token { token, .. } => Some(token),
            Self::Account(_) | Self::Recipient(_) | Self::System => None,
        }
    }
}

/// A person signed in to an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub account: AccountId,
    /// Where.
    pub organization: OrganizationId,
    /// The organization's name.
    pub organization_name: String,
    /// As what.
    pub role: Role,
    /// Display name.
    pub name: String,
    /// Mail address.
    pub email: String,
}

impl Member {
    /// The permit, if the role has the capability.
    ///
    /// # Errors
    /// [`Forbidden`] if it has not.
    pub fn permit<C: Right>(&self) -> Result<Permit<C>, Forbidden> {
        self.permit_as(Actor::Account(self.account))
    }

    /// The same in another hand: that of the member's token.
    pub(crate) fn permit_as<C: Right>(&self, actor: Actor) -> Result<Permit<C>, Forbidden> {
        if !allows(self.role, C::CAPABILITY) {
            return Err(Forbidden {
                capability: C::CAPABILITY,
            });
        }
        Ok(Permit::new(self.organization, actor, Some(self.role)))
    }
}

/// Whether a role has a capability.
#[must_use]
pub fn allows(role: Role, capability: Capability) -> bool {
    MATRIX
        .iter()
        .any(|(row, roles)| *row == capability && roles.contains(&role))
}

/// The proof that somebody may do `C` in an organization.
#[derive(Debug)]
pub struct Permit<C> {
    organization: OrganizationId,
    actor: Actor,
    role: Option<Role>,
    right: PhantomData<fn() -> C>,
}

impl<C> Clone for Permit<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Permit<C> {}

impl<C> Permit<C> {
    fn new(organization: OrganizationId, actor: Actor, role: Option<Role>) -> Self {
        Self {
            organization,
            actor,
            role,
            right: PhantomData,
        }
    }

    /// The organization it is for.
    #[must_use]
    pub fn organization(&self) -> OrganizationId {
        self.organization
    }

    /// Who holds it.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// The same hand's permit for another capability, if its role has that too. The system may do all that people may.
    ///
    /// # Errors
    /// [`Forbidden`] if it has not.
    pub fn also<D: Right>(&self) -> Result<Permit<D>, Forbidden> {
        if self.role.is_none_or(|role| allows(role, D::CAPABILITY)) {
            Ok(Permit::new(self.organization, self.actor, self.role))
        } else {
            Err(Forbidden {
                capability: D::CAPABILITY,
            })
        }
    }

    /// Refuses a hiring manager, to whom an application is visible only by a share; what shares show is in `shares::access`.
    ///
    /// # Errors
    /// [`Error::NotFound`]: what is out of sight does not exist.
    pub(crate) fn sees_unshared(&self) -> Result<(), Error> {
        if self.role == Some(Role::HiringManager) {
            Err(Error::NotFound)
        } else {
            Ok(())
        }
    }
}

impl Permit<Operate> {
    /// CLARA's own permit; made by [`Store::system`](crate::Store::system) only.
    pub(crate) fn system(organization: OrganizationId) -> Self {
        Self::new(organization, Actor::System, None)
    }

    /// The same hand for a capability that people have too: the system may do all they may.
    #[must_use]
    pub fn to<C: Right>(&self) -> Permit<C> {
        Permit::new(self.organization, self.actor, self.role)
    }
}
