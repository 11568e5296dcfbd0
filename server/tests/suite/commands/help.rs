//! The help texts are part of the interface.

use super::Shell;

const SNAPSHOTS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/suite/commands/snapshots"
);

/// Whoever adds a command or removes one adds or removes its text here: the walk follows what each help lists.
#[test]
fn help_texts_of_all_commands() {
    let shell = Shell::new(&[]);
    let mut commands = vec![String::new()];
    let mut held = 0;
    while let Some(command) = commands.pop() {
        let arguments: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let help = shell.clara(&arguments).out();
        let name = if command.is_empty() {
            "clara".to_owned()
        } else {
            command.replace(' ', "_")
        };
        insta::assert_snapshot!(name.as_str(), help);
        let below = listed(&help).map(|word| format!("{command} {word}").trim_start().to_owned());
        commands.extend(below);
        held += 1;
    }
    let kept = std::fs::read_dir(SNAPSHOTS)
        .unwrap()
        .filter(|file| {
            let name = file.as_ref().unwrap().file_name();
            name.to_string_lossy()
                .starts_with("suite__commands__help__")
        })
        .count();
    assert_eq!(held, kept, "a text is kept of a command that is gone");
}

/// The subcommands that a help text lists.
fn listed(help: &str) -> impl Iterator<Item = &str> {
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|word| *word != "help")
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
