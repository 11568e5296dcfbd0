//! Sends webhook deliveries: at most six attempts with growing pauses, 2xx alone counts, redirects are failures.

use std::time::Duration;

use reqwest::{Client, header, redirect::Policy};
use tokio_util::sync::CancellationToken;

use crate::{
    StartError,
    app::Shared,
    state::now,
    webhooks::{Attempt, Delivery},
};

/// The way out to the webhooks' URLs.
pub(crate) struct Sender {
    client: Client,
    /// Ends the retries when the simulator stops.
    pub stopped: CancellationToken,
}

impl Sender {
    pub fn new(timeout: Duration) -> Result<Self, StartError> {
        // A second installation is refused: then there is one already, which is all that is needed.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .redirect(Policy::none())
            .timeout(timeout)
            .user_agent("Lever-Webhooks")
            .no_proxy()
            .build()?;
        Ok(Self {
            client,
            stopped: CancellationToken::new(),
        })
    }

    /// Sends in the background until it arrives or the attempts are used up.
    pub fn send(&self, app: Shared, delivery: Delivery) {
        tokio::spawn(async move {
            let mut pauses = app.config.retry_pauses.iter();
            loop {
                if app.switches().deliver_twice {
                    app.sender
                        .attempt(&delivery.url, delivery.body.clone())
                        .await;
                }
                let attempt = app
                    .sender
                    .attempt(&delivery.url, delivery.body.clone())
                    .await;
                let arrived = attempt
                    .status
                    .is_some_and(|status| (200..300).contains(&status));
                let pause = pauses.next().filter(|_| !arrived);
                record(&app, &delivery.id, attempt, pause.is_some());
                match pause {
                    Some(pause) => {
                        let stopped = app
                            .sender
                            .stopped
                            .run_until_cancelled(tokio::time::sleep(*pause))
                            .await
                            .is_none();
                        if stopped {
                            return;
                        }
                    }
                    None => return,
                }
                if !app.read(|world| {
                    world
                        .webhooks
                        .iter()
                        .any(|webhook| webhook.id == delivery.webhook)
                }) {
                    return;
                }
            }
        });
    }

    /// One request.
    pub async fn attempt(&self, url: &str, body: String) -> Attempt {
        let answer = self
            .client
            .post(url)
            .header(header::CONTENT_TYPE, "application/json")
            .body(body)
            .send()
            .await;
        match answer {
            Ok(response) => Attempt {
                at: now(),
                status: Some(response.status().as_u16()),
                error: None,
            },
            Err(error) => {
                let error = if error.is_timeout() {
                    "no answer in time"
                } else {
                    "no connection"
                };
                Attempt {
                    at: now(),
                    status: None,
                    error: Some(error.to_owned()),
                }
            }
        }
    }
}

fn record(app: &Shared, delivery: &str, attempt: Attempt, pending: bool) {
    app.change(|world| {
        if let Some(delivery) = world
            .deliveries
            .iter_mut()
            .find(|known| known.id == delivery)
        {
            delivery.attempts.push(attempt);
            delivery.pending = pending;
        }
    });
}
