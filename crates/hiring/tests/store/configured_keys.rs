//! Another key by configuration, while servers work: what is sealed opens before, during and after, on each of them.

use hiring::key_rotation::{self, RotationError};
use hiring::{
    Config, IntegrationId, Key, Keys, Role, Secret, Store, integrations, invitations, webhooks,
};

use crate::raw::rows;
use crate::support::{World, on_postgres, tokens};

/// More than fit into one transaction of the rotation.
pub const CONNECTIONS: usize = 130;

/// Connections with tokens and webhooks.
pub async fn connections(world: &World) -> Vec<(IntegrationId, String)> {
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

pub async fn everything_opens(world: &World, store: &Store, all: &[(IntegrationId, String)]) {
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

/// Whether a secret that this key sealed stands anywhere.
pub async fn is_used(world: &World, key: &Key) -> bool {
    if on_postgres() {
        return world.disk_has(&format!("\t{}.", key.id()));
    }
    let sealed = format!("'{}.", key.id());
    let tables = rows(&world.dir.path().join("clara.db")).await;
    tables.values().flatten().any(|row| row.contains(&sealed))
}

/// The key that the world began with: PostgreSQL's is configured, SQLite's stands in a file.
fn present(world: &World) -> Key {
    let keys = world.config.key.clone().unwrap_or_else(|| {
        let text = std::fs::read_to_string(world.dir.path().join("key")).unwrap();
        text.parse().unwrap()
    });
    keys.present
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_work_on_while_the_key_is_rotated_and_nothing_is_left_closed() {
    let world = World::new().await;
    let all = connections(&world).await;
    let before = present(&world);
    let after = Key::random();
    let with = |keys: Keys| Config {
        key: Some(keys),
        ..world.config.clone()
    };
    let both = |present: &Key, earlier: &Key| {
        with(Keys {
            present: present.clone(),
            earlier: vec![earlier.clone()],
        })
    };
    let alone = key_rotation::rotate(&with(before.clone().into())).await;
    assert!(matches!(alone, Err(RotationError::NoNewKey)));

    // Servers are replaced one after the other: one that does not seal with the new key yet opens what the other one seals with it.
    let one = Store::open(&both(&after, &before)).await.unwrap();
    let other = Store::open(&both(&before, &after)).await.unwrap();
    let invite = async |number: u32, server: &Store| {
        let email = format!("guest{number}@northwind.example");
        let permit = world.northwind.members();
        invitations::invite(server, &permit, &email, Role::Recruiter)
            .await
            .unwrap()
    };
    let reveal = async |invited, server: &Store| {
        let permit = world.northwind.members();
        invitations::reveal(server, &permit, invited).await.unwrap();
    };
    let invited = [invite(1, &one).await, invite(2, &other).await];
    for server in [&one, &other] {
        everything_opens(&world, server, &all).await;
        for id in invited {
            reveal(id, server).await;
        }
    }
    other.close().await;

    let other = Store::open(&both(&after, &before)).await.unwrap();
    let configured = both(&after, &before);
    let working = async {
        for number in 3..8 {
            let (id, ()) = tokio::join!(invite(number, &one), everything_opens(&world, &one, &all));
            everything_opens(&world, &other, &all).await;
            reveal(id, &other).await;
        }
    };
    let (rotated, ()) = tokio::join!(key_rotation::rotate(&configured), working);
    let rotated = rotated.unwrap();
    assert!(!rotated.forgotten && rotated.secrets >= 3 * CONNECTIONS as u64);
    assert!(!is_used(&world, &before).await);
    assert!(is_used(&world, &after).await);
    for server in [&one, &other] {
        everything_opens(&world, server, &all).await;
    }

    let alone = Store::open(&with(after.into())).await.unwrap();
    everything_opens(&world, &alone, &all).await;
    for id in invited {
        reveal(id, &alone).await;
    }
    // Again: nothing is left to do.
    let again = key_rotation::rotate(&configured).await.unwrap();
    assert_eq!(again.secrets, 0);
    for server in [one, other, alone] {
        server.close().await;
    }
}
