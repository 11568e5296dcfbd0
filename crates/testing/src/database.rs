//! A database of one test, dropped with it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::cluster::Cluster;

/// A PostgreSQL database of one's own.
pub struct Database {
    name: String,
    /// None: the cluster of this process.
    own: Option<Cluster>,
}

impl Database {
    /// An empty one.
    pub fn empty() -> Self {
        Self::create("template1")
    }

    /// An empty one in a cluster of its own, which can be restarted without anybody else's harm.
    pub fn restartable() -> Self {
        let own = Cluster::start();
        let name = make(&own, "template1");
        Self {
            name,
            own: Some(own),
        }
    }

    /// Ends its cluster and starts it again, as an operator does it.
    pub fn restart(&self) {
        self.cluster().restart();
    }

    fn cluster(&self) -> &Cluster {
        self.own.as_ref().unwrap_or_else(|| Cluster::get())
    }

    /// With everything that stands in another one, to which nobody may be connected: much quicker than making it again.
    pub fn copy_of(other: &Self) -> Self {
        Self::create(&other.name)
    }

    fn create(template: &str) -> Self {
        let name = make(Cluster::get(), template);
        Self { name, own: None }
    }

    /// For `hiring::Config`.
    pub fn url(&self) -> String {
        format!(
            "postgres://clara@localhost/{}?host={}",
            self.name,
            self.cluster().folder().display()
        )
    }

    /// The same by way of a port of this machine: a proxy's.
    pub fn url_at(&self, port: u16) -> String {
        format!("postgres://clara@127.0.0.1:{port}/{}", self.name)
    }

    /// Everything that is kept in it, as SQL.
    pub fn dump(&self) -> Vec<u8> {
        let dump = self
            .cluster()
            .client("pg_dump")
            .arg(&self.name)
            .output()
            .unwrap();
        assert!(
            dump.status.success(),
            "{}",
            String::from_utf8_lossy(&dump.stderr)
        );
        dump.stdout
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let mut dropdb = self.cluster().client("dropdb");
        let _ = dropdb.args(["--force", "--if-exists", &self.name]).output();
    }
}

fn make(cluster: &Cluster, template: &str) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut createdb = cluster.client("createdb");
    let made = createdb
        .args(["--strategy=file_copy", "--template", template, &name])
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    name
}

/// The socket on which the cluster answers.
pub(crate) fn socket() -> PathBuf {
    Cluster::get().folder().join(".s.PGSQL.5432")
}
