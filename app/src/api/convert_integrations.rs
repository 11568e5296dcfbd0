//! From connections as `hiring` and `integrations` know them to what crosses the wire.

use std::collections::HashMap;

use hiring::{
    AccountId,
    integrations::{Integration as Read, IntegrationState, Provider as ReadProvider},
    webhooks::Webhook as ReadWebhook,
};
use integrations::{SCOPES, label, select::Selection};

use crate::wire::{
    integrations::{
        Check, ConnectionTest, Integration, Permission, Posting, Postings, Provider, State, Webhook,
    },
    wizard::{Hook, Hooks},
};

/// Where the wizard goes on; nowhere once it was walked to its end.
pub fn next_step(read: &Read, jobs: usize) -> Option<&'static str> {
    match (read.set_up_at, jobs, read.is_mapped) {
        (Some(_), ..) => None,
        (None, 0, _) => Some("jobs"),
        (None, _, false) => Some("status-mapping"),
        (None, _, true) => Some("webhooks"),
    }
}

/// What is to be known of a connection beside itself.
pub struct Beside {
    /// How many jobs are processed.
    pub jobs: usize,
    /// How many applications it brought that are still here.
    pub held: u64,
    /// How many statuses nobody mapped.
    pub unmapped: u64,
    /// Whether write-back ended by itself for some job.
    pub write_back_ended: bool,
}

/// A connection with its jobs and webhooks.
pub fn integration(
    read: Read,
    beside: &Beside,
    webhooks: Vec<ReadWebhook>,
    names: &HashMap<AccountId, String>,
) -> Integration {
    Integration {
        id: read.id.to_string(),
        provider: read.provider.as_str().to_owned(),
        name: label(read.provider).to_owned(),
        state: match read.state {
            IntegrationState::Pending => State::Pending,
            IntegrationState::Active => State::Active,
            IntegrationState::Disconnected => State::Disconnected,
        },
        connected_by: read
            .connected_by
            .and_then(|account| names.get(&account).cloned()),
        connected_at: read.connected_at.map(|at| at.0),
        last_sync_at: read.last_sync_at.map(|at| at.0),
        ended_because: read.disconnected_reason.as_deref().map(|code| match code {
            "by_person" => "Disconnected here.".to_owned(),
            // A key that was renewed in the very moment of a crash is lost, and looks the same from here.
            "revoked" => format!(
                "{} no longer accepts CLARA’s access: it was revoked there, or its key was lost while it was being renewed. Reconnect, and the work that waits goes on.",
                label(read.provider)
            ),
            _ => "The connection ended.".to_owned(),
        }),
        next_step: next_step(&read, beside.jobs).map(str::to_owned),
        jobs: beside.jobs,
        held: beside.held,
        unmapped: beside.unmapped,
        write_back_ended: beside.write_back_ended,
        webhooks: webhooks
            .into_iter()
            .map(|webhook| Webhook {
                event: webhook.event,
                verified: webhook.key_refused_at.is_none()
                    && (webhook.verified || webhook.reached_at.is_some()),
                active: webhook.active,
                last_delivery_at: webhook.last_delivery_at.map(|at| at.0),
            })
            .collect(),
    }
}

/// An ATS in the list of the wizard.
pub fn provider(known: ReadProvider, set_up: bool) -> Provider {
    let (about, remedy) = match known {
        ReadProvider::Lever => (
            "Your Lever account.",
            "Not set up in this installation: it needs CLARA_LEVER_CLIENT_ID and CLARA_LEVER_CLIENT_SECRET.",
        ),
        ReadProvider::LeverSandbox => (
            "Lever’s own test environment, with its own sign-in.",
            "Not set up in this installation: it needs CLARA_LEVER_SANDBOX_CLIENT_ID and CLARA_LEVER_SANDBOX_CLIENT_SECRET.",
        ),
        ReadProvider::Simulator => (
            "Invented jobs and people, to try everything out.",
            "Not running: start CLARA with `clara demo`.",
        ),
        ReadProvider::Folder => (
            "A folder on the server: each sub-folder is a job, with its description and resumes.",
            "Not set up in this installation: it needs CLARA_IMPORT_DIR.",
        ),
    };
    Provider {
        id: known.as_str().to_owned(),
        name: label(known).to_owned(),
        about: about.to_owned(),
        unavailable: (!set_up).then(|| remedy.to_owned()),
        // Nobody is asked for a folder.
        permissions: (known != ReadProvider::Folder)
            .then_some(SCOPES)
            .into_iter()
            .flatten()
            .map(|(scope, why)| Permission {
                scope: (*scope).to_owned(),
                why: (*why).to_owned(),
            })
            .collect(),
    }
}

/// What the connection test found.
pub fn test(known: &Read, found: integrations::connect::ConnectionTest) -> ConnectionTest {
    ConnectionTest {
        name: label(known.provider).to_owned(),
        checks: found
            .steps
            .into_iter()
            .map(|step| Check {
                what: step.name.to_owned(),
                ok: step.error.is_none(),
                detail: step.error.unwrap_or_default(),
            })
            .collect(),
    }
}

/// The jobs that an ATS offers.
pub fn postings(provider: ReadProvider, found: Selection) -> Postings {
    Postings {
        name: label(provider).to_owned(),
        counted: found.counted,
        why_missing: integrations::select::WHY_MISSING.to_owned(),
        milliseconds_per_candidate: u32::try_from(found.time_per_candidate.as_millis())
            .unwrap_or(u32::MAX),
        measured: found.measured,
        rows: found
            .postings
            .into_iter()
            .map(|posting| Posting {
                id: posting.id,
                title: posting.title,
                team: posting.team,
                location: posting.location,
                state: posting.state,
                candidates: u32::try_from(posting.candidates).unwrap_or(u32::MAX),
                selected: posting.selected,
                hint: posting.hint.map(str::to_owned),
            })
            .collect(),
    }
}

/// How the webhooks of a connection stand.
pub fn hooks(provider: ReadProvider, standing: integrations::webhook_steps::Standing) -> Hooks {
    Hooks {
        ats: label(provider).to_owned(),
        refused: standing.refused,
        hooks: standing
            .wanted
            .into_iter()
            .map(|wanted| {
                let webhook = wanted.webhook.as_ref();
                let misfit = webhook.is_some_and(|webhook| webhook.key_refused_at.is_some());
                Hook {
                    event: wanted.event.to_owned(),
                    group: wanted.group.to_owned(),
                    active: webhook.is_some_and(|webhook| webhook.active),
                    by_hand: webhook.is_some_and(|webhook| webhook.by_hand),
                    prepared: webhook
                        .filter(|webhook| webhook.by_hand && (misfit || !webhook.has_secret))
                        .map(|webhook| webhook.id.to_string()),
                    misfit,
                    tested_at: webhook.and_then(|webhook| webhook.reached_at.map(|at| at.0)),
                    last_delivery_at: webhook
                        .and_then(|webhook| webhook.last_delivery_at.map(|at| at.0)),
                }
            })
            .collect(),
    }
}
