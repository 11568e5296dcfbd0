//! Columns: the categories of a board, the same for every job of an organization.

use sqlx::any::AnyRow;
use sqlx::query;
use sqlx::{Any, Executor};

use crate::db::{Flag, RowExt, Tx, statements_block, text_enum};
use crate::permission::ViewJobs;
use crate::{ColumnId, Error, OrganizationId, Permit, Store};

statements_block! {
    INSERT = "INSERT INTO board_columns (organization_id, id, kind, name, position, folded) VALUES ($1, $2, $3, $4, $5, $6)";
    LIST = "SELECT id, kind, name, position, folded FROM board_columns WHERE organization_id = $1 ORDER BY position, id";
}

text_enum! {
    /// What a column means.
    pub enum ColumnKind {
        /// No score yet, or none possible.
        ToReview = "to_review",
        /// Below the threshold.
        NotQualified = "not_qualified",
        /// At or above it.
        PreQualified = "pre_qualified",
        /// A person's yes.
        Qualified = "qualified",
        /// The organization's own.
        Custom = "custom",
        /// Hired.
        Hired = "hired",
        /// A person's no; a reason is asked, and may be skipped.
        Rejected = "rejected",
    }
}

impl From<screening::model::Column> for ColumnKind {
    fn from(column: screening::model::Column) -> Self {
        match column {
            screening::model::Column::ToReview => Self::ToReview,
            screening::model::Column::NotQualified => Self::NotQualified,
            screening::model::Column::PreQualified => Self::PreQualified,
        }
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Id.
    pub id: ColumnId,
    /// What it means.
    pub kind: ColumnKind,
    /// Its heading.
    pub name: String,
    /// Its place, from 0.
    pub position: i64,
    /// Whether it is folded at first.
    pub folded: bool,
}

/// What a new organization begins with.
const DEFAULTS: [(ColumnKind, &str, bool); 7] = [
    (ColumnKind::ToReview, "To review", false),
    (ColumnKind::NotQualified, "Not Qualified", false),
    (ColumnKind::PreQualified, "Pre-Qualified", false),
    (ColumnKind::Qualified, "Qualified", false),
    (ColumnKind::Custom, "Interview", false),
    (ColumnKind::Hired, "Hired", true),
    (ColumnKind::Rejected, "Rejected", true),
];

/// The organization's columns, left to right.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(store: &Store, permit: &Permit<ViewJobs>) -> Result<Vec<Column>, Error> {
    all(
        &mut *store.database().reader().await?,
        permit.organization(),
    )
    .await
}

pub(crate) async fn create_defaults(
    tx: &mut Tx,
    organization: OrganizationId,
) -> Result<(), Error> {
    for (position, (kind, name, folded)) in (0i64..).zip(DEFAULTS) {
        tx.execute(
            query(INSERT)
                .bind(organization)
                .bind(ColumnId::fresh())
                .bind(kind)
                .bind(name)
                .bind(position)
                .bind(Flag(folded)),
        )
        .await?;
    }
    Ok(())
}

pub(crate) async fn all(
    connection: impl Executor<'_, Database = Any>,
    organization: OrganizationId,
) -> Result<Vec<Column>, Error> {
    query(LIST)
        .bind(organization)
        .fetch_all(connection)
        .await?
        .iter()
        .map(column)
        .collect()
}

/// The name of a column; none without such a one.
pub(crate) async fn name(
    connection: impl Executor<'_, Database = Any>,
    organization: OrganizationId,
    id: ColumnId,
) -> Result<Option<String>, Error> {
    let columns = all(connection, organization).await?;
    let of = columns.into_iter().find(|column| column.id == id);
    Ok(of.map(|column| column.name))
}

fn column(row: &AnyRow) -> Result<Column, Error> {
    Ok(Column {
        id: row.get_as("id")?,
        kind: row.get_as("kind")?,
        name: row.get_as("name")?,
        position: row.get_as("position")?,
        folded: row.flag("folded")?,
    })
}
