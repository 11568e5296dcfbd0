//! The registry of SQL: each module lists its statements in one `statements!` block, and a test prepares every one of them.

/// Declares a module's statements as constants and lists them for the registry.
macro_rules! statements_of {
    ($($(#[$meta:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$meta])* const $name: &str = $sql;)*

        /// This module's statements, by name.
        pub(crate) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name),)*];
    };
}
pub(crate) use statements_of;

/// Every statement of this crate with its module and name, for the test that prepares them on a migrated database.
/// Those that only one database understands are listed for that one: `postgres` chooses.
pub(super) fn statements(postgres: bool) -> Vec<(&'static str, &'static str, &'static str)> {
    macro_rules! of {
        ($($module:path),* $(,)?) => {{
            use $crate as hiring;
            let mut all = Vec::new();
            $({
                use $module as module;
                all.extend(module::STATEMENTS.iter().map(|(name, sql)| (stringify!($module), *name, *sql)));
            })*
            all
        }};
    }
    let mut all = of![
        hiring::accounts,
        hiring::api_tokens,
        hiring::api_tokens::requests,
        hiring::applications::compare,
        hiring::applications::listing,
        hiring::applications::materials,
        hiring::applications::profile,
        hiring::applications::timeline,
        hiring::applications::upsert,
        hiring::audit,
        hiring::backup::write,
        hiring::board,
        hiring::candidates,
        hiring::columns,
        hiring::comments,
        hiring::comments::change,
        hiring::comments::show,
        hiring::documents,
        hiring::erasure,
        hiring::erasure::tables,
        hiring::events,
        hiring::follow_ups::asking,
        hiring::follow_ups::link,
        hiring::follow_ups::list,
        hiring::follow_ups::people,
        hiring::follow_ups::settings,
        hiring::follow_ups::sets,
        hiring::follow_ups::taken,
        hiring::gaps,
        hiring::imports,
        hiring::imports::estimates,
        hiring::integrations::lease,
        hiring::integrations::lifecycle,
        hiring::integrations::oauth,
        hiring::integrations::revoked,
        hiring::integrations::set_up,
        hiring::integrations::tokens,
        hiring::invitations,
        hiring::invitations::accept,
        hiring::jobs::list,
        hiring::jobs::posting,
        hiring::jobs::page,
        hiring::jobs::store,
        hiring::mails,
        hiring::mails::bounced,
        hiring::mails::handover,
        hiring::mails::trouble,
        hiring::members,
        hiring::notes,
        hiring::notes::status,
        hiring::notes::templates,
        hiring::notes::decisions,
        hiring::notifications::add,
        hiring::notifications::choices,
        hiring::notifications::hours,
        hiring::notifications::list,
        hiring::notifications::mail,
        hiring::notifications::unsubscribe,
        hiring::organizations,
        hiring::overrules,
        hiring::passwords::change,
        hiring::passwords::reset,
        hiring::placements,
        hiring::placements::way,
        hiring::presence,
        hiring::queue::claim,
        hiring::queue::dead,
        hiring::queue::enqueue,
        hiring::queue::lag,
        hiring::queue::settle,
        hiring::queue::take_over,
        hiring::queue::totals,
        hiring::readiness,
        hiring::reconciliations::control,
        hiring::reconciliations::read,
        hiring::reconciliations::work,
        hiring::requirement_sets,
        hiring::screenings,
        hiring::sessions,
        hiring::sessions::list,
        hiring::sessions::throttle,
        hiring::status_mapping,
        hiring::status_mapping::follow,
        hiring::status_mapping::learn,
        hiring::status_mapping::save,
        hiring::status_mapping::standing,
        hiring::shares::access,
        hiring::shares::decide,
        hiring::shares::follow,
        hiring::shares::list,
        hiring::shares::mail,
        hiring::shares::manage,
        hiring::shares::marks,
        hiring::shares::people,
        hiring::shares::preview,
        hiring::shares::reminders,
        hiring::shares::review,
        hiring::shares::reviewer,
        hiring::shares::rules,
        hiring::shares::send,
        hiring::shares::waiting,
        hiring::webhooks,
        hiring::webhooks::check,
        hiring::webhooks::by_hand,
        hiring::webhooks::intake,
        hiring::write_back,
    ];
    let dialect = if postgres {
        super::Dialect::Postgres
    } else {
        super::Dialect::Sqlite
    };
    all.extend(
        dialect
            .statements()
            .map(|(name, sql)| ("hiring::db::dialect", name, sql)),
    );
    all
}
