//! Every server function × every persona. A server function without a row here fails.

use std::collections::BTreeSet;

use crate::support::{Answer, Persona, TestApp};

const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// The least that one must be.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Least {
    /// Whoever holds a link from a mail.
    Stranger,
    HiringManager,
    Recruiter,
    PartnerAdmin,
    Owner,
}

use Least::{HiringManager, Owner, PartnerAdmin, Recruiter, Stranger};

/// Endpoint, arguments with ids that nobody has, who may call it.
fn rows() -> Vec<(&'static str, String, Least)> {
    vec![
        ("account/end-other-sessions", String::new(), HiringManager),
        ("account/end-session", "session=x".into(), HiringManager),
        (
            "account/password",
            "present=x&new=short".into(),
            HiringManager,
        ),
        ("account/rename", "name=Sam".into(), HiringManager),
        ("account/sessions", String::new(), HiringManager),
        ("links/invitation", "token=x".into(), Stranger),
        ("links/password-reset", "token=x".into(), Stranger),
        ("mails/list", String::new(), PartnerAdmin),
        ("members/deactivate", format!("account={ID}"), PartnerAdmin),
        ("members/hand-over", format!("account={ID}"), Owner),
        (
            "members/invite",
            "email=nobody&role=recruiter".into(),
            PartnerAdmin,
        ),
        ("members/link", format!("invitation={ID}"), PartnerAdmin),
        ("members/list", String::new(), PartnerAdmin),
        ("members/reactivate", format!("account={ID}"), PartnerAdmin),
        ("members/resend", format!("invitation={ID}"), PartnerAdmin),
        ("members/revoke", format!("invitation={ID}"), PartnerAdmin),
        (
            "members/role",
            format!("account={ID}&role=recruiter"),
            PartnerAdmin,
        ),
        ("api-tokens/list", String::new(), PartnerAdmin),
        (
            "api-tokens/create",
            "{\"name\":\"Reporting\",\"scopes\":[\"jobs:read\"],\"days\":30}".into(),
            PartnerAdmin,
        ),
        ("api-tokens/revoke", format!("token={ID}"), PartnerAdmin),
        ("board/read", format!("job={ID}"), HiringManager),
        ("board/cards", format!("job={ID}"), HiringManager),
        ("board/card", format!("application={ID}"), HiringManager),
        ("board/visit", format!("job={ID}"), HiringManager),
        (
            "board/move",
            format!("application={ID}&column={ID}&version=1"),
            Recruiter,
        ),
        ("candidates/list", "words=&page=0".into(), HiringManager),
        ("search", "words=a".into(), HiringManager),
        ("failed-work/list", String::new(), PartnerAdmin),
        ("failed-work/retry", format!("row={ID}"), PartnerAdmin),
        (
            "failed-work/discard",
            "kind=import_job".into(),
            PartnerAdmin,
        ),
        ("integrations/list", String::new(), Recruiter),
        ("integrations/providers", String::new(), Recruiter),
        (
            "integrations/connect",
            "provider=simulator".into(),
            PartnerAdmin,
        ),
        (
            "integrations/test",
            format!("integration={ID}"),
            PartnerAdmin,
        ),
        (
            "integrations/postings",
            format!("integration={ID}"),
            PartnerAdmin,
        ),
        (
            "integrations/select",
            format!("{{\"integration\":\"{ID}\",\"postings\":[]}}"),
            PartnerAdmin,
        ),
        (
            "integrations/disconnect",
            format!("integration={ID}"),
            PartnerAdmin,
        ),
        ("jobs/list", String::new(), HiringManager),
        ("profile/read", format!("application={ID}"), HiringManager),
        ("profile/document", format!("document={ID}"), HiringManager),
        (
            "profile/overrule",
            format!("application={ID}&requirement=r1&verdict=met&reason=seen"),
            Recruiter,
        ),
        (
            "profile/withdraw-overrule",
            format!("application={ID}&requirement=r1"),
            Recruiter,
        ),
        (
            "profile/comments",
            format!("application={ID}"),
            HiringManager,
        ),
        (
            "profile/add-comment",
            format!("application={ID}&text=hello"),
            HiringManager,
        ),
        ("session/surroundings", String::new(), HiringManager),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_server_function_lets_in_whom_it_should_and_nobody_else() {
    let app = TestApp::start().await;
    let registered: BTreeSet<String> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path.trim_start_matches("/api/").to_owned())
        .collect();
    let listed: BTreeSet<String> = rows()
        .into_iter()
        .map(|(endpoint, ..)| endpoint.to_owned())
        .collect();
    assert_eq!(
        registered, listed,
        "server functions and rows of the matrix"
    );

    let mut people: [(Persona, Least); 4] = [
        (app.hiring_manager().await, HiringManager),
        (app.recruiter().await, Recruiter),
        (app.partner_admin().await, PartnerAdmin),
        (app.owner().await, Owner),
    ];
    for (endpoint, arguments, least) in rows() {
        let status = call(&mut app.stranger(), endpoint, &arguments)
            .await
            .status
            .as_u16();
        if least == Stranger {
            assert_eq!(status, 404, "{endpoint} as a stranger without a link");
        } else {
            assert_eq!(status, 401, "{endpoint} as a stranger");
        }
        for (person, is) in &mut people {
            let answer = call(person, endpoint, &arguments).await;
            let status = answer.status.as_u16();
            if *is < least {
                assert_eq!(status, 403, "{endpoint}: {}", answer.body);
            } else {
                assert!(
                    !matches!(status, 401 | 403 | 500),
                    "{endpoint} answered {status}: {}",
                    answer.body
                );
            }
        }
    }
}

/// Forms but for the one that takes JSON.
async fn call(person: &mut Persona, endpoint: &str, arguments: &str) -> Answer {
    match serde_json::from_str(arguments) {
        Ok(json) => person.call_json(endpoint, &json).await,
        Err(_) => person.call(endpoint, arguments).await,
    }
}

#[tokio::test]
async fn no_server_function_answers_a_request_from_another_site() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    for (endpoint, arguments, _) in rows() {
        let request = owner
            .request(reqwest::Method::POST, &format!("/api/{endpoint}"))
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(arguments);
        assert_eq!(owner.send(request).await.status, 403, "{endpoint}");
    }
}
