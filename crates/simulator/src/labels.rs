//! `/tags` and `/sources`: texts with the number of opportunities that have them.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use serde_json::{Value, json};

use crate::{
    app::Shared,
    auth::{Access, Caller},
    error::ApiError,
    model::Opportunity,
    paging::page_in_order,
    query::Query,
};

/// `GET /tags`
pub(crate) async fn tags(
    State(app): State<Shared>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "tags")?;
    counted(&app, "tags", &query, |opportunity| &opportunity.tags)
}

/// `GET /sources`
pub(crate) async fn sources(
    State(app): State<Shared>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "sources")?;
    counted(&app, "sources", &query, |opportunity| &opportunity.sources)
}

fn counted(
    app: &Shared,
    list: &str,
    query: &Query,
    of: impl Fn(&Opportunity) -> &Vec<String>,
) -> Result<Json<Value>, ApiError> {
    app.read(|world| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for text in world.opportunities.values().flat_map(&of) {
            *counts.entry(text).or_default() += 1;
        }
        page_in_order(
            &app.bookmarks,
            list,
            query,
            counts.into_iter(),
            |(text, count)| json!({ "text": text, "count": count }),
        )
    })
    .map(Json)
}
