//! Document bytes on the disk.

use std::io::ErrorKind;

use hiring::OrganizationId;
use hiring::files::{DiskFiles, DocumentFiles};

const SHA: &str = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

#[test]
fn bytes_are_kept_once_per_organization_and_nothing_is_left_aside() {
    let dir = tempfile::tempdir().unwrap();
    let files = DiskFiles::new(dir.path().to_owned());
    let (ours, theirs) = (OrganizationId::fresh(), OrganizationId::fresh());
    files.put(ours, SHA, b"foo").unwrap();
    files.put(ours, SHA, b"foo").unwrap();
    assert_eq!(files.get(ours, SHA).unwrap(), b"foo");
    assert_eq!(
        files.get(theirs, SHA).unwrap_err().kind(),
        ErrorKind::NotFound
    );
    let kept: Vec<_> = std::fs::read_dir(dir.path().join(ours.to_string()))
        .unwrap()
        .collect();
    assert_eq!(kept.len(), 1);
    files.delete(ours, SHA).unwrap();
    files.delete(ours, SHA).unwrap();
    assert_eq!(
        files.get(ours, SHA).unwrap_err().kind(),
        ErrorKind::NotFound
    );
}

#[test]
fn a_name_that_is_no_hash_reaches_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let files = DiskFiles::new(dir.path().to_owned());
    for name in [
        "",
        "../../etc/passwd",
        "/etc/passwd",
        &"../".repeat(22)[..64],
        &SHA[1..],
    ] {
        let refused = files.get(OrganizationId::fresh(), name).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::InvalidInput, "{name}");
        assert!(files.put(OrganizationId::fresh(), name, b"x").is_err());
    }
}
