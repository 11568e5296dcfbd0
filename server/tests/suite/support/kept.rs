//! Where a test's servers keep what they know; gone when it is dropped.

use std::path::Path;

use testing::{Database, Proxy};

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    Sqlite,
    Postgres,
}

/// Makes two tests of each of these: one on SQLite, one on PostgreSQL.
#[macro_export]
macro_rules! on_both_databases {
    ($($test:ident)*) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test($crate::support::On::Sqlite).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test($crate::support::On::Postgres).await;
            })*
        }
    };
}

pub struct Kept {
    folder: tempfile::TempDir,
    /// None: SQLite, in the folder.
    postgres: Option<Database>,
    proxy: Option<Proxy>,
}

impl Kept {
    pub fn on(database: On) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            postgres: (database == On::Postgres).then(Database::empty),
            proxy: None,
        }
    }

    /// On PostgreSQL, behind a line that can be cut.
    pub async fn behind_proxy() -> Self {
        Self {
            proxy: Some(Proxy::start().await),
            ..Self::on(On::Postgres)
        }
    }

    /// On a PostgreSQL of its own, which can be restarted.
    pub fn on_restartable() -> Self {
        Self {
            postgres: Some(Database::restartable()),
            ..Self::on(On::Sqlite)
        }
    }

    pub fn database(&self) -> &Database {
        self.postgres.as_ref().unwrap()
    }

    /// On SQLite, in a folder of the test's choice.
    pub fn in_folder(parent: &Path) -> Self {
        Self {
            folder: tempfile::tempdir_in(parent).unwrap(),
            postgres: None,
            proxy: None,
        }
    }

    /// Of documents and, with SQLite, of everything.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn proxy(&self) -> &Proxy {
        self.proxy.as_ref().unwrap()
    }

    /// The variables of the configuration that say where.
    pub fn variable(&self, name: &str) -> Option<String> {
        let database = self.postgres.as_ref();
        match name {
            "CLARA_DATA_DIR" => Some(self.folder.path().display().to_string()),
            "CLARA_DATABASE_URL" => database.map(|database| match &self.proxy {
                Some(proxy) => database.url_at(proxy.port()),
                None => database.url(),
            }),
            "CLARA_SECRET_KEY" => {
                database.map(|_| "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".to_owned())
            }
            _ => None,
        }
    }
}
