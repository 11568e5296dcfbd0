//! What the bell and the choices of the account page ask for.

use leptos::prelude::*;

use crate::{
    error::ClaraError,
    wire::{
        Millis,
        notifications::{Cadence, Kind, Told},
    },
};

/// As many as the bell lists.
#[cfg(feature = "ssr")]
const LISTED: u32 = 40;

/// What the member was told last.
#[server(endpoint = "notifications/list")]
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
#[server(endpoint = "notifications/read")]
pub async fn mark_read(until: Millis) -> Result<(), ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{Millis, notifications, permission::OwnAccount};
    let (store, permit) = permitted::<OwnAccount>()?;
    notifications::mark_read(&store, &permit, Millis(until))
        .await
        .map_err(refuse)
}

/// How soon mails tell of each kind.
#[server(endpoint = "notifications/choices")]
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
#[server(endpoint = "notifications/choose")]
pub async fn choose(kind: Kind, cadence: Cadence) -> Result<(), ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{notifications, permission::OwnAccount};
    let (store, permit) = permitted::<OwnAccount>()?;
    notifications::choose(&store, &permit, kind.into(), cadence.into())
        .await
        .map_err(refuse)
}
