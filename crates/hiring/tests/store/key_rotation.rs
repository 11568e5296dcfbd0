//! Another key: every secret is sealed anew, also after a crash in the middle.

use hiring::key_rotation::{self, Rotated, RotationError};
use hiring::passwords::reset;
use hiring::{
    Config, IntegrationId, Key, Keys, OpenError, Role, Secret, Store, integrations, invitations,
    webhooks,
};
use sqlx::query;

use crate::raw::{raw, rows};
use crate::support::{World, client, tokens};

const CONNECTIONS: usize = 130;

/// Connections with tokens and webhooks: more than fit into one transaction of the rotation.
async fn connections(world: &World) -> Vec<(IntegrationId, String)> {
    let mut all = Vec::new();
    for number in 0..CONNECTIONS {
        let tenant = if number % 2 == 0 {
            &world.northwind
        } else {
            &world.contoso
        };
        let integration = world.integration(tenant).await;
        let permit = tenant.system(&world.store);
        let (webhook, path) = webhooks::prepare(&world.store, &permit, integration, "event")
            .await
            .unwrap();
        let secret = Secret::new(format!("signature {number}"));
        webhooks::created(&world.store, &permit, webhook, "remote", Some(&secret))
            .await
            .unwrap();
        all.push((integration, path.expose().to_owned()));
    }
    all
}

async fn everything_opens(world: &World, store: &Store, all: &[(IntegrationId, String)]) {
    for (number, (integration, path)) in all.iter().enumerate() {
        let tenant = if number % 2 == 0 {
            &world.northwind
        } else {
            &world.contoso
        };
        let found = integrations::tokens(store, &tenant.system(store), *integration)
            .await
            .unwrap();
        assert_eq!(found.access, tokens("1").access);
        assert_eq!(found.refresh, tokens("1").refresh);
        let endpoint = webhooks::find(store, path).await.unwrap();
        assert_eq!(
            endpoint.signature_token,
            Some(Secret::new(format!("signature {number}")))
        );
    }
}

fn keys(world: &World) -> Keys {
    let text = std::fs::read_to_string(world.dir.path().join("key")).unwrap();
    text.parse().unwrap()
}

/// Whether a secret that this key sealed stands anywhere.
async fn is_used(world: &World, key: &Key) -> bool {
    let sealed = format!("'{}.", key.id());
    let tables = rows(&world.dir.path().join("clara.db")).await;
    tables.values().flatten().any(|row| row.contains(&sealed))
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

#[tokio::test(flavor = "multi_thread")]
async fn configured_keys_are_rotated_while_servers_work() {
    let world = World::new().await;
    let all = connections(&world).await;
    let before = keys(&world).present;
    let after = Key::random();
    let with = |keys: Keys| Config {
        key: Some(keys),
        ..world.config.clone()
    };
    let alone = key_rotation::rotate(&with(before.clone().into())).await;
    assert!(matches!(alone, Err(RotationError::NoNewKey)));
    let both = with(Keys {
        present: after.clone(),
        earlier: vec![before.clone()],
    });
    let server = Store::open(&both).await.unwrap();
    let reading = async {
        for _ in 0..5 {
            everything_opens(&world, &server, &all).await;
        }
    };
    let (rotated, ()) = tokio::join!(key_rotation::rotate(&both), reading);
    assert!(!rotated.unwrap().forgotten);
    assert!(!is_used(&world, &before).await);
    let store = Store::open(&with(after.into())).await.unwrap();
    everything_opens(&world, &store, &all).await;
    // Again: nothing is left to do.
    assert_eq!(key_rotation::rotate(&both).await.unwrap().secrets, 0);
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
