//! The schema's versions, embedded: files of `migrations/` in order. Expand, then contract: this version and the one before run side by side.

use std::sync::LazyLock;

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Every migration; a test compares the list with the folder.
pub(crate) static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| {
    let mut migrations = Migrator::with_migrations(vec![
        migration(
            1,
            "initial",
            include_str!("../../../../migrations/0001_initial.sql"),
        ),
        migration(
            2,
            "people",
            include_str!("../../../../migrations/0002_people.sql"),
        ),
        migration(
            3,
            "api tokens",
            include_str!("../../../../migrations/0003_api_tokens.sql"),
        ),
        migration(
            4,
            "queue_indexes",
            include_str!("../../../../migrations/0004_queue_indexes.sql"),
        ),
        migration(
            6,
            "refresh lease",
            include_str!("../../../../migrations/0006_refresh_lease.sql"),
        ),
        migration(
            7,
            "follow ups",
            include_str!("../../../../migrations/0007_follow_ups.sql"),
        ),
        migration(
            8,
            "status mapping",
            include_str!("../../../../migrations/0008_status_mapping.sql"),
        ),
        migration(
            9,
            "reconciliation",
            include_str!("../../../../migrations/0009_reconciliation.sql"),
        ),
        migration(
            10,
            "shares",
            include_str!("../../../../migrations/0010_shares.sql"),
        ),
        migration(
            11,
            "collaboration",
            include_str!("../../../../migrations/0011_collaboration.sql"),
        ),
        migration(
            12,
            "decisions",
            include_str!("../../../../migrations/0012_decisions.sql"),
        ),
        migration(
            13,
            "quiet_hours",
            include_str!("../../../../migrations/0013_quiet_hours.sql"),
        ),
        migration(
            14,
            "hiring managers",
            include_str!("../../../../migrations/0014_hiring_managers.sql"),
        ),
        migration(
            15,
            "timeline",
            include_str!("../../../../migrations/0015_timeline.sql"),
        ),
        migration(
            16,
            "handed_mails",
            include_str!("../../../../migrations/0016_handed_mails.sql"),
        ),
        migration(
            17,
            "import estimates",
            include_str!("../../../../migrations/0017_import_estimates.sql"),
        ),
        migration(
            18,
            "held back work",
            include_str!("../../../../migrations/0018_held_back_work.sql"),
        ),
        migration(
            19,
            "decision presses",
            include_str!("../../../../migrations/0019_decision_presses.sql"),
        ),
        migration(
            20,
            "on their way",
            include_str!("../../../../migrations/0020_on_their_way.sql"),
        ),
    ]);
    // This version still starts where the next one has migrated.
    migrations.set_ignore_missing(true);
    migrations
});

/// The version of this program's schema.
pub(crate) fn newest() -> i64 {
    MIGRATIONS
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or(0)
}

fn migration(version: i64, description: &'static str, sql: &'static str) -> Migration {
    Migration::new(
        version,
        description.into(),
        MigrationType::Simple,
        sql.into_sql_str(),
        false,
    )
}
