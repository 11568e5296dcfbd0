//! A hiring manager with an account: decides without a link, and sees what is shared alone, with none of the team's words.

use crate::support::{Persona, Seeded};

/// What the team says to each other stands in no answer to a hiring manager's session.
async fn nothing_internal(seeded: &Seeded, manager: &mut Persona) {
    let application = format!("application={}", seeded.application);
    let comment = format!("comment={}", seeded.comment);
    for (endpoint, arguments) in [
        ("profile/comments", application.clone()),
        ("profile/read", application.clone()),
        ("profile/timeline", application.clone()),
        ("board/card", application.clone()),
        ("board/cards", format!("job={}", seeded.job)),
        ("notifications/list", String::new()),
    ] {
        let answer = manager.call(endpoint, &arguments).await;
        assert_eq!(answer.status, 200, "{endpoint}: {}", answer.body);
        for internal in ["comment", "answer", "first wording"] {
            let words = format!("Zanzibarine {internal}");
            assert!(!answer.body.contains(&words), "{endpoint}: {}", answer.body);
        }
    }
    for (endpoint, arguments) in [
        ("profile/comment-history", comment.clone()),
        ("profile/edit-comment", format!("{comment}&text=mine")),
        ("profile/show-comment", format!("{comment}&shown=true")),
        ("profile/delete-comment", comment.clone()),
    ] {
        let answer = manager.call(endpoint, &arguments).await;
        assert_eq!(answer.status, 404, "{endpoint}: {}", answer.body);
    }
    let address = format!("/applications/{}", seeded.application);
    let page = manager.get(&address).await;
    assert!(page.status == 200 && !page.body.contains("Zanzibarine comment"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hiring_manager_signed_in_decides_without_the_link_and_sees_what_is_shared_alone() {
    let seeded = Seeded::start().await;
    let mut recruiter = seeded.app.recruiter().await;
    let sent = recruiter
        .call_json(
            "shares/send",
            &serde_json::json!({ "share": {
                "job": seeded.job, "applications": [seeded.application], "to": ["manager@acme.example"], "message": "",
                "score": true, "evidence": true, "votes": "never", "due_at": null,
            }}),
        )
        .await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let mut manager = seeded.app.hiring_manager().await;
    let jobs = manager.get("/jobs").await.body;
    let review = jobs
        .split("/review/")
        .nth(1)
        .and_then(|rest| rest.get(..36))
        .unwrap();
    let one = format!("/review/{review}/{}", seeded.application);
    assert_eq!(manager.get(&one).await.status, 200);
    assert_eq!(
        manager.get(&format!("/jobs/{}", seeded.job)).await.status,
        200
    );
    assert_eq!(
        manager
            .get(&format!("/documents/{}", seeded.document))
            .await
            .status,
        200
    );
    assert_eq!(
        manager
            .post_form(&one, &[("decision", "not_sure")])
            .await
            .status,
        303
    );
    assert_eq!(
        manager
            .call("shares/list", &format!("job={}", seeded.job))
            .await
            .status,
        403
    );
    nothing_internal(&seeded, &mut manager).await;
    // Removed: said clearly, to whom it was shared.
    let acme = seeded.app.acme().await;
    let system = seeded.app.store().system(acme.organization);
    hiring::applications::remove(seeded.app.store(), &system, seeded.application)
        .await
        .unwrap();
    let gone = manager.get(&one).await;
    assert_eq!(gone.status, 410);
    assert!(gone.body.contains("not available any more") && !gone.body.contains("Zanzibarine"));
    assert_eq!(
        manager
            .post_form(&one, &[("decision", "advance")])
            .await
            .status,
        410
    );
}
