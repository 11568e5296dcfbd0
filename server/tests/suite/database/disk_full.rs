//! The disk under SQLite is full: said clearly, nothing half-written, and all is well once there is room.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::{Kept, Persona, TestApp};

/// A small disk of one's own; only root can make one.
pub struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    pub fn make(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"])
            .arg(folder.path());
        let mounted = mount.output().is_ok_and(|mounted| mounted.status.success());
        mounted.then_some(Self { folder })
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Takes every byte that is left.
    pub fn fill(&self) -> PathBuf {
        let filler = self.path().join("filler");
        let mut file = std::fs::File::create(&filler).unwrap();
        let full = std::io::copy(&mut std::io::repeat(0), &mut file).unwrap_err();
        assert_eq!(full.kind(), std::io::ErrorKind::StorageFull);
        filler
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount")
            .arg("--lazy")
            .arg(self.path())
            .status();
    }
}

async fn switches(person: &mut Persona, organization: &str) -> u16 {
    let form = [("organization", organization)];
    person
        .post_form("/auth/organization", &form)
        .await
        .status
        .as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_clearly_and_everything_goes_on_once_there_is_room() {
    let Some(disk) = Disk::make(8) else {
        eprintln!("not tried: only root can make a disk that is full");
        return;
    };
    let app = TestApp::keeping(Kept::in_folder(disk.path()), Vec::new()).await;
    let third = app.organization("Third", "owner@acme.example").await;
    let mut owner = app.owner().await;
    let surroundings: Value =
        serde_json::from_str(&owner.call("session/surroundings", "").await.body).unwrap();
    assert!(surroundings.to_string().contains("Third"));
    let filler = disk.fill();
    // Writes still find room in the log for a while.
    let third = third.organization.to_string();
    let mut refused = None;
    for _ in 0..5000 {
        let form = [("organization", third.as_str())];
        let answer = owner.post_form("/auth/organization", &form).await;
        if answer.status != 303 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("the disk is full at last");
    assert_eq!(refused.status, 503);
    assert!(
        refused.body.contains("disk is full") && refused.body.contains("Nothing was changed"),
        "{}",
        refused.body
    );
    assert_eq!(
        owner.get("/jobs").await.status,
        200,
        "reading goes on, and the session is as it was"
    );
    std::fs::remove_file(filler).unwrap();
    assert_eq!(switches(&mut owner, &third).await, 303);
    assert_eq!(owner.get("/jobs").await.status, 200);
}
