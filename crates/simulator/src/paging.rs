//! Lists in pages. A page token is percent-encoded JSON, `[rank, time, id]` or `[time, id]`. It is bound to the query that it came from: with
//! other filters, or after a restart, it is an `Invalid offset token`.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{error::ApiError, fields::narrowed, query::Query};

/// What `encodeURIComponent` leaves alone.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// The place of a record in its list: rank ascending, then time descending, then id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// 0 in lists without ranks.
    pub rank: i64,
    newest_first: std::cmp::Reverse<i64>,
    pub id: String,
}

impl Place {
    pub fn new(rank: i64, time: i64, id: &str) -> Self {
        Self {
            rank,
            newest_first: std::cmp::Reverse(time),
            id: id.to_owned(),
        }
    }

    fn token(&self) -> String {
        let time = self.newest_first.0;
        let array = if self.rank == 0 {
            json!([time, self.id])
        } else {
            json!([self.rank, time, self.id])
        };
        utf8_percent_encode(&array.to_string(), UNRESERVED).to_string()
    }

    /// The query string was decoded once already; a client that encodes what it got (as all known ones do) leaves one more layer.
    fn parse(token: &str) -> Option<Self> {
        let text = percent_decode_str(token).decode_utf8().ok()?;
        let parts: Vec<Value> = serde_json::from_str(&text).ok()?;
        let (rank, rest) = match parts.as_slice() {
            [rank, rest @ ..] if rest.len() == 2 => (rank.as_i64()?, rest),
            rest => (0, rest),
        };
        match rest {
            [time, Value::String(id)] => Some(Self::new(rank, time.as_i64()?, id)),
            _ => None,
        }
    }
}

/// The tokens that were given out, each with the query that it belongs to.
#[derive(Default)]
pub(crate) struct Bookmarks(Mutex<HashSet<[u8; 32]>>);

impl Bookmarks {
    /// Beyond this all are forgotten: tokens go stale with Lever, too.
    const LIMIT: usize = 100_000;

    fn give(&self, list: &str, query: &Query, place: &Place) -> String {
        let token = place.token();
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if given.len() >= Self::LIMIT {
            given.clear();
        }
        given.insert(bound(list, query, &token));
        token
    }

    fn find(&self, list: &str, query: &Query, token: &str) -> Option<Place> {
        let place = Place::parse(token)?;
        let bound = bound(list, query, &place.token());
        let given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        given.contains(&bound).then_some(place)
    }
}

fn bound(list: &str, query: &Query, token: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(list);
    hash.update(format!("\n{token}"));
    for (key, value) in query.bound_pairs() {
        hash.update(format!("\n{}={}", key.len(), key));
        hash.update(format!("\n{}={}", value.len(), value));
    }
    hash.finalize().into()
}

/// One page of `items`, which may come in any order, narrowed to what `include` names. `list` names the list and keeps its tokens apart from those
/// of others.
pub(crate) fn page<T>(
    bookmarks: &Bookmarks,
    list: &str,
    query: &Query,
    items: impl Iterator<Item = (Place, T)>,
    render: impl Fn(T) -> Value,
) -> Result<Value, ApiError> {
    let limit = query.limit()?;
    let after = match query.one("offset") {
        None | Some("") => None,
        Some(token) => Some(
            bookmarks
                .find(list, query, token)
                .ok_or_else(|| ApiError::bad_request("Invalid offset token"))?,
        ),
    };
    let mut items: Vec<_> = items
        .filter(|(place, _)| after.as_ref().is_none_or(|after| place > after))
        .collect();
    items.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items
        .last()
        .filter(|_| more)
        .map(|(place, _)| bookmarks.give(list, query, place));
    let data: Vec<Value> = items
        .into_iter()
        .map(|(_, item)| narrowed(query, render(item)))
        .collect();
    let mut body = json!({ "data": data, "hasNext": more });
    if let Some(next) = next {
        body["next"] = Value::String(next);
    }
    Ok(body)
}

/// A list that keeps the order it comes in.
pub(crate) fn page_in_order<T>(
    bookmarks: &Bookmarks,
    list: &str,
    query: &Query,
    items: impl Iterator<Item = T>,
    render: impl Fn(T) -> Value,
) -> Result<Value, ApiError> {
    page(
        bookmarks,
        list,
        query,
        (1..)
            .zip(items)
            .map(|(rank, item)| (Place::new(rank, 0, ""), item)),
        render,
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn numbers(bookmarks: &Bookmarks, query: &str) -> Result<Value, ApiError> {
        page(
            bookmarks,
            "numbers",
            &Query::parse(query),
            (0..5).map(|n| (Place::new(201, n, &n.to_string()), n)),
            |n| json!(n),
        )
    }

    #[test]
    fn a_token_is_accepted_encoded_once_and_twice_and_leads_to_the_rest() {
        let bookmarks = Bookmarks::default();
        let first = numbers(&bookmarks, "tag=a&limit=2").unwrap();
        assert_eq!(first["data"], json!([4, 3]));
        let token = first["next"].as_str().unwrap();
        assert_eq!(token, "%5B201%2C3%2C%223%22%5D");
        let twice = utf8_percent_encode(token, UNRESERVED).to_string();
        for offset in [token, &twice] {
            let rest = numbers(&bookmarks, &format!("tag=a&limit=10&offset={offset}")).unwrap();
            assert_eq!(rest["data"], json!([2, 1, 0]));
            assert_eq!(rest["hasNext"], json!(false));
            assert!(rest.get("next").is_none());
        }
    }

    #[test]
    fn a_token_of_another_query_is_refused() {
        let bookmarks = Bookmarks::default();
        let token = numbers(&bookmarks, "tag=a&limit=2").unwrap()["next"]
            .as_str()
            .unwrap()
            .to_owned();
        for query in [
            format!("tag=b&offset={token}"),
            "tag=a&offset=0.1414895548650.x".to_owned(),
            "tag=a&offset=%5B201%2C4%2C%224%22%5D".to_owned(),
        ] {
            assert_eq!(
                numbers(&bookmarks, &query),
                Err(ApiError::bad_request("Invalid offset token"))
            );
        }
    }
}
