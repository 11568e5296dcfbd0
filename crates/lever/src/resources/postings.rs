//! Postings (jobs). Scope `postings:read:admin`. There is no webhook for them: poll.

use serde::{Deserialize, Deserializer};
use url::Url;

use super::{Data, PostingId, UserId};
use crate::client::Client;
use crate::error::Error;
use crate::lenient::{self, Millis, Ref};
use crate::page::Pages;

use super::User;

/// A posting.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Posting {
    /// Id.
    pub id: PostingId,
    /// Title.
    #[serde(default, deserialize_with = "lenient::text")]
    pub text: Option<String>,
    /// Published, closed, …
    #[serde(default)]
    pub state: PostingState,
    /// Team, location, …
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub categories: Categories,
    /// The description; may be empty.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub content: Content,
    /// The hiring manager.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub hiring_manager: Option<Ref<UserId, User>>,
    /// Addresses on the job site; absent for drafts and closed postings.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub urls: Option<PostingUrls>,
    /// Confidential or not.
    #[serde(default)]
    pub confidentiality: Confidentiality,
    /// `onsite`, `remote`, `hybrid`, `unspecified`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub workplace_type: Option<String>,
    /// When it was made.
    #[serde(default, deserialize_with = "lenient::time")]
    pub created_at: Option<Millis>,
    /// When it was last changed.
    #[serde(default, deserialize_with = "lenient::time")]
    pub updated_at: Option<Millis>,
}

/// A posting's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PostingState {
    /// On the job site.
    Published,
    /// "Unlisted" in Lever's interface.
    Internal,
    /// No longer open.
    Closed,
    /// Not yet open.
    Draft,
    /// Waits for approval.
    Pending,
    /// Not approved.
    Rejected,
    /// Missing, or one that this crate does not know.
    #[default]
    Unknown,
}

impl PostingState {
    /// As Lever writes it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Internal => "internal",
            Self::Closed => "closed",
            Self::Draft => "draft",
            Self::Pending => "pending",
            Self::Rejected => "rejected",
            Self::Unknown => "unknown",
        }
    }
}

impl<'de> Deserialize<'de> for PostingState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match lenient::text(deserializer)?.as_deref() {
            Some("published") => Self::Published,
            Some("internal") => Self::Internal,
            Some("closed") => Self::Closed,
            Some("draft") => Self::Draft,
            Some("pending") => Self::Pending,
            Some("rejected") => Self::Rejected,
            _ => Self::Unknown,
        })
    }
}

/// Whether a posting or opportunity is confidential.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Confidentiality {
    /// Seen by everybody with access.
    #[default]
    NonConfidential,
    /// Left out of lists unless asked for, and refused without `confidential:access:admin`.
    Confidential,
    /// In filters only: both.
    All,
}

impl Confidentiality {
    /// As Lever writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NonConfidential => "non-confidential",
            Self::Confidential => "confidential",
            Self::All => "all",
        }
    }
}

impl<'de> Deserialize<'de> for Confidentiality {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match lenient::text(deserializer)?.as_deref() {
            Some("confidential") => Self::Confidential,
            _ => Self::NonConfidential,
        })
    }
}

/// Where a posting belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Categories {
    /// Full-time, …
    #[serde(default, deserialize_with = "lenient::text")]
    pub commitment: Option<String>,
    /// Department.
    #[serde(default, deserialize_with = "lenient::text")]
    pub department: Option<String>,
    /// First location.
    #[serde(default, deserialize_with = "lenient::text")]
    pub location: Option<String>,
    /// Team.
    #[serde(default, deserialize_with = "lenient::text")]
    pub team: Option<String>,
    /// All locations.
    #[serde(default, deserialize_with = "lenient::list")]
    pub all_locations: Vec<String>,
}

/// A posting's description.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Content {
    /// Plain text.
    #[serde(default, deserialize_with = "lenient::text")]
    pub description: Option<String>,
    /// The same as HTML.
    #[serde(default, deserialize_with = "lenient::text")]
    pub description_html: Option<String>,
    /// Headed lists ("Requirements").
    #[serde(default, deserialize_with = "lenient::list")]
    pub lists: Vec<ContentList>,
    /// Plain text after the lists.
    #[serde(default, deserialize_with = "lenient::text")]
    pub closing: Option<String>,
    /// The same as HTML.
    #[serde(default, deserialize_with = "lenient::text")]
    pub closing_html: Option<String>,
}

/// One headed list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ContentList {
    /// The heading.
    #[serde(default, deserialize_with = "lenient::text")]
    pub text: Option<String>,
    /// Bare `<li>` items, or a whole block of HTML.
    #[serde(default, deserialize_with = "lenient::text")]
    pub content: Option<String>,
}

/// Addresses of a posting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct PostingUrls {
    /// The posting on the job site.
    #[serde(default, deserialize_with = "lenient::text")]
    pub show: Option<String>,
}

/// What of a posting may be swapped for its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostingExpand {
    /// The hiring manager, with name and mail address.
    HiringManager,
}

impl PostingExpand {
    fn as_str(self) -> &'static str {
        match self {
            Self::HiringManager => "hiringManager",
        }
    }
}

/// What [`Client::postings`] asks for; the default is all non-confidential postings.
#[derive(Clone, Debug, Default)]
pub struct PostingFilter {
    /// One state. With `Published`, both distribution channels are asked for, else internal-only postings are missing.
    pub state: Option<PostingState>,
    /// Changed at or after. Lever lets it be combined with `confidentiality` only: the state is then not sent.
    pub updated_at_start: Option<Millis>,
    /// Which to include.
    pub confidentiality: Confidentiality,
    /// What to expand.
    pub expand: Vec<PostingExpand>,
    /// Page size, 1–100.
    pub limit: Option<u8>,
}

impl PostingFilter {
    fn apply(&self, url: &mut Url) {
        let mut query = url.query_pairs_mut();
        query.append_pair(
            "limit",
            &self.limit.unwrap_or(100).clamp(1, 100).to_string(),
        );
        expand(&mut query, &self.expand);
        if self.confidentiality != Confidentiality::NonConfidential {
            query.append_pair("confidentiality", self.confidentiality.as_str());
        }
        if let Some(since) = self.updated_at_start {
            query.append_pair("updated_at_start", &since.0.to_string());
            return;
        }
        if let Some(state) = &self.state {
            query.append_pair("state", state.as_str());
            if *state == PostingState::Published {
                query.append_pair("distributionChannel", "public");
                query.append_pair("distributionChannel", "internal");
            }
        }
    }
}

fn expand(
    query: &mut url::form_urlencoded::Serializer<'_, url::UrlQuery<'_>>,
    what: &[PostingExpand],
) {
    for item in what {
        query.append_pair("expand", item.as_str());
    }
}

impl Client {
    /// Postings, newest first.
    pub fn postings(&self, filter: &PostingFilter) -> Pages<Posting> {
        let url = self.url(&["postings"]).map(|mut url| {
            filter.apply(&mut url);
            url
        });
        Pages::new(self.clone(), url, "/postings")
    }

    /// One posting.
    pub async fn posting(&self, id: &PostingId, what: &[PostingExpand]) -> Result<Posting, Error> {
        let mut url = self.url(&["postings", id.as_str()])?;
        if !what.is_empty() {
            expand(&mut url.query_pairs_mut(), what);
        }
        let found: Data<Posting> = self.get(url, "/postings/:id").await?;
        Ok(found.data)
    }
}
