//! The help texts are part of the interface.

use super::Shell;

#[test]
fn help_texts() {
    let shell = Shell::new(&[]);
    for command in ["screen", "requirements", "profile"] {
        insta::assert_snapshot!(command, shell.clara(&[command, "--help"]).out());
    }
}

#[test]
fn wrong_usage_is_told_and_exits_with_2() {
    let shell = Shell::new(&[]);
    for arguments in [
        &["screen"][..],
        &["screen", "--job", "x"],
        &["requirements"],
        &["profile"],
        &["screen", "--pairs", "x", "--job", "y"],
        &["profile", "x", "--as-of", "today"],
    ] {
        let ran = shell.clara(arguments);
        assert_eq!(ran.code(), 2, "{arguments:?}");
        assert!(ran.err().contains("--help"), "{arguments:?}");
    }
}
