//! What was fetched lately, so that the poll does not fetch again what a webhook brought a moment ago.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use hiring::{IntegrationId, Millis};

/// Beyond this it forgets everything: a fetch too many costs less than memory without bound.
const LIMIT: usize = 20_000;

/// Per application, the change that was fetched last. In memory only: after a restart the poll fetches a little more.
#[derive(Default)]
pub(crate) struct Recent {
    fetched: Mutex<HashMap<(IntegrationId, String), Millis>>,
}

impl Recent {
    /// This application was fetched as it stood after the change at `updated_at`.
    pub(crate) fn fetched(
        &self,
        integration: IntegrationId,
        application: &str,
        updated_at: Millis,
    ) {
        let mut fetched = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
        if fetched.len() >= LIMIT {
            fetched.clear();
        }
        fetched.insert((integration, application.to_owned()), updated_at);
    }

    /// Whether a change at `updated_at` is not known to be fetched.
    pub(crate) fn is_news(
        &self,
        integration: IntegrationId,
        application: &str,
        updated_at: Option<Millis>,
    ) -> bool {
        let fetched = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
        match (
            fetched.get(&(integration, application.to_owned())),
            updated_at,
        ) {
            (Some(known), Some(updated_at)) => *known < updated_at,
            _ => true,
        }
    }
}
