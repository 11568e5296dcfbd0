//! `/settings/integrations/{integration}/health` and `/diagnostics`.

use crate::support::{MARK, Seeded};

#[tokio::test(flavor = "multi_thread")]
async fn everybody_of_the_staff_sees_how_a_connection_fares_and_admins_can_do_something() {
    let seeded = Seeded::start().await;
    let path = format!("/settings/integrations/{}/health", seeded.integration);
    let mut recruiter = seeded.app.recruiter().await;
    let shown = recruiter.get(&path).await.body;
    for words in [
        "Webhooks",
        "candidateHired",
        "Comparisons",
        "Gaps found",
        "Rate limit",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    for words in [
        "Repair",
        "Send a canary",
        "Diagnostics bundle",
        "Re-sync all",
    ] {
        assert!(!shown.contains(words), "{words}");
    }
    let mut admin = seeded.app.partner_admin().await;
    let shown = admin.get(&path).await.body;
    for words in [
        "Repair",
        "Send a canary",
        "Diagnostics bundle",
        "Re-sync all",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let repaired = admin
        .call(
            "health/repair",
            &format!("integration={}", seeded.integration),
        )
        .await;
    assert!(repaired.status.is_success(), "{}", repaired.body);
    let audit = seeded.state().await.audit;
    assert!(audit.iter().any(|event| event.action == "webhooks.repair"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bundle_is_a_download_for_admins_and_names_nobody() {
    let seeded = Seeded::start().await;
    let mut admin = seeded.app.partner_admin().await;
    let answer = admin.get("/diagnostics").await;
    assert_eq!(answer.status, 200);
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment")
    );
    for kept in [MARK, "acme", "Acme", "engineer", "secret", "access"] {
        assert!(!answer.body.contains(kept), "{kept}: {}", answer.body);
    }
    let bundle: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(
        bundle["connections"][0]["webhooks"][0]["event"],
        "candidateHired"
    );
    assert_eq!(bundle["work_that_failed"][0]["error"], "broken");
    assert_eq!(bundle["configuration"]["database"], "sqlite");
}
