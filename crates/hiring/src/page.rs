//! A page of a list: some rows, and whether more follow.

/// Some rows of a list in a fixed order. The next page begins after the last of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Whether more follow.
    pub more: bool,
}

impl<T> Page<T> {
    /// What to ask the database for: one row beyond the page says whether more follow.
    pub(crate) fn ask(limit: u32) -> i64 {
        i64::from(limit) + 1
    }

    /// The page out of what was [asked](Self::ask) for.
    pub(crate) fn of(mut items: Vec<T>, limit: u32) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        Self { items, more }
    }
}
