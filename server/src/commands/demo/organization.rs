//! The demo's organization and its people.

use hiring::permission::ManageMembers;
use hiring::{Member, Role, Store, accounts, organizations};

/// One login of the demo.
pub struct Login {
    /// Display name.
    pub name: &'static str,
    /// Mail address.
    pub email: &'static str,
    /// Role.
    pub role: Role,
}

/// The owner first; one of each role.
pub const LOGINS: [Login; 4] = [
    Login {
        name: "Maren Rask",
        email: "owner@northwind.example",
        role: Role::Owner,
    },
    Login {
        name: "Priya Nair",
        email: "admin@northwind.example",
        role: Role::PartnerAdmin,
    },
    Login {
        name: "Tomás Ferreira",
        email: "recruiter@northwind.example",
        role: Role::Recruiter,
    },
    Login {
        name: "Dana Ortiz",
        email: "manager@northwind.example",
        role: Role::HiringManager,
    },
];

/// The same for all of them: the demo listens on loopback alone and holds invented people.
pub const PASSWORD: &str = "demo-of-clara";

const NAME: &str = "Northwind Talent";
const ZONE: &str = "Europe/Dublin";

/// Finds the demo's organization, or makes it with its people. Answers the owner.
pub async fn ensure(store: &Store) -> Result<Member, hiring::Error> {
    if let Some(owner) = existing(store).await? {
        return Ok(owner);
    }
    let [owner, others @ ..] = &LOGINS;
    let organization = organizations::create(store, NAME, ZONE).await?.id;
    let member =
        organizations::create_owner(store, organization, owner.email, owner.name, PASSWORD).await?;
    let permit = member.permit::<ManageMembers>()?;
    for login in others {
        accounts::add_member(
            store,
            &permit,
            login.email,
            login.name,
            PASSWORD,
            login.role,
        )
        .await?;
    }
    Ok(member)
}

async fn existing(store: &Store) -> Result<Option<Member>, hiring::Error> {
    let [owner, ..] = &LOGINS;
    for permit in organizations::permits(store).await? {
        let members = accounts::members(store, &permit).await?;
        if let Some(member) = members
            .into_iter()
            .find(|member| member.email == owner.email)
        {
            return Ok(Some(member));
        }
    }
    Ok(None)
}
