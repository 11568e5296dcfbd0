//! Whom to ask about a job's candidates: its hiring manager, the hiring managers of the organization, and who was asked before.

use std::collections::HashSet;

use sqlx::query;

use super::recipient_name;
use crate::db::{RowExt, statements_block};
use crate::permission::ShareCandidates;
use crate::{Error, JobId, Permit, Role, Store, accounts, jobs};

statements_block! {
    BEFORE = concat!(
        "SELECT r.email, ",
        recipient_name!(),
        " AS name, MAX(s.created_at) AS newest FROM shares s \
         JOIN share_recipients r ON r.organization_id = s.organization_id AND r.share_id = s.id \
         WHERE s.organization_id = $1 AND s.job_id = $2 AND r.revoked_at IS NULL \
         GROUP BY r.organization_id, r.email ORDER BY newest DESC, r.email LIMIT 50"
    );
    OUT = "SELECT a.email FROM members m JOIN accounts a ON a.id = m.account_id WHERE m.organization_id = $1 AND m.deactivated_at IS NOT NULL";
}

/// Why somebody is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// The ATS names them as the job's hiring manager.
    OfJob,
    /// A member with the role Hiring Manager.
    Member,
    /// Candidates of the job were shared with them before.
    Before,
}

/// Somebody with whom candidates can be shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Name, or the mail address without one.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Why they are offered.
    pub known: Known,
}

/// Whom to ask about candidates of this job, the likeliest first and everybody once. Who was deactivated here is not offered, nor whose link was revoked.
///
/// # Errors
/// [`Error::NotFound`] without such a job.
pub async fn people(
    store: &Store,
    permit: &Permit<ShareCandidates>,
    job: JobId,
) -> Result<Vec<Person>, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    let job = jobs::store::read_in(&mut *connection, organization, job).await?;
    let of_job = job.hiring_manager.map(|manager| Person {
        name: manager.name().to_owned(),
        email: manager.email().to_owned(),
        known: Known::OfJob,
    });
    let members = accounts::members_in(&mut connection, organization)
        .await?
        .into_iter()
        .filter(|member| member.role == Role::HiringManager)
        .map(|member| Person {
            name: member.name,
            email: member.email,
            known: Known::Member,
        });
    let before = query(BEFORE)
        .bind(organization)
        .bind(job.id)
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(|row| {
            let email: String = row.get_as("email")?;
            Ok(Person {
                name: row
                    .get_as::<Option<String>>("name")?
                    .unwrap_or_else(|| email.clone()),
                email,
                known: Known::Before,
            })
        })
        .collect::<Result<Vec<_>, Error>>()?;
    let mut named = query(OUT)
        .bind(organization)
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(|row| row.get_as("email"))
        .collect::<Result<HashSet<String>, _>>()?;
    Ok(of_job
        .into_iter()
        .chain(members)
        .chain(before)
        .filter(|person| named.insert(person.email.clone()))
        .collect())
}
