//! A folder as an ATS: imported, looked at again, and never left.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use hiring::board::CardState;
use hiring::integrations::Provider;
use hiring::permission::ManageIntegrations;
use hiring::{IntegrationId, JobId, organizations, queue};
use tempfile::TempDir;

use super::support::{Clara, SESSION};
use ::integrations::connector::ConnectorError;
use ::integrations::select::Selection;
use ::integrations::{Error, connect, select};

const RESUME: &str = "Experience\nSenior Engineer, Contoso, 2016-01 – Present\nBuilt services in Rust and SQL.\n\nEducation\nBSc Computer Science, 2012\n";
const DESCRIPTION: &str =
    "<h2>You bring</h2><ul><li>Three years of experience with Rust</li><li>SQL</li></ul>";

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn filled() -> TempDir {
    let folder = TempDir::new().unwrap();
    write(
        folder.path(),
        "backend-engineer/description.html",
        DESCRIPTION,
    );
    write(folder.path(), "backend-engineer/sam-okafor.txt", RESUME);
    write(folder.path(), "backend-engineer/nora.txt", RESUME);
    write(folder.path(), "backend-engineer/notes.xlsx", "no resume");
    let table = "file,name,mail,stage\nnora.txt,Nora Novak,nora@mail.example,Phone screen\n";
    write(folder.path(), "backend-engineer/candidates.csv", table);
    write(folder.path(), "gardener/description.md", "# Gardener");
    folder
}

async fn connected(clara: &Clara) -> IntegrationId {
    let permit = clara.permit::<ManageIntegrations>();
    let begun = connect::begin(
        &clara.integrations,
        &permit,
        Provider::Folder,
        None,
        SESSION,
    )
    .await;
    let place = begun.unwrap();
    let id = place
        .path()
        .strip_prefix("/settings/integrations/")
        .unwrap();
    let id = id.strip_suffix("/jobs").unwrap().parse().unwrap();
    clara.work().await;
    id
}

async fn offered(clara: &Clara, integration: IntegrationId) -> Selection {
    let permit = clara.permit::<ManageIntegrations>();
    select::postings(&clara.integrations, &permit, integration)
        .await
        .unwrap()
}

async fn imported(clara: &Clara, integration: IntegrationId) -> JobId {
    let offered = offered(clara, integration).await.postings;
    let job = offered.iter().find(|job| job.title == "backend engineer");
    let job = clara.select(integration, &job.unwrap().id).await;
    clara.work().await;
    job
}

#[tokio::test]
async fn its_sub_folders_are_jobs_and_new_files_come_in_by_themselves() {
    let folder = filled();
    let clara = Clara::importing(folder.path()).await;
    let integration = connected(&clara).await;
    let permit = clara.permit::<ManageIntegrations>();
    let test = connect::test(&clara.integrations, &permit, integration).await;
    assert!(test.unwrap().passed());
    let titles = offered(&clara, integration).await.postings;
    let counts: Vec<_> = titles
        .iter()
        .map(|job| (&*job.title, job.candidates))
        .collect();
    assert_eq!(counts, [("backend engineer", 2), ("gardener", 0)]);

    let job = imported(&clara, integration).await;
    let sam = clara.card(job, "sam okafor").await.unwrap();
    assert_eq!(sam.state, CardState::Scored);
    let nora = clara.card(job, "Nora Novak").await.unwrap();
    assert_eq!(nora.stage.as_deref(), Some("Phone screen"));

    write(folder.path(), "backend-engineer/late.txt", RESUME);
    clara.watch(integration).await;
    assert!(clara.card(job, "late").await.is_some());
    // Another resume under the same name is another document of the same person.
    write(
        folder.path(),
        "backend-engineer/late.txt",
        "Gardener, no computers.",
    );
    clara.watch(integration).await;
    assert_eq!(clara.cards(job).await.len(), 3);
    assert_ne!(clara.card(job, "late").await.unwrap().score, sam.score);
    let table = "file,name,stage\nnora.txt,Nora Novak,Offer\n";
    write(folder.path(), "backend-engineer/candidates.csv", table);
    clara.watch(integration).await;
    let nora = clara.card(job, "Nora Novak").await.unwrap();
    assert_eq!(nora.stage.as_deref(), Some("Offer"));
    assert_eq!(clara.dead().await, [""; 0]);
    let depth = queue::depth(&clara.store, &clara.system()).await.unwrap();
    assert_eq!(depth.waiting, 0, "no note waits");
}

#[tokio::test]
async fn nothing_outside_of_it_can_be_reached() {
    let folder = filled();
    let outside = TempDir::new().unwrap();
    write(outside.path(), "secret.txt", RESUME);
    let job = folder.path().join("backend-engineer");
    symlink(outside.path().join("secret.txt"), job.join("linked.txt")).unwrap();
    symlink("../../secret.txt", job.join("relative.txt")).unwrap();
    symlink(outside.path(), folder.path().join("linked-job")).unwrap();
    let clara = Clara::importing(folder.path()).await;
    let integration = connected(&clara).await;
    let titles = offered(&clara, integration).await.postings;
    assert_eq!(titles.len(), 2, "a link is no job");
    assert_eq!(
        titles.iter().map(|job| job.candidates).sum::<u64>(),
        2,
        "a link is no resume"
    );

    let connector = clara
        .integrations
        .connector(&clara.system(), integration)
        .await
        .unwrap();
    for id in [
        "../secret.txt",
        "backend-engineer/../../secret.txt",
        "/etc/passwd",
        "",
    ] {
        assert_eq!(
            connector.application(id).await,
            Err(ConnectorError::NotFound),
            "{id}"
        );
        assert_eq!(
            connector.job(id).await,
            Err(ConnectorError::NotFound),
            "{id}"
        );
    }
    // A file that becomes a link between the list and the download.
    let listed = connector.applications(None).await.unwrap().items;
    let documents = connector.documents(&listed[0].application).await.unwrap();
    let named = job.join(&documents[0].name);
    fs::remove_file(&named).unwrap();
    symlink(outside.path().join("secret.txt"), &named).unwrap();
    let bytes = connector
        .download(&listed[0].application, &documents[0])
        .await;
    assert_eq!(bytes, Err(ConnectorError::NotFound));
}

#[tokio::test]
async fn organizations_that_share_a_server_share_no_folder() {
    let folder = filled();
    let clara = Clara::importing(folder.path()).await;
    organizations::create(&clara.store, "Other", "UTC")
        .await
        .unwrap();
    let permit = clara.permit::<ManageIntegrations>();
    let begun = connect::begin(
        &clara.integrations,
        &permit,
        Provider::Folder,
        None,
        SESSION,
    )
    .await;
    assert!(matches!(begun, Err(Error::NoFolder)));
    let own = clara.owner.organization.to_string();
    write(
        folder.path(),
        &format!("{own}/painter/description.txt"),
        "Painter",
    );
    let integration = connected(&clara).await;
    let titles = offered(&clara, integration).await.postings;
    assert_eq!(
        titles.iter().map(|job| &*job.title).collect::<Vec<_>>(),
        ["painter"]
    );
}
