//! Another key file: every secret is sealed anew, also after a crash in the middle.

use hiring::key_rotation::{self, Rotated, RotationError};
use hiring::passwords::reset;
use hiring::{Keys, OpenError, Role, Store, invitations};
use sqlx::query;

use crate::configured_keys::{CONNECTIONS, connections, everything_opens, is_used};
use crate::raw::raw;
use crate::support::{World, client};

fn keys(world: &World) -> Keys {
    let text = std::fs::read_to_string(world.dir.path().join("key")).unwrap();
    text.parse().unwrap()
}

#[tokio::test]
async fn the_key_file_is_replaced_while_no_server_runs() {
    let world = World::new().await;
    let all = connections(&world).await;
    let (tenant, email) = (&world.northwind, "nora@northwind.example");
    let invited = invitations::invite(&world.store, &tenant.members(), email, Role::Recruiter)
        .await
        .unwrap();
    reset::request(&world.store, &tenant.recruiter.email, client().address)
        .await
        .unwrap();
    let before = keys(&world).present;
    let refused = key_rotation::rotate(&world.config).await;
    assert!(matches!(
        refused,
        Err(RotationError::Open(OpenError::InUse { .. }))
    ));
    world.store.close().await;
    let rotated = Rotated {
        secrets: 3 * CONNECTIONS as u64 + 2,
        forgotten: true,
    };
    assert_eq!(key_rotation::rotate(&world.config).await.unwrap(), rotated);
    let after = keys(&world);
    assert!(after.earlier.is_empty());
    assert_ne!(after.present.id(), before.id());
    assert!(!is_used(&world, &before).await);
    let store = Store::open(&world.config).await.unwrap();
    everything_opens(&world, &store, &all).await;
    invitations::reveal(&store, &tenant.members(), invited)
        .await
        .unwrap();
}

#[tokio::test]
async fn broken_off_in_the_middle_servers_open_both_and_the_next_try_goes_on() {
    let world = World::new().await;
    let all = connections(&world).await;
    let before = keys(&world).present;
    world.store.close().await;
    // The last of many secrets cannot be opened: everything before it is sealed anew by then.
    let mut beside = raw(&world.dir.path().join("clara.db")).await;
    query("UPDATE webhooks SET signature_token = 'x' || signature_token WHERE id = (SELECT MAX(id) FROM webhooks)")
        .execute(&mut beside)
        .await
        .unwrap();
    let failed = key_rotation::rotate(&world.config).await;
    assert!(matches!(failed, Err(RotationError::Store(_))));
    let halfway = keys(&world);
    assert_eq!(halfway.earlier.len(), 1, "the earlier key is kept");
    query("UPDATE webhooks SET signature_token = SUBSTR(signature_token, 2) WHERE signature_token LIKE 'x%'")
        .execute(&mut beside)
        .await
        .unwrap();
    assert!(is_used(&world, &before).await && is_used(&world, &halfway.present).await);
    let store = Store::open(&world.config).await.unwrap();
    everything_opens(&world, &store, &all).await;
    store.close().await;

    let rotated = key_rotation::rotate(&world.config).await.unwrap();
    assert!(rotated.secrets < 3 * CONNECTIONS as u64, "it goes on");
    assert_eq!(keys(&world).present.id(), halfway.present.id());
    assert!(!is_used(&world, &before).await);
    let store = Store::open(&world.config).await.unwrap();
    everything_opens(&world, &store, &all).await;
}

#[test]
fn no_secret_is_sealed_where_a_rotation_does_not_look() {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![source];
    let mut sealing = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let rotation = path.ends_with("key_rotation.rs") || path.ends_with("sealer.rs");
            if text.contains(".seal(") && !rotation {
                assert!(text.contains("SealedColumn"), "{}", path.display());
                sealing += 1;
            }
        }
    }
    assert!(sealing >= 2);
}
