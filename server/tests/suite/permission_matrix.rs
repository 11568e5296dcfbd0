//! Every server function × every persona, with ids that nobody has and with those of another organization. A server function without a
//! row here fails. Pages and plain routes: [`route_matrix`](crate::route_matrix).

use std::collections::BTreeSet;

use reqwest::{Method, RequestBuilder};

use crate::support::{Answer, MARK, Persona, Seeded, TestApp};

/// The least that one must be.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub enum Least {
    /// Whoever holds a link from a mail.
    Stranger,
    HiringManager,
    Recruiter,
    PartnerAdmin,
    Owner,
}

use Least::{HiringManager, Owner, PartnerAdmin, Recruiter, Stranger};

/// An id that nobody has.
const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// When candidates are asked, and what.
const ASKING: &str = r#"{"stages":[{"id":"screen","name":"Screen"}],"delay_minutes":0,"quiet_hours":null,"reminder_days":null,"link_days":14}"#;
const QUESTIONS: &str = r#"{"introduction":"","questions":[{"id":"q1","text":"Why?","hint":"","required":true,"kind":{"text":{"long":true}}}]}"#;

/// The ids that the arguments name.
pub struct Ids {
    job: String,
    application: String,
    document: String,
    comment: String,
    integration: String,
    reconciliation: String,
    column: String,
    follow_up: String,
    share: String,
    recipient: String,
    row: String,
    kind: &'static str,
    account: String,
    invitation: String,
    token: String,
    webhook: String,
}

impl Ids {
    /// Those that nobody has.
    fn unknown() -> Self {
        Self::all(NOBODY)
    }

    /// The same everywhere.
    pub fn all(one: &str) -> Self {
        let id = || one.to_owned();
        Self {
            job: id(),
            application: id(),
            document: id(),
            comment: id(),
            integration: id(),
            reconciliation: id(),
            column: id(),
            follow_up: id(),
            share: id(),
            recipient: id(),
            row: id(),
            kind: "import_job",
            account: id(),
            invitation: id(),
            token: id(),
            webhook: id(),
        }
    }

    pub fn of(seeded: &Seeded) -> Self {
        Self {
            job: seeded.job.to_string(),
            application: seeded.application.to_string(),
            document: seeded.document.to_string(),
            comment: seeded.comment.to_string(),
            integration: seeded.integration.to_string(),
            reconciliation: seeded.reconciliation.to_string(),
            column: seeded.column.to_string(),
            follow_up: seeded.follow_up.to_string(),
            share: seeded.share.to_string(),
            recipient: seeded.recipient.to_string(),
            row: seeded.row.clone(),
            kind: "seeded",
            account: seeded.account.to_string(),
            invitation: seeded.invitation.to_string(),
            token: seeded.token.to_string(),
            webhook: seeded.webhook.to_string(),
        }
    }
}

