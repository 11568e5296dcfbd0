//! Settings of `clara serve`: from the environment and a file, all that is wrong at once.

use std::collections::BTreeSet;
use std::process::Command;

use insta::assert_snapshot;
use server::config::VARIABLES;

use super::Shell;
use crate::support::Process;

#[test]
fn everything_that_is_wrong_is_named_with_its_remedy() {
    let shell = Shell::new(&[(
        "clara.toml",
        "url = \"http://clara.example.org\"\nlistn = \"0.0.0.0:80\"\nlever_client_id = \"id\"\nsecret_key = [[1]]\n",
    )]);
    let variables = [
        ("CLARA_CONFIG", "clara.toml"),
        ("CLARA_TRUSTED_PROXIES", "proxy"),
        ("CLARA_SMTP_CA", "clara.toml"),
    ];
    let ran = shell.ran(&["serve"], "", &variables);
    assert_eq!(ran.code(), 1);
    assert_snapshot!(ran.err().trim(), @r"
    clara: the settings cannot be used (environment and clara.toml, where CLARA_LISTEN is written listen)
      listn in the file is no setting: did you mean listen?
      CLARA_SECRET_KEY is wrong: write text, a number, true or false, or a list of those
      CLARA_URL is wrong: plain http is accepted on loopback alone, because session cookies would travel in clear: use https
      CLARA_TRUSTED_PROXIES is wrong: each entry must be an IP address
      CLARA_SMTP_CA is wrong: clara.toml: it must hold the certificate of an authority in PEM (-----BEGIN CERTIFICATE-----)
      CLARA_LEVER_CLIENT_ID is set but CLARA_LEVER_CLIENT_SECRET is not: set both or none
    ");
    let absent = shell.ran(&["serve"], "", &[("CLARA_CONFIG", "absent.toml")]);
    assert!(absent.err().contains("absent.toml cannot be read"));
}

/// A value of each that the server does not start with.
const WRONG: &[(&str, &str)] = &[
    ("CLARA_CONFIG", "absent.toml"),
    ("CLARA_URL", "http://clara.example.org"),
    ("CLARA_LISTEN", "here"),
    ("CLARA_DATA_DIR", "file"),
    ("CLARA_DATABASE_URL", "mysql://clara@db.example.org/clara"),
    ("CLARA_DATABASE_URL", "sqlite:///no/such/folder/clara.db"),
    ("CLARA_SECRET_KEY", "too short"),
    ("CLARA_SITE", "file"),
    ("CLARA_DOCUMENT_READER", "absent"),
    ("CLARA_TRUSTED_PROXIES", "proxy"),
    ("CLARA_SUPPORT_EMAIL", "us"),
    ("CLARA_SMTP_URL", "mail.example.org"),
    ("CLARA_SMTP_CA", "file"),
    ("CLARA_MAIL_FROM", "CLARA"),
    ("CLARA_LEVER_CLIENT_ID", "id"),
    ("CLARA_LEVER_CLIENT_SECRET", "secret"),
    ("CLARA_LEVER_SANDBOX_CLIENT_ID", "id"),
    ("CLARA_LEVER_SANDBOX_CLIENT_SECRET", "secret"),
    ("CLARA_SIMULATOR", "{}"),
    ("CLARA_IMPORT_DIR", "absent"),
    ("CLARA_METRICS_LISTEN", "9464"),
    ("CLARA_LOG", "loud"),
    ("CLARA_LOG_FORMAT", "xml"),
];

#[tokio::test(flavor = "multi_thread")]
async fn with_a_wrong_value_of_any_setting_it_does_not_start_and_names_it() {
    let wrong: BTreeSet<&str> = WRONG.iter().map(|(name, _)| *name).collect();
    let all: BTreeSet<&str> = VARIABLES.iter().map(|variable| variable.name).collect();
    assert_eq!(wrong, all, "each has a wrong value here");
    for (name, value) in WRONG {
        let shell = Shell::new(&[("file", "words")]);
        std::fs::create_dir_all(shell.path("site/pkg")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_clara"));
        command
            .arg("serve")
            .current_dir(shell.folder.path())
            .env("CLARA_LISTEN", "127.0.0.1:0")
            .env("CLARA_SITE", "site")
            .env(name, value);
        let mut process = Process::start(command, shell.folder.path());
        let ended = process.ended().await;
        assert_eq!(ended.code(), Some(1), "{name}={value}");
        let log = process.log();
        assert!(log.contains(name), "{name}={value}: {log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_environment_wins_over_the_file_and_a_stranger_is_told() {
    let shell = Shell::new(&[(
        "clara.toml",
        "listen = \"nowhere\"\nlog_format = \"json\"\n",
    )]);
    let file = shell.path("clara.toml").display().to_string();
    let variables = [("CLARA_CONFIG", &*file), ("CLARA_SUPORT_EMAIL", "x")];
    let mut process = Process::serve(shell.folder.path(), &variables).await;
    process.signal("TERM");
    process.ended().await;
    let log = process.log();
    let told = "CLARA_SUPORT_EMAIL is no setting; did you mean CLARA_SUPPORT_EMAIL?";
    assert!(log.starts_with('{') && log.contains(told), "{log}");
}

#[test]
fn help_lists_every_setting() {
    let help = Shell::new(&[]).clara(&["serve", "--help"]).out();
    for variable in VARIABLES {
        assert!(help.contains(variable.name), "{}", variable.name);
        assert!(help.contains(variable.default), "{}", variable.default);
    }
}
