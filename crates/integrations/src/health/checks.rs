//! What is looked at, and the words for it.

use std::time::Duration;

use hiring::integrations::{IntegrationState, Provider};
use hiring::reconciliations::RunState;
use hiring::webhooks::{Problem, Webhook};

use super::{Check, Facts, Level, WebhookHealth};
use crate::label;

/// The ATS is asked every minute: silence beyond this is news, and beyond that trouble.
const IN_TOUCH: (Duration, Duration) = (Duration::from_secs(150), Duration::from_secs(300));
/// Work is taken within a second; an import of the organization's own does not keep live work waiting.
const LAG: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(600));
/// A comparison runs every five minutes.
const COMPARED: (Duration, Duration) = (Duration::from_secs(900), Duration::from_secs(3600));
/// From this share of the rate on the limit is what everything waits for, in percent.
const NEAR_THE_LIMIT: u32 = 90;

/// Every check, in the order of the page.
pub(super) fn all(facts: &Facts<'_>) -> Vec<Check> {
    if facts.integration.state != IntegrationState::Active {
        return vec![connection(facts), failed_work(facts)];
    }
    let mut checks = vec![connection(facts)];
    // A folder on the server asks for no consent, tells nothing and has no limit.
    if facts.integration.provider != Provider::Folder {
        checks.extend([credential(facts), webhooks(facts), rate(facts)]);
    }
    checks.extend([
        mapping(facts),
        reconciliation(facts),
        queue(facts),
        failed_work(facts),
    ]);
    checks
}

fn check(code: &'static str, name: &'static str, level: Level, words: impl Into<String>) -> Check {
    Check {
        code,
        name,
        level,
        words: words.into(),
        remedy: None,
    }
}

impl Check {
    fn remedy(self, remedy: &'static str) -> Self {
        Self {
            remedy: Some(remedy),
            ..self
        }
    }
}

/// Green up to the first bound, red from the second on.
fn by(what: Duration, (amber, red): (Duration, Duration)) -> Level {
    if what >= red {
        Level::Red
    } else if what >= amber {
        Level::Amber
    } else {
        Level::Green
    }
}

fn connection(facts: &Facts<'_>) -> Check {
    let at = |level, words: String| check("connection", "Connection", level, words);
    let name = label(facts.integration.provider);
    match facts.integration.state {
        IntegrationState::Pending => at(Level::Amber, "Consent has not come back yet.".to_owned())
            .remedy("Go on under Integrations."),
        IntegrationState::Disconnected => at(
            Level::Red,
            format!("CLARA has no access to {name}. All work for it has stopped; nothing is lost."),
        )
        .remedy("Press Reconnect under Integrations: a Super Admin must accept again."),
        IntegrationState::Active => {
            let known = facts.integration;
            let silence = facts
                .now
                .since(known.last_sync_at.unwrap_or(known.created_at));
            match by(silence, IN_TOUCH) {
                Level::Green => at(Level::Green, format!("{name} answers.")),
                level => at(
                    level,
                    format!("{name} has not answered for {}.", span(silence)),
                )
                .remedy(
                    "Look whether it has an outage. CLARA goes on by itself when it answers again.",
                ),
            }
        }
    }
}

fn credential(facts: &Facts<'_>) -> Check {
    let at = |level, words: String| check("token", "Access token", level, words);
    match facts.integration.token_expires_at {
        Some(expires_at) if expires_at > facts.now => at(
            Level::Green,
            format!(
                "Runs out in {}, and is renewed before.",
                span(expires_at.since(facts.now))
            ),
        ),
        _ => at(
            Level::Red,
            "Has run out and could not be renewed.".to_owned(),
        )
        .remedy("Check client id and secret in the configuration. If it stays so, reconnect."),
    }
}

/// Whether changes happen, and no delivery tells.
pub(super) fn are_silent(facts: &Facts<'_>) -> bool {
    let heard = facts
        .webhooks
        .iter()
        .filter_map(|webhook| webhook.last_delivery_at)
        .max();
    facts
        .gaps
        .newest
        .is_some_and(|found| heard.is_none_or(|heard| heard < found))
}

fn webhooks(facts: &Facts<'_>) -> Check {
    let at = |level, words: String| check("webhooks", "Webhooks", level, words);
    let broken = facts
        .webhooks
        .iter()
        .filter(|webhook| is_broken(webhook))
        .count();
    let all = facts.webhooks.len();
    let many = match facts.gaps.many {
        1 => "1 change".to_owned(),
        many => format!("{many} changes"),
    };
    if all == 0 || broken > 0 {
        let refused = facts
            .webhooks
            .iter()
            .any(|webhook| webhook.problem == Some(Problem::Refused));
        let misfit = facts
            .webhooks
            .iter()
            .any(|webhook| webhook.key_refused_at.is_some());
        let remedy = if misfit {
            "The signature token of a webhook made by hand does not fit. Copy it again from its group in Lever, and paste it on the page Webhooks."
        } else if refused {
            "Lever refused a webhook. Its Super Admin opens Settings, Integrations and API, Webhooks and looks whether webhooks are part of the plan and switched on. CLARA's address must be open to the internet, by HTTPS with a certificate of a public authority: Lever calls it first. Then press Repair."
        } else {
            "Press Repair: what is missing or leads elsewhere is made anew."
        };
        return at(Level::Red, format!("{broken} of {all} do not work. Changes are found by looking every minute meanwhile.")).remedy(remedy);
    }
    if are_silent(facts) {
        return at(Level::Red, format!("Silent: CLARA found {many} by looking, and no delivery told of them."))
            .remedy("In Lever a Super Admin opens Settings, Integrations and API, Webhooks and switches on each event. Then press Send a canary.");
    }
    if facts.gaps.many > 0 {
        return at(
            Level::Amber,
            format!(
                "They work now. In the last day {many} were found by looking, of which no delivery told."
            ),
        );
    }
    match facts
        .webhooks
        .iter()
        .filter(|webhook| webhook.verified)
        .count()
    {
        0 => at(
            Level::Green,
            "All are set up. The first delivery comes with the first change.".to_owned(),
        ),
        verified => at(
            Level::Green,
            format!("All {all} are set up, {verified} have delivered."),
        ),
    }
}