/// Endpoint, arguments, who may call it.
pub fn rows(ids: &Ids) -> Vec<(&'static str, String, Least)> {
    let Ids {
        job,
        application,
        document,
        comment,
        integration,
        reconciliation,
        column,
        follow_up,
        share,
        recipient,
        row,
        kind,
        account,
        invitation,
        token,
        webhook,
    } = ids;
    let of_job = format!("job={job}");
    let of_application = format!("application={application}");
    let of_integration = format!("integration={integration}");
    let of_resync = format!("resync={reconciliation}");
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
        (
            "members/deactivate",
            format!("account={account}"),
            PartnerAdmin,
        ),
        ("members/hand-over", format!("account={account}"), Owner),
        (
            "members/invite",
            "email=nobody&role=recruiter".into(),
            PartnerAdmin,
        ),
        (
            "members/link",
            format!("invitation={invitation}"),
            PartnerAdmin,
        ),
        ("members/list", String::new(), PartnerAdmin),
        (
            "members/reactivate",
            format!("account={account}"),
            PartnerAdmin,
        ),
        (
            "members/resend",
            format!("invitation={invitation}"),
            PartnerAdmin,
        ),
        (
            "members/revoke",
            format!("invitation={invitation}"),
            PartnerAdmin,
        ),
        (
            "members/role",
            format!("account={account}&role=recruiter"),
            PartnerAdmin,
        ),
        ("api-tokens/list", String::new(), PartnerAdmin),
        (
            "api-tokens/create",
            "{\"name\":\"Reporting\",\"scopes\":[\"jobs:read\"],\"days\":30}".into(),
            PartnerAdmin,
        ),
        ("api-tokens/revoke", format!("token={token}"), PartnerAdmin),
        ("board/read", of_job.clone(), HiringManager),
        ("board/cards", of_job.clone(), HiringManager),
        ("board/card", of_application.clone(), HiringManager),
        ("board/visit", of_job.clone(), HiringManager),
        (
            "board/move",
            format!("{of_application}&column={column}&version=1"),
            Recruiter,
        ),
        (
            "board/move-all",
            format!(
                "{{\"moves\":[{{\"application\":\"{application}\",\"column\":\"{column}\",\"version\":1}}],\"reason\":null}}"
            ),
            Recruiter,
        ),
        ("candidates/list", "words=&page=0".into(), HiringManager),
        ("search", format!("words={MARK}"), HiringManager),
        ("follow-ups/read", of_integration.clone(), Recruiter),
        ("follow-ups/stages", of_integration.clone(), PartnerAdmin),
        ("follow-ups/questions", of_job.clone(), Recruiter),
        (
            "follow-ups/save",
            format!(
                "{{\"integration\":\"{integration}\",\"asking\":{ASKING},\"active\":true,\"with_those_present\":true}}"
            ),
            PartnerAdmin,
        ),
        (
            "follow-ups/switch-off",
            of_integration.clone(),
            PartnerAdmin,
        ),
        (
            "follow-ups/dry-run",
            format!("{{\"integration\":\"{integration}\",\"asking\":{ASKING}}}"),
            PartnerAdmin,
        ),
        (
            "follow-ups/save-questions",
            format!("{{\"job\":\"{job}\",\"set\":{QUESTIONS}}}"),
            PartnerAdmin,
        ),
        ("follow-ups/share-questions", of_job.clone(), PartnerAdmin),
        (
            "follow-ups/asked",
            format!("{of_integration}&page=0"),
            Recruiter,
        ),
        (
            "follow-ups/withdraw",
            format!("follow_up={follow_up}"),
            Recruiter,
        ),
        (
            "follow-ups/ask-again",
            format!("follow_up={follow_up}"),
            Recruiter,
        ),
        ("failed-work/list", String::new(), PartnerAdmin),
        ("failed-work/retry", format!("row={row}"), PartnerAdmin),
        ("failed-work/discard", format!("kind={kind}"), PartnerAdmin),
        ("integrations/list", String::new(), Recruiter),
        ("integrations/providers", String::new(), Recruiter),
        (
            "integrations/connect",
            format!("provider=simulator&again={integration}"),
            PartnerAdmin,
        ),
        ("integrations/test", of_integration.clone(), PartnerAdmin),
        (
            "integrations/postings",
            of_integration.clone(),
            PartnerAdmin,
        ),
        (
            "integrations/select",
            format!("{{\"integration\":\"{integration}\",\"postings\":[],\"purge\":false}}"),
            PartnerAdmin,
        ),
        (
            "integrations/progress",
            of_integration.clone(),
            PartnerAdmin,
        ),
        ("integrations/finish", of_integration.clone(), PartnerAdmin),
        ("webhooks/standing", of_integration.clone(), PartnerAdmin),
        ("webhooks/create", of_integration.clone(), PartnerAdmin),
        ("webhooks/test", of_integration.clone(), PartnerAdmin),
        (
            "webhooks/by-hand",
            format!("{of_integration}&event=candidateHired"),
            PartnerAdmin,
        ),
        (
            "webhooks/key",
            format!("webhook={webhook}&key=0123456789abcdef0123"),
            PartnerAdmin,
        ),
        ("status-mapping/read", of_integration.clone(), PartnerAdmin),
        (
            "status-mapping/preview",
            format!("{{\"integration\":\"{integration}\",\"choices\":[]}}"),
            PartnerAdmin,
        ),
        (
            "status-mapping/save",
            format!(
                "{{\"integration\":\"{integration}\",\"version\":0,\"choices\":[],\"apply\":true}}"
            ),
            PartnerAdmin,
        ),
        ("write-back/read", of_integration.clone(), Owner),
        ("write-back/ask", of_integration.clone(), Owner),
        (
            "write-back/switch",
            format!("{{\"job\":\"{job}\",\"on\":false,\"stages\":[]}}"),
            Owner,
        ),
        ("notes/templates", String::new(), PartnerAdmin),
        (
            "notes/preview",
            "kind=status&text={column}".into(),
            PartnerAdmin,
        ),
        (
            "notes/save",
            "kind=status&version=7&text={column}".into(),
            PartnerAdmin,
        ),
        (
            "integrations/disconnect",
            format!("{of_integration}&purge=false"),
            PartnerAdmin,
        ),
        ("integrations/purge", of_integration.clone(), PartnerAdmin),
        ("health/read", of_integration.clone(), Recruiter),
        ("health/repair", of_integration.clone(), PartnerAdmin),
        ("health/canary", of_integration.clone(), PartnerAdmin),
        ("resync/application", of_application.clone(), Recruiter),
        ("resync/job", of_job.clone(), Recruiter),
        ("resync/connection", of_integration, PartnerAdmin),
        ("resync/read", of_resync.clone(), HiringManager),
        ("resync/apply", of_resync.clone(), Recruiter),
        ("resync/pause", of_resync.clone(), Recruiter),
        ("resync/resume", of_resync.clone(), Recruiter),
        ("resync/cancel", of_resync, Recruiter),
        ("posting/read-anew", of_job.clone(), Recruiter),
        ("posting/keep", of_job.clone(), Recruiter),
        ("jobs/list", String::new(), HiringManager),
        ("profile/read", of_application.clone(), HiringManager),
        ("profile/timeline", of_application.clone(), HiringManager),
        (
            "profile/document",
            format!("document={document}"),
            HiringManager,
        ),
        (
            "profile/overrule",
            format!("{of_application}&requirement=r1&verdict=met&reason=seen"),
            Recruiter,
        ),
        (
            "profile/withdraw-overrule",
            format!("{of_application}&requirement=r1"),
            Recruiter,
        ),
        ("profile/comments", of_application.clone(), HiringManager),
        (
            "profile/add-comment",
            format!("{of_application}&text=hello"),
            HiringManager,
        ),
        (
            "profile/edit-comment",
            format!("comment={comment}&text=hello"),
            HiringManager,
        ),
        (
            "profile/delete-comment",
            format!("comment={comment}"),
            HiringManager,
        ),
        (
            "profile/show-comment",
            format!("comment={comment}&shown=true"),
            HiringManager,
        ),
        (
            "profile/comment-history",
            format!("comment={comment}"),
            HiringManager,
        ),
        ("profile/mentionable", of_application.clone(), HiringManager),
        (
            "presence/show",
            format!("tab=1&{of_job}&{of_application}"),
            Recruiter,
        ),
        ("session/surroundings", String::new(), HiringManager),
        ("notifications/list", String::new(), HiringManager),
        ("notifications/read", "until=0".into(), HiringManager),
        ("notifications/choices", String::new(), HiringManager),
        (
            "notifications/choose",
            "kind=mention&cadence=now".into(),
            HiringManager,
        ),
        ("notifications/hours", String::new(), HiringManager),
        (
            "notifications/choose-hours",
            "hour=8&zone=Europe/Berlin".into(),
            HiringManager,
        ),
        (
            "notifications/choose-reminders",
            "on=true".into(),
            HiringManager,
        ),
        ("shares/people", of_job.clone(), Recruiter),
        (
            "shares/preview",
            format!(
                "{{\"share\":{{\"job\":\"{job}\",\"applications\":[\"{application}\"],\"to\":[],\"message\":\"\",\"score\":true,\"evidence\":true,\"votes\":\"never\",\"due_at\":null}},\"at\":null}}"
            ),
            Recruiter,
        ),
        (
            "shares/send",
            format!(
                "{{\"share\":{{\"job\":\"{job}\",\"applications\":[\"{application}\"],\"to\":[\"a@b.example\"],\"message\":\"\",\"score\":true,\"evidence\":true,\"votes\":\"never\",\"due_at\":null}}}}"
            ),
            Recruiter,
        ),
        ("shares/list", of_job.clone(), Recruiter),
        ("decisions/rule", of_job, Recruiter),
        (
            "decisions/set-rule",
            format!(
                "{{\"job\":\"{job}\",\"rule\":{{\"advance_to\":null,\"decline_to\":null,\"decline_reason\":\"\"}}}}"
            ),
            Recruiter,
        ),
        (
            "shares/add",
            format!("{{\"share\":\"{share}\",\"applications\":[\"{application}\"]}}"),
            Recruiter,
        ),
        (
            "shares/withdraw",
            format!("share={share}&{of_application}"),
            Recruiter,
        ),
        ("shares/remind", format!("recipient={recipient}"), Recruiter),
        ("shares/revoke", format!("share={share}"), Recruiter),
        ("shares/acted", of_application.clone(), Recruiter),
    ]
}

