//! The hiring manager of a job, as its ATS names them: offered first when candidates of the job are shared.

use sqlx::any::AnyRow;

use crate::db::RowExt;
use crate::{Error, accounts};

/// Somebody with a mail address that can be written to: made by [`HiringManager::new`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HiringManager {
    name: String,
    email: String,
}

impl HiringManager {
    /// None where the address is none. Without a name the address stands for it.
    #[must_use]
    pub fn new(name: &str, email: &str) -> Option<Self> {
        let email = accounts::parse_email(email).ok()?;
        let name = accounts::filled("name", name).unwrap_or_else(|_| email.clone());
        Some(Self { name, email })
    }

    /// What they are called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Their mail address.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.email
    }
}

/// Of the row of a job.
pub(super) fn read(row: &AnyRow) -> Result<Option<HiringManager>, Error> {
    let name: Option<String> = row.get_as("manager_name")?;
    let email: Option<String> = row.get_as("manager_email")?;
    Ok(name
        .zip(email)
        .map(|(name, email)| HiringManager { name, email }))
}
