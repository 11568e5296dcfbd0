//! Keeps the state in a file over a restart, where [`crate::Config::data_dir`] says so.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::{app::Shared, server::StartError, state::World};

const FILE: &str = "simulator.json";
const PAUSE: Duration = Duration::from_millis(500);

/// The state of an earlier run, if there was one.
pub(crate) fn load(folder: &Path) -> Result<Option<World>, StartError> {
    let path = folder.join(FILE);
    match fs::read(&path) {
        Ok(bytes) => match serde_json::from_slice(&bytes) {
            Ok(world) => Ok(Some(world)),
            Err(error) => Err(StartError::State {
                path,
                reason: error.to_string(),
            }),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StartError::State {
            path,
            reason: error.to_string(),
        }),
    }
}

/// Writes the state soon after each change, and a last time when the simulator stops.
pub(crate) async fn keep(app: Shared, folder: PathBuf) {
    let mut written = None;
    loop {
        let stopping = app
            .sender
            .stopped
            .run_until_cancelled(tokio::time::sleep(PAUSE))
            .await
            .is_none();
        let changes = app.changes();
        if written != Some(changes) {
            match app.read(serde_json::to_vec) {
                Ok(bytes) => {
                    let folder = folder.clone();
                    match tokio::task::spawn_blocking(move || write(&folder, &bytes)).await {
                        Ok(Ok(())) => written = Some(changes),
                        Ok(Err(error)) => {
                            tracing::error!(%error, "the simulator's state could not be written")
                        }
                        Err(_) => return,
                    }
                }
                Err(error) => tracing::error!(%error, "the simulator's state could not be written"),
            }
        }
        if stopping {
            return;
        }
    }
}

/// A reader sees the old state or the new one, never half of it. It holds secrets of the stand-in, so it is its owner's alone.
fn write(folder: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let draft = folder.join(format!("{FILE}.new"));
    fs::write(&draft, bytes)?;
    #[cfg(unix)]
    fs::set_permissions(&draft, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    fs::rename(draft, folder.join(FILE))
}
