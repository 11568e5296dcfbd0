//! `GET /metrics`, on its own address

use std::collections::BTreeSet;
use std::path::Path;

use reqwest::Method;
use server::metrics::MEASURED;

use crate::support::{Lever, Persona, TestApp};

/// The value of a measurement by its name and labels, in any order.
fn value(text: &str, name: &str, labels: &[&str]) -> Option<f64> {
    let line = text.lines().find(|line| {
        line.starts_with(name)
            && line[name.len()..].starts_with(['{', ' '])
            && labels.iter().all(|label| line.contains(label))
    })?;
    line.rsplit(' ').next()?.parse().ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_is_measured_without_anybodys_data() {
    let lever = Lever::start().await;
    let settings = vec![
        ("CLARA_METRICS_LISTEN", "127.0.0.1:0".to_owned()),
        ("CLARA_SIMULATOR", lever.line()),
    ];
    let app = TestApp::with(settings).await;
    let address = app.running().metrics().unwrap();
    let mut prometheus = Persona::stranger(format!("http://{address}"));
    let mut owner = app.owner().await;
    let posting = lever.connect_one_job(&mut owner).await;
    let opportunity = lever
        .apply(&posting, "Zebedee Quux", "Zebedee Quux\nEngineer\n")
        .await;
    let live = owner
        .request(Method::GET, "/api/events")
        .send()
        .await
        .unwrap();
    lever
        .eventually("the note is written", async || {
            (!lever.notes(&opportunity).await.is_empty()).then_some(())
        })
        .await;
    owner
        .get("/jobs/01890a5d-ac96-774b-bcce-b302099a8057")
        .await;
    owner.get("/Zebedee").await;

    let answer = prometheus.get("/metrics").await;
    assert_eq!(answer.status, 200);
    let text = answer.body;
    for (name, labels) in [
        (
            "clara_http_request_duration_seconds_count",
            &[
                "method=\"POST\"",
                "route=\"/auth/sign-in\"",
                "status=\"303\"",
            ][..],
        ),
        (
            "clara_http_request_duration_seconds_count",
            &["route=\"/jobs/{job}\""],
        ),
        (
            "clara_http_request_duration_seconds_bucket",
            &["le=\"0.5\"", "route=\"/api/integrations/select\""],
        ),
        (
            "clara_work_duration_seconds_count",
            &["kind=\"write_note\"", "outcome=\"done\""],
        ),
        ("clara_screening_duration_seconds_count", &[]),
        ("clara_notes_total", &["what=\"posted\""]),
        ("clara_sse_clients", &[]),
        ("lever_call_duration_seconds_count", &["outcome=\"200\""]),
    ] {
        let value = value(&text, name, labels);
        assert!(
            value.is_some_and(|value| value >= 1.0),
            "{name} {labels:?}\n{text}"
        );
    }
    for (name, labels) in [
        (
            "clara_queue_rows",
            &["kind=\"write_note\"", "state=\"dead\""][..],
        ),
        (
            "clara_queue_oldest_seconds",
            &["kind=\"fetch_application\""],
        ),
        (
            "clara_database_connections",
            &["pool=\"writer\"", "state=\"used\""],
        ),
    ] {
        assert!(value(&text, name, labels).is_some(), "{name}\n{text}");
    }
    for secret in ["Zebedee", "01890a5d", &opportunity, "@"] {
        assert!(!text.contains(secret), "{secret} is measured");
    }
    drop(live);
    assert_eq!(prometheus.get("/").await.status, 404);
    assert_eq!(
        app.stranger().get("/metrics").await.status,
        404,
        "not on the public address"
    );
}

#[test]
fn the_documentation_names_what_is_measured() {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/operations.md");
    let docs = std::fs::read_to_string(docs).unwrap();
    let (_, section) = docs.split_once("\n## Metrics\n").unwrap();
    let rows = section
        .lines()
        .skip_while(|line| !line.starts_with("| ---"))
        .skip(1);
    let rows = rows.take_while(|line| line.starts_with('|'));
    let named: Vec<&str> = rows.filter_map(|row| row.split('`').nth(1)).collect();
    let measured: Vec<&str> = MEASURED.iter().map(|(_, name, _)| *name).collect();
    assert_eq!(named, measured);
}

#[test]
fn what_is_measured_anywhere_is_described_and_nothing_else_is() {
    let mut named = BTreeSet::new();
    for sources in ["server/src", "app/src", "crates"] {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .join(sources);
        add_measured(&sources, &mut named);
    }
    let described = MEASURED.iter().map(|(_, name, _)| (*name).to_owned());
    assert_eq!(named, described.collect::<BTreeSet<String>>());
}

/// Adds the names of what is measured in the Rust files of a folder.
fn add_measured(folder: &Path, named: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            add_measured(&path, named);
            continue;
        }
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for measuring in ["counter!(", "gauge!(", "histogram!("] {
            for (at, _) in text.match_indices(measuring) {
                // What is described is named by the table.
                if text[..at].ends_with("describe_") {
                    continue;
                }
                let arguments = text[at + measuring.len()..].trim_start();
                let name = arguments.strip_prefix('"');
                let name = name.and_then(|rest| rest.split('"').next());
                let name = name.unwrap_or_else(|| panic!("{}: no name", path.display()));
                named.insert(name.to_owned());
            }
        }
    }
}
