//! What Lever's webhooks say, as far as it may be believed: which application to read again.

use std::time::Duration;

use hiring::{Millis, Secret};
use lever::resources::SignatureToken;
use lever::webhook::{self, Rejected};

/// How far a delivery's time may be from ours. Wide, since Lever repeats failed deliveries later, and people rerun them within two weeks;
/// each token is remembered for longer than that.
const WINDOW: Duration = Duration::from_secs(15 * 24 * 3600);

/// A delivery that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RemoteEvent {
    /// One per delivery, the same when it is repeated.
    pub(crate) token: String,
    /// The event's name.
    pub(crate) name: String,
    /// The application to read again; none for a test.
    pub(crate) application: Option<String>,
}

/// Reads a delivery that is signed with `key`.
pub(crate) fn read_delivery(
    body: &[u8],
    key: &Secret,
    now: Millis,
) -> Result<RemoteEvent, Rejected> {
    let key = SignatureToken::new(key.expose());
    let delivery = webhook::verify(body, &key, lever::Millis(now.0), WINDOW)?;
    Ok(RemoteEvent {
        application: delivery.data.opportunity().map(ToString::to_string),
        name: delivery.event.as_str().to_owned(),
        token: delivery.token,
    })
}

/// Whether this is a test without data, which may come before the signature token is known.
pub(crate) fn is_ping(body: &[u8]) -> bool {
    webhook::is_ping(body)
}
