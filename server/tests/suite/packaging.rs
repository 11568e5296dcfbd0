//! How CLARA is installed says the truth: the image's and the unit's files exist, their settings are settings, and the program is where they start it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use server::config::VARIABLES;

use crate::support::{Process, anywhere};

/// The allocator's setting by which the measured memory of listeners is reached everywhere.
const PAGES: (&str, &str) = ("MIMALLOC_ALLOW_THP", "0");

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).unwrap()
}

/// A Dockerfile's instructions, each on one line, by stages.
fn stages(text: &str) -> Vec<Vec<(String, String)>> {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .collect();
    let mut stages = Vec::new();
    for line in lines.join("\n").replace("\\\n", " ").lines() {
        let Some((instruction, rest)) = line.trim().split_once(' ') else {
            continue;
        };
        if instruction == "FROM" {
            stages.push(Vec::new());
        }
        let words: Vec<&str> = rest.split_whitespace().collect();
        let stage: &mut Vec<(String, String)> = stages.last_mut().unwrap();
        stage.push((instruction.to_owned(), words.join(" ")));
    }
    stages
}

/// What every instruction of this name says.
fn all<'a>(stage: &'a [(String, String)], instruction: &str) -> Vec<&'a str> {
    let all = stage.iter().filter(|(name, _)| name == instruction);
    all.map(|(_, rest)| &**rest).collect()
}

/// The one that there is.
fn one<'a>(stage: &'a [(String, String)], instruction: &str) -> &'a str {
    let all = all(stage, instruction);
    assert_eq!(all.len(), 1, "{instruction}: {all:?}");
    all[0]
}

/// `NAME=value NAME=value`.
fn pairs(text: &str) -> BTreeMap<&str, &str> {
    text.split(' ')
        .map(|pair| pair.split_once('=').unwrap())
        .collect()
}

fn assert_is_setting(name: &str) {
    let known = VARIABLES.iter().any(|variable| variable.name == name);
    assert!(known, "{name} is no setting");
}

/// What a stage copies, and where to: `(from another stage, sources, target)`.
fn copies(stage: &[(String, String)]) -> Vec<(bool, Vec<&str>, &str)> {
    let copies = all(stage, "COPY").into_iter();
    copies
        .map(|copy| {
            let (built, paths) = match copy.strip_prefix("--from=build ") {
                Some(paths) => (true, paths),
                None => (false, copy),
            };
            let mut paths: Vec<&str> = paths.split(' ').collect();
            let target = paths.pop().unwrap();
            (built, paths, target)
        })
        .collect()
}

#[test]
fn the_image_copies_what_is_there_and_starts_what_it_installed() {
    let stages = stages(&read("Dockerfile"));
    let [build, image] = &stages[..] else {
        panic!("{stages:?}")
    };
    assert!(one(build, "FROM").ends_with(" AS build"));
    let mut built = Vec::new();
    for (from_build, sources, target) in copies(build).into_iter().chain(copies(image)) {
        if from_build {
            built.push((sources[0], target));
            continue;
        }
        for source in sources {
            assert!(repository().join(source).exists(), "{source}");
        }
    }
    // Where `make release` leaves them.
    let program = ("/src/target/release/clara", "/usr/local/bin/clara");
    let site = ("/src/target/site", "/usr/local/share/clara/site");
    assert_eq!(built, [program, site]);
    assert_eq!(one(build, "WORKDIR"), "/src");
    assert!(all(build, "RUN").contains(&"make release"));

    let mut settings = pairs(one(image, "ENV"));
    assert_eq!(settings.remove(PAGES.0), Some(PAGES.1));
    for name in settings.keys() {
        assert_is_setting(name);
    }
    assert_eq!(settings["CLARA_SITE"], site.1);
    let port = settings["CLARA_LISTEN"].rsplit_once(':').unwrap().1;
    assert_eq!(one(image, "EXPOSE"), port);
    let data = settings["CLARA_DATA_DIR"];
    assert_eq!((one(image, "VOLUME"), one(image, "WORKDIR")), (data, data));
    assert_eq!(one(image, "ENTRYPOINT"), format!("[\"{}\"]", program.1));
    assert_eq!(one(image, "CMD"), "[\"serve\"]");
    let check = one(image, "HEALTHCHECK");
    let asked = format!("CMD [\"{}\", \"healthcheck\"]", program.1);
    assert!(check.ends_with(&asked), "{check}");
    // A number, which Kubernetes' `runAsNonRoot` needs; the one that the image gives the user.
    assert_eq!(one(image, "USER"), "10001:10001");
    assert!(
        all(image, "RUN")
            .iter()
            .any(|run| run.contains("--uid 10001 --gid clara"))
    );
}

