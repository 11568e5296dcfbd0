//! `clara admin`: backup, restore, another key, with a server beside.

use super::Shell;
use crate::support::{PASSWORD, Persona, Process};

/// A folder with an organization and its owner, in `clara-data`.
fn installed() -> Shell {
    let shell = Shell::new(&[]);
    let made = shell.clara(&["admin", "create-organization", "Northwind"]);
    let organization = made.out().trim().to_owned();
    let owner = [
        "admin",
        "create-owner",
        "--organization",
        &organization,
        "--email",
        "owner@northwind.example",
        "--name",
        "Olive",
    ];
    assert_eq!(shell.with_input(&owner, PASSWORD).code(), 0);
    shell
}

async fn serve(shell: &Shell, data: &str) -> Process {
    let data = shell.path(data).display().to_string();
    Process::serve(shell.folder.path(), &[("CLARA_DATA_DIR", &*data)]).await
}

async fn the_owner_signs_in(process: &mut Process) {
    let base = format!("http://{}", process.address().await);
    let mut owner = Persona::stranger(base);
    let answer = owner.sign_in("owner@northwind.example", PASSWORD).await;
    assert_eq!(answer.location(), "/jobs");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_running_server_is_restored_and_served() {
    let shell = installed();
    let mut running = serve(&shell, "clara-data").await;
    let made = shell.clara(&["admin", "backup", "kept"]);
    assert_eq!(made.code(), 0, "{}", made.err());
    assert!(made.out().contains("0 document files"), "{}", made.out());
    let again = shell.clara(&["admin", "backup", "kept"]);
    assert_eq!(again.code(), 1);
    assert!(again.err().contains("nothing is overwritten"));
    let over = shell.clara(&["admin", "restore", "kept"]);
    assert_eq!(over.code(), 1);
    assert!(over.err().contains("in use"), "{}", over.err());
    running.signal("TERM");
    assert!(running.ended().await.success());
    let over = shell.clara(&["admin", "restore", "kept"]);
    assert!(over.err().contains("nothing is overwritten"));

    let elsewhere = [("CLARA_DATA_DIR", "elsewhere")];
    let restore = ["admin", "restore", "kept"];
    let refused = shell.ran(&restore, "", &elsewhere);
    assert_eq!(refused.code(), 1);
    assert!(refused.err().contains("--without-key"), "{}", refused.err());
    std::fs::copy(shell.path("clara-data/key"), shell.path("elsewhere/key")).unwrap();
    let restored = shell.ran(&restore, "", &elsewhere);
    assert_eq!(restored.code(), 0, "{}", restored.err());
    the_owner_signs_in(&mut serve(&shell, "elsewhere").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_is_rotated_only_while_nobody_serves() {
    let shell = installed();
    let before = std::fs::read_to_string(shell.path("clara-data/key")).unwrap();
    let mut running = serve(&shell, "clara-data").await;
    let refused = shell.clara(&["admin", "rotate-key"]);
    assert_eq!(refused.code(), 1);
    assert!(refused.err().contains("in use"), "{}", refused.err());
    running.signal("TERM");
    running.ended().await;
    let rotated = shell.clara(&["admin", "rotate-key"]);
    assert_eq!(rotated.code(), 0, "{}", rotated.err());
    let after = std::fs::read_to_string(shell.path("clara-data/key")).unwrap();
    assert_ne!(after, before);
    the_owner_signs_in(&mut serve(&shell, "clara-data").await).await;
    let configured = [("CLARA_SECRET_KEY", &*after)];
    let alone = shell.ran(&["admin", "rotate-key"], "", &configured);
    assert!(alone.err().contains("holds one key"), "{}", alone.err());
}

#[test]
fn a_schema_is_looked_at_without_a_change() {
    let shell = Shell::new(&[]);
    assert_eq!(shell.clara(&["migrate", "--check"]).code(), 1);
    assert!(!shell.path("clara-data/clara.db").exists());
    assert_eq!(shell.clara(&["migrate"]).code(), 0);
    let checked = shell.clara(&["migrate", "--check"]);
    assert_eq!(checked.code(), 0, "{}", checked.err());
}