fn is_broken(webhook: &Webhook) -> bool {
    !webhook.active || webhook.problem.is_some() || webhook.key_refused_at.is_some()
}

fn mapping(facts: &Facts<'_>) -> Check {
    let at = |level, words: String| check("mapping", "Status mapping", level, words);
    let many = match facts.unmapped {
        0 => {
            let words = "Every stage and archive reason has its column.".to_owned();
            return at(Level::Green, words);
        }
        1 => "1 stage or archive reason has no column".to_owned(),
        many => format!("{many} stages and archive reasons have no column"),
    };
    at(
        Level::Amber,
        format!("{many}: whoever comes there stays where their card is."),
    )
    .remedy("Choose their columns under Status mapping.")
}

fn reconciliation(facts: &Facts<'_>) -> Check {
    let at = |level, words: String| check("reconciliation", "Comparison", level, words);
    let since = facts
        .last_run
        .map(|run| run.started_at)
        .or(facts.integration.connected_at);
    let ago = facts.now.since(since.unwrap_or(facts.now));
    if let Some(run) = facts.last_run
        && run.state == RunState::Failed
    {
        return at(
            Level::Amber,
            "The last comparison could not be finished.".to_owned(),
        )
        .remedy("The next one comes within five minutes. If this stays so, see Failed work.");
    }
    match (by(ago, COMPARED), facts.last_run) {
        (Level::Green, None) => at(
            Level::Green,
            "The first one comes five minutes after connecting.".to_owned(),
        ),
        (Level::Green, Some(_)) => at(
            Level::Green,
            format!("Everything was compared {} ago.", span(ago)),
        ),
        (level, _) => at(
            level,
            format!("Nothing has been compared for {}.", span(ago)),
        )
        .remedy("Resume the comparison if it is paused; else see Failed work."),
    }
}

fn queue(facts: &Facts<'_>) -> Check {
    let at = |level, words: String| check("queue", "Queue", level, words);
    match by(facts.lag, LAG) {
        Level::Green => at(Level::Green, "Work is taken at once.".to_owned()),
        level => at(level, format!("The oldest work has waited for {}.", span(facts.lag)))
            .remedy("An import takes its time. If there is none, ask whoever runs this installation to look at the server."),
    }
}

fn rate(facts: &Facts<'_>) -> Check {
    let at = |level, words: String| check("rate", "Rate limit", level, words);
    let used = facts.usage.sent * 100 / facts.usage.most.max(1);
    if facts.usage.told_to_wait {
        return at(
            Level::Amber,
            format!("{used} % used in the last minute, and Lever asked for a pause."),
        )
        .remedy("CLARA waits and goes on by itself. Another program may use the same limit.");
    }
    if used >= NEAR_THE_LIMIT {
        return at(
            Level::Amber,
            format!("{used} % used in the last minute: work goes on as fast as Lever allows."),
        );
    }
    at(Level::Green, format!("{used} % used in the last minute."))
}

fn failed_work(facts: &Facts<'_>) -> Check {
    let at = |level, words: String| check("failed_work", "Failed work", level, words);
    match facts.failed_work {
        0 => at(Level::Green, "Nothing has failed.".to_owned()),
        1 => {
            at(Level::Amber, "1 piece of work was given up.".to_owned()).remedy("See Failed work.")
        }
        many => at(
            Level::Amber,
            format!("{many} pieces of work were given up."),
        )
        .remedy("See Failed work."),
    }
}

/// A webhook in a few words.
pub(super) fn webhook(webhook: &Webhook, silent: bool) -> WebhookHealth {
    let (level, words) = match webhook.problem {
        Some(Problem::Missing) => (Level::Red, "Missing in Lever"),
        Some(Problem::Elsewhere) => (Level::Red, "Leads elsewhere"),
        Some(Problem::SecretLost) => (Level::Red, "Its key is lost"),
        Some(Problem::Refused) => (Level::Red, "Refused by Lever"),
        None if webhook.key_refused_at.is_some() => (Level::Red, "Signature token does not fit"),
        None if !webhook.active => (Level::Red, "Not active"),
        None if silent => (Level::Red, "Silent"),
        None if webhook.verified => (Level::Green, "Verified"),
        None => (Level::Green, "Active"),
    };
    WebhookHealth {
        webhook: webhook.clone(),
        level,
        words,
    }
}

/// "40 s", "12 min", "3 h".
fn span(time: Duration) -> String {
    match time.as_secs() {
        seconds @ ..90 => format!("{seconds} s"),
        seconds @ 90..5400 => format!("{} min", (seconds + 30) / 60),
        seconds @ 5400..172_800 => format!("{} h", (seconds + 1800) / 3600),
        seconds => format!("{} days", seconds / 86_400),
    }
}
