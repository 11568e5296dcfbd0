//! Who is looking, and what they may do.

use serde::{Deserialize, Serialize};

use crate::case::upper;

/// The header in which a page says, with every call, which organization it shows: its id.
pub const ORGANIZATION_HEADER: &str = "x-clara-organization";

/// A role of a member, as the interface names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, and handing over ownership.
    Owner,
    /// Settings, users, integrations; all a recruiter may.
    PartnerAdmin,
    /// Jobs, boards, candidates; sees *Integrations* read-only.
    Recruiter,
    /// What is shared with them.
    HiringManager,
}

impl Role {
    /// All, from the mightiest on.
    pub const ALL: [Self; 4] = [
        Self::Owner,
        Self::PartnerAdmin,
        Self::Recruiter,
        Self::HiringManager,
    ];

    /// Its name in forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::PartnerAdmin => "partner_admin",
            Self::Recruiter => "recruiter",
            Self::HiringManager => "hiring_manager",
        }
    }

    /// What it may do, in a line.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Owner => "Everything, and handing over ownership.",
            Self::PartnerAdmin => "Settings, members, integrations, and all that a Recruiter may.",
            Self::Recruiter => "Jobs, boards, candidates, comments. Sees integrations.",
            Self::HiringManager => {
                "Only the candidates that are shared with them: read, comment, decide."
            }
        }
    }

    /// The role's name in the interface.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::PartnerAdmin => "Partner Admin",
            Self::Recruiter => "Recruiter",
            Self::HiringManager => "Hiring Manager",
        }
    }
}

/// An organization that the account is a member of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// What the member may do: what the interface offers. The server checks each call again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abilities {
    /// See jobs, boards and candidates.
    pub view_jobs: bool,
    /// Move cards, overrule verdicts.
    pub screen: bool,
    /// Share candidates with hiring managers.
    pub share: bool,
    /// Write comments.
    pub comment: bool,
    /// See *Integrations*.
    pub view_integrations: bool,
    /// Connect, select jobs, disconnect.
    pub manage_integrations: bool,
    /// Invite members, change roles, deactivate.
    pub manage_members: bool,
    /// The same with Owners.
    pub manage_owners: bool,
    /// Change the organization's settings, and see the mails that were sent for it.
    pub manage_settings: bool,
    /// Let moves on a board move the stage in the ATS too.
    pub manage_write_back: bool,
    /// Make and revoke tokens of the public API.
    pub manage_api_tokens: bool,
}

/// The signed-in member. Fixed for the life of a page: signing in, out and switching organization load a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The member's name.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// Their role in this organization.
    pub role: Role,
    /// The organization this session is in.
    pub organization: Organization,
    /// What they may do.
    pub can: Abilities,
    /// The support address of this installation.
    pub support: Option<String>,
}

impl Session {
    /// Up to two letters for the avatar.
    pub fn initials(&self) -> String {
        initials(&self.name)
    }
}

/// What the shell needs from the database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surroundings {
    /// All organizations of the account, this session's included.
    pub organizations: Vec<Organization>,
    /// Names of those who may manage integrations: whom to ask.
    pub admins: Vec<String>,
    /// How much work was given up, for those who can do something about it.
    pub failed_work: u64,
    /// The ATSs whose access was revoked there, for those who may see connections.
    pub revoked: Vec<String>,
    /// How many stages and archive reasons of the ATS nobody mapped, for the same people.
    pub unmapped: u64,
    /// The newest event when the page was made; the live connection begins after it.
    pub event: i64,
}

impl Surroundings {
    /// "Ada Byron" or "Ada Byron or Lin Chen": whom to ask.
    pub fn whom_to_ask(&self) -> String {
        match self.admins.as_slice() {
            [] => "an Owner or Partner Admin".to_owned(),
            [one] => one.clone(),
            [first, second, ..] => format!("{first} or {second}"),
        }
    }
}

/// The first letters of the first and last word of a name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    upper(&String::from_iter(first.into_iter().chain(last)))
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_come_from_the_first_and_last_word() {
        assert_eq!(initials("Mei Ling Chen"), "MC");
        assert_eq!(initials("cher"), "C");
        assert_eq!(initials("  "), "");
    }
}
