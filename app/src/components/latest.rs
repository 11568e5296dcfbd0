//! What was read from the server, and stays on the page while it is read again: news changes what differs, and takes nothing from under anybody's hands.

use std::hash::Hash;

use leptos::prelude::*;

use super::{Failure, drawing};
use crate::error::ClaraError;

/// Draws what a resource reads: once, with the newest of it from then on. A failure stands in its place; above what was read before where it may pass.
/// Stands inside a `<Transition>`, which shows what is there until the first answer.
#[component]
pub fn Latest<T, R, D, V>(
    /// The resource.
    loaded: R,
    /// Reads it again.
    again: Callback<()>,
    /// Whose it is: for another one all is drawn anew.
    #[prop(optional)]
    of: Option<fn(&T) -> String>,
    /// A failure is the whole page.
    #[prop(optional)]
    page: bool,
    /// Draws it.
    children: D,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    R: With<Value = Option<Result<T, ClaraError>>> + Copy + Send + Sync + 'static,
    D: Fn(Memo<T>) -> V + Send + 'static,
    V: IntoView + 'static,
{
    let good = Memo::new(move |before: Option<&Option<T>>| {
        loaded.with(|read| match read {
            Some(Ok(now)) => Some(now.clone()),
            Some(Err(error)) if !error.may_pass() => None,
            _ => before.cloned().flatten(),
        })
    });
    let failure = Memo::new(move |_| loaded.with(|read| read.as_ref()?.as_ref().err().cloned()));
    let whose = move |read: &T| of.map_or_else(String::new, |of| of(read));
    let shown = Memo::new(move |_| good.with(|good| good.as_ref().map(whose)));
    let failed = drawing(move || {
        let error = is_settled(loaded).then(|| failure.get()).flatten()?;
        let alone = shown.with(Option::is_none);
        Some(view! { <Failure error=error page={page && alone} retry=again/> }.into_any())
    });
    let drawn = drawing(move || {
        let this = is_settled(loaded).then(|| shown.get()).flatten()?;
        let first = good.get_untracked()?;
        let latest = Memo::new(move |before: Option<&T>| {
            let now = good.with(|good| good.clone().filter(|now| whose(now) == this));
            now.unwrap_or_else(|| before.unwrap_or(&first).clone())
        });
        Some(children(latest).into_any())
    });
    view! { {failed} {drawn} }.into_any()
}

/// Whether a memo of this resource may be read. On a server the answer itself is asked for first, so that what waits for it knows of it and not of the memo
/// alone. A browser is not to draw anew with every answer.
pub fn is_settled<T>(loaded: impl With<Value = Option<T>>) -> bool {
    cfg!(not(feature = "ssr")) || loaded.with(Option::is_some)
}

/// A part of what was read, which tells only of its own changes.
pub fn part_of<T, U>(whole: Memo<T>, read: impl Fn(&T) -> U + Send + Sync + 'static) -> Memo<U>
where
    T: Send + Sync + 'static,
    U: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| whole.with(&read))
}

/// Rows, each made once and given the newest of it from then on.
#[component]
pub fn Rows<T, K, D, V>(
    /// In their order.
    all: Memo<Vec<T>>,
    /// Tells one from the other.
    key: fn(&T) -> K,
    /// Draws one.
    children: D,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    K: Eq + Hash + Send + Sync + 'static,
    D: Fn(Memo<T>) -> V + Clone + Send + 'static,
    V: IntoView + 'static,
{
    let row = move |first: T| {
        let this = key(&first);
        let latest = Memo::new(move |before: Option<&T>| {
            let now = all.with(|all| all.iter().find(|row| key(row) == this).cloned());
            // It is told of its end after its row is gone from the list.
            now.unwrap_or_else(|| before.unwrap_or(&first).clone())
        });
        children(latest).into_any()
    };
    view! { <For each=move || all.get() key=key children=row/> }.into_any()
}
