//! What the bell and the choices of the account page ask for.

use leptos::prelude::*;

use crate::{
    error::ClaraError,
    wire::{
        Millis,
        notifications::{Cadence, Hours, Kind, Told},
    },
};

/// As many as the bell lists.
#[cfg(feature = "ssr")]
const LISTED: u32 = 40;

/// What the member was told last.
#[server(endpoint = "notifications/list", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_notifications() -> Result<Told, ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{notifications, permission::OwnAccount};
    let (store, permit) = permitted::<OwnAccount>()?;
    let newest = notifications::list(&store, &permit, LISTED)
        .await
        .map_err(refuse)?;
    let unread = notifications::unread(&store, &permit)
        .await
        .map_err(refuse)?;
    Ok(Told {
        unread: usize::try_from(unread).unwrap_or(usize::MAX),
        newest: newest.into_iter().map(Into::into).collect(),
    })
}

/// All that was told until then counts as read.
#[server(endpoint = "notifications/read", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn mark_read(until: Millis) -> Result<(), ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{Millis, notifications, permission::OwnAccount};
    let (store, permit) = permitted::<OwnAccount>()?;
    notifications::mark_read(&store, &permit, Millis(until))
        .await
        .map_err(refuse)
}

/// How soon mails tell of each kind.
#[server(endpoint = "notifications/choices", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_choices() -> Result<Vec<(Kind, Cadence)>, ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{notifications, permission::OwnAccount};
    let (store, permit) = permitted::<OwnAccount>()?;
    let choices = notifications::choices(&store, &permit)
        .await
        .map_err(refuse)?;
    Ok(choices
        .into_iter()
        .map(|(kind, cadence)| (kind.into(), cadence.into()))
        .collect())
}

/// Chooses how soon a mail tells of a kind.
#[server(endpoint = "notifications/choose", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn choose(kind: Kind, cadence: Cadence) -> Result<(), ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{notifications, permission::OwnAccount};
    let (store, permit) = permitted::<OwnAccount>()?;
    notifications::choose(&store, &permit, kind.into(), cadence.into())
        .await
        .map_err(refuse)
}

/// When the daily mail comes, and whether the member is reminded.
#[server(endpoint = "notifications/hours", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_hours() -> Result<Hours, ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{notifications, permission::OwnAccount};
    let (store, permit) = permitted::<OwnAccount>()?;
    let hours = notifications::hours(&store, &permit)
        .await
        .map_err(refuse)?;
    Ok(Hours {
        hour: hours.hour,
        zone: hours.zone,
        quiet: hours.quiet.map(|quiet| (quiet.from(), quiet.until())),
        chosen: hours.chosen,
        reminders: hours.reminders,
        zones: notifications::zones(),
    })
}

/// Chooses when the daily mail comes, and between which hours no mail of news does.
#[server(endpoint = "notifications/choose-hours", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn choose_hours(
    hour: u8,
    zone: String,
    quiet_from: Option<u8>,
    quiet_until: Option<u8>,
) -> Result<(), ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{
        notifications::{self, Quiet},
        permission::OwnAccount,
    };
    let (store, permit) = permitted::<OwnAccount>()?;
    let quiet = match quiet_from.zip(quiet_until) {
        Some((from, until)) => Some(Quiet::new(from, until).map_err(refuse)?),
        None => None,
    };
    notifications::choose_hours(&store, &permit, hour, &zone, quiet)
        .await
        .map_err(refuse)
}

/// Chooses whether mails remind of decisions that are due.
#[server(endpoint = "notifications/choose-reminders", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn choose_reminders(on: bool) -> Result<(), ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{notifications, permission::OwnAccount};
    let (store, permit) = permitted::<OwnAccount>()?;
    notifications::choose_reminders(&store, &permit, on)
        .await
        .map_err(refuse)
}
