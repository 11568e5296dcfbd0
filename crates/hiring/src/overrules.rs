//! Overrules: a person's verdict in place of the engine's. An input of the score, kept by the requirement's words, so that it outlives a new
//! version of the requirement set that still asks for the same.

use screening::model::{Override, RequirementSet, Verdict};
use serde_json::json;
use sqlx::query;

use crate::applications::materials::inputs_changed;
use crate::db::{Connection, Json, RowExt, Tx, statements_block};
use crate::permission::ScreenCandidates;
use crate::queue::{Task, enqueue_in};
use crate::{
    AccountId, ApplicationId, Error, JobId, Millis, OrganizationId, Permit, Store, audit,
    requirement_sets, screenings,
};

statements_block! {
    JOB = "SELECT job_id FROM applications WHERE organization_id = $1 AND id = $2 AND removed_at IS NULL";
    SET = "INSERT INTO overrules (organization_id, application_id, requirement, verdict, reason, account_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (organization_id, application_id, requirement) DO UPDATE SET verdict = excluded.verdict, reason = excluded.reason, \
        account_id = excluded.account_id, created_at = excluded.created_at";
    CLEAR = "DELETE FROM overrules WHERE organization_id = $1 AND application_id = $2 AND requirement = $3";
    LIST = "SELECT o.requirement, o.verdict, o.reason, o.account_id, a.name, o.created_at FROM overrules o JOIN accounts a ON a.id = o.account_id \
        WHERE o.organization_id = $1 AND o.application_id = $2 ORDER BY o.created_at, o.requirement";
}

/// A person's verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overrule {
    /// The requirement's words.
    pub requirement: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// Who.
    pub account: AccountId,
    /// Their name.
    pub account_name: String,
    /// When.
    pub at: Millis,
}

/// Overrules the verdict on one requirement (its id in the active set), with a reason; the application is scored anew.
///
/// # Errors
/// [`Error::NotFound`] if application or requirement is not here; [`Error::Invalid`] without a reason or beyond 1,000 characters.
pub async fn set(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    application: ApplicationId,
    requirement: &str,
    verdict: Verdict,
    reason: &str,
) -> Result<(), Error> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::invalid(
            "reason",
            "Say why: the reason stands beside the verdict.",
        ));
    }
    if reason.chars().count() > 1000 {
        return Err(Error::invalid(
            "reason",
            "Keep the reason under 1,000 characters.",
        ));
    }
    let organization = permit.organization();
    let account = permit
        .actor()
        .account()
        .ok_or_else(|| Error::invalid("account", "Only a person overrules a verdict."))?;
    let mut tx = store.begin().await?;
    let now = tx.now();
    let (job, words) = words_of(&mut tx, organization, application, requirement).await?;
    tx.execute(
        query(SET)
            .bind(organization)
            .bind(application)
            .bind(words)
            .bind(Json(verdict))
            .bind(reason)
            .bind(account)
            .bind(now),
    )
    .await?;
    let detail = json!({ "requirement": requirement, "verdict": verdict });
    rescored(tx, permit, job, application, "verdict.overrule", &detail).await
}

/// Takes an overrule back; the application is scored anew. Without one nothing happens.
///
/// # Errors
/// [`Error::NotFound`] if application or requirement is not here.
pub async fn clear(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    application: ApplicationId,
    requirement: &str,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let (job, words) = words_of(&mut tx, organization, application, requirement).await?;
    let cleared = query(CLEAR)
        .bind(organization)
        .bind(application)
        .bind(words)
        .execute(tx.connection())
        .await?;
    if cleared.rows_affected() == 0 {
        return Ok(());
    }
    rescored(
        tx,
        permit,
        job,
        application,
        "verdict.restore",
        &json!({ "requirement": requirement }),
    )
    .await
}

async fn rescored(
    mut tx: Tx,
    permit: &Permit<ScreenCandidates>,
    job: JobId,
    application: ApplicationId,
    action: &str,
    detail: &serde_json::Value,
) -> Result<(), Error> {
    inputs_changed(&mut tx, permit.organization(), application).await?;
    screenings::mark_scoring(&mut tx, permit.organization(), job, application).await?;
    enqueue_in(&mut tx, permit.organization(), &Task::screen(application)).await?;
    audit::record(&mut tx, permit, action, &application.to_string(), detail).await?;
    tx.commit().await
}

async fn words_of(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
    requirement: &str,
) -> Result<(JobId, String), Error> {
    let row = query(JOB)
        .bind(organization)
        .bind(application)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let job = row.get_as("job_id")?;
    let active = requirement_sets::active_in(tx.connection(), organization, job)
        .await?
        .ok_or(Error::NotFound)?;
    let words = active
        .set
        .requirements
        .into_iter()
        .find(|known| known.id == requirement)
        .map(|known| known.text);
    Ok((job, words.ok_or(Error::NotFound)?))
}

/// The overrules of an application, oldest first.
pub(crate) async fn list_in(
    connection: &mut Connection,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<Vec<Overrule>, Error> {
    let rows = query(LIST)
        .bind(organization)
        .bind(application)
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Overrule {
                requirement: row.get_as("requirement")?,
                verdict: row.json("verdict")?,
                reason: row.get_as("reason")?,
                account: row.get_as("account_id")?,
                account_name: row.get_as("name")?,
                at: row.get_as("created_at")?,
            })
        })
        .collect()
}

/// The overrules that speak of a requirement in this set, by its id there.
pub(crate) async fn for_set(
    connection: &mut Connection,
    organization: OrganizationId,
    application: ApplicationId,
    set: &RequirementSet,
) -> Result<Vec<Override>, Error> {
    let overrules = list_in(connection, organization, application).await?;
    let of = |requirement: &screening::model::Requirement| {
        overrules
            .iter()
            .find(|overrule| overrule.requirement == requirement.text)
    };
    Ok(set
        .requirements
        .iter()
        .filter_map(|requirement| {
            let overrule = of(requirement)?;
            Some(Override {
                requirement: requirement.id.clone(),
                verdict: overrule.verdict,
                reason: overrule.reason.clone(),
            })
        })
        .collect())
}
