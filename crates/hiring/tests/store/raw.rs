//! What stands in an SQLite database, past the store.

use std::collections::BTreeMap;
use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Row, query};

pub async fn raw(database: &Path) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(database)
        .connect()
        .await
        .unwrap()
}

/// Every row of every table, as SQLite quotes it.
pub async fn rows(database: &Path) -> BTreeMap<String, Vec<String>> {
    let mut connection = raw(database).await;
    let tables = query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let mut all = BTreeMap::new();
    for table in tables {
        let table: String = table.get("name");
        let columns = query("SELECT name FROM pragma_table_info($1) ORDER BY cid")
            .bind(&table)
            .fetch_all(&mut connection)
            .await
            .unwrap();
        let quoted: Vec<String> = columns
            .iter()
            .map(|column| format!("quote({})", column.get::<String, _>("name")))
            .collect();
        let sql = format!(
            "SELECT {} AS line FROM {table} ORDER BY 1",
            quoted.join(" || ',' || ")
        );
        let lines = query(AssertSqlSafe(sql))
            .fetch_all(&mut connection)
            .await
            .unwrap();
        all.insert(table, lines.iter().map(|line| line.get("line")).collect());
    }
    all
}
