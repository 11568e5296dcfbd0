//! Every table that names an application or a candidate is on the erasure list: whoever adds one is told here.

use sqlx::{Row, query};

use crate::raw::raw;
use crate::support::World;

/// Tables that name an application without a word about the person: the card's number in the events stays, its body goes.
const KEPT: &[&str] = &["events"];

#[tokio::test]
async fn no_table_about_an_application_is_forgotten() {
    let world = World::new().await;
    let list = include_str!("../../src/erasure/tables.rs");
    let mut connection = raw(&world.dir.path().join("clara.db")).await;
    let tables = query("SELECT m.name AS name FROM sqlite_master m WHERE m.type = 'table' AND EXISTS \
        (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name IN ('application_id', 'candidate_id')) ORDER BY m.name")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let tables: Vec<String> = tables.iter().map(|row| row.get("name")).collect();
    assert!(tables.len() > 8, "{tables:?}");
    for table in tables {
        let goes = list.contains(&format!("DELETE FROM {table} "));
        assert!(
            goes || KEPT.contains(&&*table),
            "{table} is missing in erasure/tables.rs"
        );
    }
}
