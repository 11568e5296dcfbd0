//! Users of the Lever account. Scope `users:read:admin`.

use serde::Deserialize;

use super::{Data, UserId};
use crate::client::Client;
use crate::error::Error;
use crate::lenient::{self, Millis};
use crate::page::Pages;

/// A user.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Id.
    pub id: UserId,
    /// Name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: Option<String>,
    /// Mail address.
    #[serde(default, deserialize_with = "lenient::text")]
    pub email: Option<String>,
    /// `super admin`, `admin`, `team member`, `limited team member`, `interviewer`, or a custom role's id.
    #[serde(default, deserialize_with = "lenient::text")]
    pub access_role: Option<String>,
    /// When they left.
    #[serde(default, deserialize_with = "lenient::time")]
    pub deactivated_at: Option<Millis>,
}

impl Client {
    /// Active users, newest first.
    pub fn users(&self) -> Pages<User> {
        Pages::new(self.clone(), self.url(&["users"]), "/users")
    }

    /// One user.
    pub async fn user(&self, id: &UserId) -> Result<User, Error> {
        let url = self.url(&["users", id.as_str()])?;
        let found: Data<User> = self.get(url, "/users/:id").await?;
        Ok(found.data)
    }
}
