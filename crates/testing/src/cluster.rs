//! The PostgreSQL of this test program: started when a test first asks for it, gone when the program ends, however it ends.

use std::io::{BufRead, BufReader, Lines, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock};

/// Where Debian puts the programs of each major version.
const DEBIAN: &str = "/usr/lib/postgresql";

const REMEDY: &str = "PostgreSQL is needed for this test. Remedy: cargo xtask setup (Debian: sudo apt-get install postgresql)";

/// Prints `ready FOLDER` once it answers there, then waits for its standard input to end, which happens when the test program does.
/// Each line that it reads makes it restart, as an operator does it, and print `ready` again. Nothing is synced to the disk: whatever is lost was to
/// be thrown away. Only the owner of the folder reaches the socket in it.
const SCRIPT: &str = r#"
folder=$(mktemp -d /tmp/clara-postgres.XXXXXX) && cd "$folder" || exit 1
initdb --pgdata=data --username=clara --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >log 2>&1 || { cat log; exit 1; }
begin() {
    postgres -D data -k "$folder" -F -c listen_addresses= -c max_connections=400 -c shared_buffers=64MB -c autovacuum=off >log 2>&1 &
    tries=0
    until pg_isready --quiet --host="$folder"; do
        tries=$((tries + 1))
        [ $tries -lt 600 ] || { cat log; exit 1; }
        sleep 0.05
    done
    echo "ready $folder"
}
begin
while read -r _; do
    kill -INT $!
    wait $!
    begin
done
kill -QUIT $!
wait
rm -rf "$folder"
"#;

pub(crate) struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    /// Its standard input is closed when this is dropped, or by the operating system when this process ends: that stops the cluster.
    shell: Mutex<Shell>,
}

struct Shell {
    _process: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Cluster {
    /// The one of this process.
    pub(crate) fn get() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(Self::start)
    }

    /// A further one, for a test that restarts it.
    pub(crate) fn start() -> Self {
        let programs = programs();
        let mut child = shell()
            .env("PATH", path_with(&programs))
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Ctrl-C ends the test program, and thereby the cluster in good order.
            .process_group(0)
            .spawn()
            .expect(REMEDY);
        let input = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let folder = ready(&mut output).into();
        Self {
            programs,
            folder,
            shell: Mutex::new(Shell {
                _process: child,
                input,
                output,
            }),
        }
    }

    /// Ends it, which breaks every connection, and starts it again on the same data.
    pub(crate) fn restart(&self) {
        let mut shell = self.shell.lock().unwrap();
        shell.input.write_all(b"again\n").unwrap();
        ready(&mut shell.output);
    }

    /// Holds the socket.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// One of its client programs.
    pub(crate) fn client(&self, name: &str) -> Command {
        let mut client = Command::new(self.programs.join(name));
        client
            .env("PGHOST", &self.folder)
            .env("PGUSER", "clara")
            .stdin(Stdio::null());
        client
    }
}

/// Waits until it says that it answers; where.
fn ready(output: &mut Lines<BufReader<ChildStdout>>) -> String {
    let mut said = Vec::new();
    for line in output {
        let line = line.unwrap();
        if let Some(folder) = line.strip_prefix("ready ") {
            return folder.to_owned();
        }
        said.push(line);
    }
    panic!("PostgreSQL did not start: {}", said.join("\n"));
}

/// The newest version that is installed.
fn programs() -> PathBuf {
    let installed = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let version = |entry: &std::fs::DirEntry| entry.file_name().to_str()?.parse::<u32>().ok();
    installed
        .filter(|entry| entry.path().join("bin/initdb").exists())
        .max_by_key(version)
        .map(|entry| entry.path().join("bin"))
        .or_else(|| {
            let path = std::env::var_os("PATH")?;
            std::env::split_paths(&path).find(|folder| folder.join("initdb").exists())
        })
        .expect(REMEDY)
}

fn path_with(programs: &Path) -> std::ffi::OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(
        [programs.to_owned()]
            .into_iter()
            .chain(std::env::split_paths(&path)),
    )
    .unwrap()
}

/// PostgreSQL refuses to run as root.
fn shell() -> Command {
    let id = |arguments: &[&str]| {
        let id = Command::new("id").args(arguments).output().unwrap();
        id.status
            .success()
            .then(|| String::from_utf8_lossy(&id.stdout).trim().to_owned())
    };
    let mut shell = if id(&["-u"]).as_deref() == Some("0") {
        let user = if id(&["-u", "postgres"]).is_some() {
            "postgres"
        } else {
            "nobody"
        };
        let group = id(&["-gn", user]).unwrap();
        let mut other = Command::new("setpriv");
        other.args([
            &format!("--reuid={user}"),
            &format!("--regid={group}"),
            "--clear-groups",
            "sh",
        ]);
        other
    } else {
        Command::new("sh")
    };
    shell.args(["-c", SCRIPT]);
    shell
}
