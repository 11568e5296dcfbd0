//! Secrets at rest.

use std::os::unix::fs::PermissionsExt;

use hiring::sealer::Sealer;
use hiring::{Clock, Config, Key, OpenError, OrganizationId, Secret, Store};

/// A store of its own: with PostgreSQL there is no key file.
fn sqlite() -> (tempfile::TempDir, Config) {
    let dir = tempfile::tempdir().unwrap();
    let config = Config {
        database_url: format!("sqlite://{}", dir.path().join("clara.db").display()),
        data_dir: dir.path().to_owned(),
        key: None,
        clock: Clock::System,
    };
    (dir, config)
}

#[test]
fn a_secret_opens_only_in_its_own_row_of_its_own_organization() {
    let (ours, theirs) = (OrganizationId::fresh(), OrganizationId::fresh());
    let sealer = Sealer::new(&Key::random().into());
    let secret = Secret::new("refresh token");
    let sealed = sealer.seal(ours, "integrations/1", &secret).unwrap();
    assert_eq!(
        sealer.unseal(ours, "integrations/1", &sealed).unwrap(),
        secret
    );
    assert_ne!(
        sealer.seal(ours, "integrations/1", &secret).unwrap(),
        sealed,
        "each time another nonce"
    );
    assert!(sealer.unseal(theirs, "integrations/1", &sealed).is_err());
    assert!(sealer.unseal(ours, "integrations/2", &sealed).is_err());
    assert!(
        Sealer::new(&Key::random().into())
            .unseal(ours, "integrations/1", &sealed)
            .is_err()
    );
}

#[test]
fn a_secret_that_was_changed_does_not_open() {
    let organization = OrganizationId::fresh();
    let sealer = Sealer::new(&Key::random().into());
    let sealed = sealer
        .seal(organization, "row", &Secret::new("refresh token"))
        .unwrap();
    for at in 0..sealed.len() {
        let mut changed = sealed.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(
            sealer.unseal(organization, "row", &changed).is_err(),
            "changed at {at}"
        );
    }
    for broken in ["", ".", "x", &sealed[..sealed.len() - 4]] {
        assert!(sealer.unseal(organization, "row", broken).is_err());
    }
}

#[test]
fn neither_key_nor_secret_is_printed() {
    assert_eq!(
        format!("{:?} {:?}", Key::random(), Secret::new("token")),
        "Key(…) Secret(…)"
    );
}

#[tokio::test]
async fn the_key_file_is_made_once_for_its_owner_alone() {
    let (dir, config) = sqlite();
    Store::open(&config).await.unwrap();
    let path = dir.path().join("key");
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let key = std::fs::read_to_string(&path).unwrap();
    Store::open(&config).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), key);
    assert!(key.parse::<Key>().is_ok());
}

#[tokio::test]
async fn a_database_without_its_key_is_not_opened_and_no_other_key_is_made() {
    let (dir, config) = sqlite();
    Store::open(&config).await.unwrap().close().await;
    let path = dir.path().join("key");
    let key = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(
        Store::open(&config).await,
        Err(OpenError::KeyGone)
    ));
    assert!(matches!(
        Store::open_as_it_is(&config).await,
        Err(OpenError::KeyGone)
    ));
    assert!(!path.exists());
    let configured = Config {
        key: Some(key.parse().unwrap()),
        ..config
    };
    Store::open(&configured).await.unwrap();
}

#[tokio::test]
async fn a_broken_key_file_is_refused_and_left_alone() {
    let (dir, config) = sqlite();
    let path = dir.path().join("key");
    std::fs::write(&path, "half a k").unwrap();
    assert!(matches!(Store::open(&config).await, Err(OpenError::BadKey)));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "half a k");
}