/// Those that name nothing of an organization: they answer whoever may call them.
const WITHOUT_IDS: &[&str] = &[
    "candidates/list",
    "search",
    "failed-work/list",
    "integrations/list",
    "integrations/providers",
    "jobs/list",
    "notifications/list",
    "session/surroundings",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_server_function_lets_in_whom_it_should_and_nobody_else() {
    let app = TestApp::start().await;
    let rows = rows(&Ids::unknown());
    let registered: BTreeSet<String> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, method)| {
            // A function that answered to GET could be called from any site.
            assert_eq!(method.as_str(), "POST", "{path}");
            path.trim_start_matches("/api/").to_owned()
        })
        .collect();
    let listed: BTreeSet<String> = rows
        .iter()
        .map(|(endpoint, ..)| (*endpoint).to_owned())
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
    for (endpoint, arguments, least) in &rows {
        let status = call(&mut app.stranger(), endpoint, arguments)
            .await
            .status
            .as_u16();
        if *least == Stranger {
            assert_eq!(status, 404, "{endpoint} as a stranger without a link");
        } else {
            assert_eq!(status, 401, "{endpoint} as a stranger");
        }
        for (person, is) in &mut people {
            let answer = call(person, endpoint, arguments).await;
            let status = answer.status.as_u16();
            if *is < *least {
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

#[tokio::test(flavor = "multi_thread")]
async fn another_organizations_ids_do_not_exist_and_its_rows_stay_as_they_are() {
    let seeded = Seeded::start().await;
    let before = seeded.state().await;
    let mut foreign = seeded.app.other_organization().await;
    for (endpoint, arguments, _) in rows(&Ids::of(&seeded)) {
        if !WITHOUT_IDS.contains(&endpoint) && !seeded.is_named_in(&arguments) {
            continue;
        }
        let answer = call(&mut foreign, endpoint, &arguments).await;
        let status = answer.status.as_u16();
        if WITHOUT_IDS.contains(&endpoint) {
            assert_eq!(status, 200, "{endpoint}: {}", answer.body);
        } else {
            assert_eq!(status, 404, "{endpoint}: {}", answer.body);
        }
        assert!(!answer.body.contains(MARK), "{endpoint}: {}", answer.body);
    }
    assert_eq!(seeded.state().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hiring_manager_with_whom_nothing_is_shared_sees_nothing() {
    let seeded = Seeded::start().await;
    let before = seeded.state().await;
    let mut manager = seeded.app.hiring_manager().await;
    for (endpoint, arguments, least) in rows(&Ids::of(&seeded)) {
        let own = !WITHOUT_IDS.contains(&endpoint) && !seeded.is_named_in(&arguments);
        if own && matches!(least, Stranger | HiringManager) {
            continue;
        }
        let answer = call(&mut manager, endpoint, &arguments).await;
        let expected = match least {
            Recruiter | PartnerAdmin | Owner => 403,
            HiringManager if WITHOUT_IDS.contains(&endpoint) => 200,
            HiringManager | Stranger => 404,
        };
        assert_eq!(answer.status, expected, "{endpoint}: {}", answer.body);
        assert!(!answer.body.contains(MARK), "{endpoint}: {}", answer.body);
    }
    assert_eq!(seeded.state().await, before);
}

/// Forms but for those that take JSON.
pub fn request(person: &Persona, endpoint: &str, arguments: &str) -> RequestBuilder {
    let request = person
        .request(Method::POST, &format!("/api/{endpoint}"))
        .header("sec-fetch-site", "same-origin");
    match serde_json::from_str::<serde_json::Value>(arguments) {
        Ok(json) => request.json(&json),
        Err(_) => request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(arguments.to_owned()),
    }
}

async fn call(person: &mut Persona, endpoint: &str, arguments: &str) -> Answer {
    let request = request(person, endpoint, arguments);
    person.send(request).await
}

#[tokio::test]
async fn no_server_function_answers_a_request_from_another_site() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    for (endpoint, arguments, _) in rows(&Ids::unknown()) {
        let request = owner
            .request(Method::POST, &format!("/api/{endpoint}"))
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(arguments);
        assert_eq!(owner.send(request).await.status, 403, "{endpoint}");
        // Nor by a link or a picture, which send the cookie with them.
        for method in [Method::GET, Method::HEAD] {
            let request = owner.request(method, &format!("/api/{endpoint}"));
            assert_eq!(owner.send(request).await.status, 405, "{endpoint}");
        }
    }
}