#[test]
fn the_image_is_made_of_debians_packages_and_crates_alone() {
    let stages = stages(&read("Dockerfile"));
    for command in stages.iter().flat_map(|stage| all(stage, "RUN")) {
        for other in ["curl", "wget", "npm", "node", "pip", "git"] {
            let mut words = command.split(|letter: char| !letter.is_alphanumeric());
            assert!(words.all(|word| word != other), "{other}: {command}");
        }
    }
    let releases: Vec<&str> = stages
        .iter()
        .map(|stage| one(stage, "FROM").split(' ').next().unwrap())
        .collect();
    // A program runs with the C library that it was built with, or a newer one.
    assert_eq!(releases[0], releases[1]);
    assert!(releases[0].starts_with("debian:"), "{releases:?}");
}

/// A unit's directives; some stand there several times.
fn directives(unit: &str) -> Vec<(&str, &str)> {
    unit.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .collect()
}

#[test]
fn the_unit_names_what_is_installed_and_settings_that_there_are() {
    let unit = read("packaging/clara.service");
    let directives = directives(&unit);
    let values = |name: &str| -> Vec<&str> {
        let named = directives.iter().filter(|(found, _)| *found == name);
        named.map(|(_, value)| *value).collect()
    };
    let operations = read("docs/operations.md");
    let (_, section) = operations.split_once("## Install").unwrap();
    let (_, script) = section.split_once("```sh\n").unwrap();
    let (script, _) = script.split_once("```").unwrap();

    let mut settings = BTreeMap::new();
    for setting in values("Environment") {
        settings.extend(pairs(setting));
    }
    assert_eq!(settings.remove(PAGES.0), Some(PAGES.1));
    for name in settings.keys() {
        assert_is_setting(name);
    }
    assert_eq!(values("ExecStart"), ["/usr/local/bin/clara serve"]);
    let state = format!("/var/lib/{}", values("StateDirectory")[0]);
    assert_eq!(settings["CLARA_DATA_DIR"], state);
    for installed in [
        "/usr/local/bin/clara",
        settings["CLARA_SITE"],
        settings["CLARA_CONFIG"],
    ] {
        assert!(script.contains(installed), "nobody installs {installed}");
    }
    // Documents: where the script puts them, and from where.
    let line = script
        .lines()
        .find(|line| line.contains("/usr/local/share/doc/clara"))
        .unwrap();
    for address in values("Documentation") {
        let document = address.strip_prefix("file:///usr/local/share/doc/clara/");
        let source = format!("docs/{}", document.unwrap());
        assert!(repository().join(&source).exists(), "{source}");
        assert!(line.contains(&source), "nobody installs {source}");
    }
    // Each file of the repository that the script takes is there.
    let taken = script.split_whitespace().filter(|word| {
        ["docs/", "packaging/"]
            .iter()
            .any(|folder| word.starts_with(folder))
    });
    for file in taken.chain(["LICENSE", "NOTICE"]) {
        assert!(repository().join(file).exists(), "{file}");
    }
}

#[test]
fn the_unit_keeps_what_confines_the_program() {
    let unit = read("packaging/clara.service");
    let directives = directives(&unit);
    for kept in [
        ("ProtectSystem", "strict"),
        ("NoNewPrivileges", "yes"),
        ("MemoryDenyWriteExecute", "yes"),
        ("CapabilityBoundingSet", ""),
        ("PrivateUsers", "yes"),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
    ] {
        assert!(directives.contains(&kept), "{kept:?}");
    }
    // What the processes that read documents confine themselves with must not be forbidden to them.
    let allowed = directives
        .iter()
        .find(|(name, value)| *name == "SystemCallFilter" && !value.starts_with('~'))
        .unwrap();
    for call in [
        "seccomp",
        "landlock_create_ruleset",
        "landlock_add_rule",
        "landlock_restrict_self",
    ] {
        assert!(allowed.1.split(' ').any(|name| name == call), "{call}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_health_check_is_well_while_the_server_answers_and_a_secret_may_be_a_credential() {
    let folder = tempfile::tempdir().unwrap();
    let secrets = folder.path().join("secrets");
    std::fs::create_dir(&secrets).unwrap();
    let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n";
    std::fs::write(secrets.join("secret_key"), key).unwrap();
    let listen = anywhere().to_string();
    let variables = [
        ("CLARA_LISTEN", &*listen),
        ("CREDENTIALS_DIRECTORY", secrets.to_str().unwrap()),
    ];
    let check = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_clara"));
        command.arg("healthcheck").envs(variables);
        command.output().unwrap()
    };
    let before = check();
    assert_eq!(before.status.code(), Some(1));
    let said = String::from_utf8(before.stderr).unwrap();
    assert!(said.contains(&listen), "{said}");

    let mut process = Process::serve(folder.path(), &variables).await;
    let during = check();
    assert!(during.status.success(), "{during:?}");
    // The key came from the credential: none was made in the data folder.
    assert!(!folder.path().join("data/key").exists());
    process.signal("TERM");
    process.ended().await;

    std::fs::write(secrets.join("secret_key"), "too short").unwrap();
    let said = String::from_utf8(check().stderr).unwrap();
    assert!(said.contains("CLARA_SECRET_KEY is wrong"), "{said}");
}
