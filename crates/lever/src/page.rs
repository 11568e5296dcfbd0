//! Lists, a page at a time, with guards against lists that do not end.

use std::collections::HashSet;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use crate::client::Client;
use crate::error::Error;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What could be read.
    pub items: Vec<T>,
    /// How many elements could not be read at all (no id, not an object).
    pub malformed: usize,
    /// Where to go on, if anywhere; for [`Pages::starting_at`].
    pub next: Option<String>,
}

/// A list that is read page by page. It borrows nothing and may be kept across awaits.
pub struct Pages<T> {
    client: Client,
    /// `Err` once, when the request itself cannot be made.
    url: Result<Url, Error>,
    route: &'static str,
    offset: Option<String>,
    seen: HashSet<String>,
    finished: bool,
    items: PhantomData<fn() -> T>,
}

#[derive(Deserialize)]
struct Envelope {
    data: Vec<Value>,
    #[serde(
        default,
        rename = "hasNext",
        deserialize_with = "crate::lenient::or_default"
    )]
    has_next: bool,
    #[serde(default, deserialize_with = "crate::lenient::text")]
    next: Option<String>,
}

impl<T: DeserializeOwned> Pages<T> {
    pub(crate) fn new(client: Client, url: Result<Url, Error>, route: &'static str) -> Self {
        Self {
            client,
            url,
            route,
            offset: None,
            seen: HashSet::new(),
            finished: false,
            items: PhantomData,
        }
    }

    /// Goes on from a stored [`Page::next`] of the same query. Stored tokens go stale: on [`Error::InvalidOffset`] start again without one.
    pub fn starting_at(mut self, next: Option<String>) -> Self {
        self.offset = next;
        self
    }

    /// The next page, or `None` after the last. After an error the same page is asked for again.
    pub async fn next(&mut self) -> Result<Option<Page<T>>, Error> {
        if self.finished {
            return Ok(None);
        }
        let mut url = self.url.clone()?;
        if let Some(offset) = &self.offset {
            // The token is percent-encoded as it comes and goes through the encoder once more, as Lever expects.
            url.query_pairs_mut().append_pair("offset", offset);
        }
        let envelope: Envelope = self.client.get(url, self.route).await?;
        let total = envelope.data.len();
        let items: Vec<T> = envelope
            .data
            .into_iter()
            .filter_map(|value| serde_json::from_value(value).ok())
            .collect();
        let malformed = total - items.len();
        if malformed > 0 {
            tracing::warn!(
                route = self.route,
                malformed,
                "elements of a page could not be read"
            );
        }
        let next = envelope
            .next
            .filter(|next| envelope.has_next && total > 0 && self.seen.insert(next.clone()));
        self.finished = next.is_none();
        self.offset.clone_from(&next);
        Ok(Some(Page {
            items,
            malformed,
            next,
        }))
    }

    /// Everything, for lists that are known to be short.
    pub async fn all(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(page) = self.next().await? {
            all.extend(page.items);
        }
        Ok(all)
    }
}
