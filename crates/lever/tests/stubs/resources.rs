//! Shapes as the wire carries them, with everything that varies.

use lever::Ref;
use lever::resources::{
    ArchiveType, Confidentiality, Expand, OpportunityFilter, OpportunityId, PostingExpand,
    PostingFilter, PostingId, PostingState, WebhookEvent,
};
use serde_json::{Value, json as value};

use super::support::{Stub, json, reply};

async fn answering(body: Value) -> Stub {
    Stub::start(move |_, _| json(body.clone())).await
}

fn opportunity() -> Value {
    value!({
        "id": "o1", "name": "Sam Okafor", "contact": "c1", "headline": "Contoso, Fabrikam", "stage": "applicant-new",
        "confidentiality": "non-confidential", "location": "Cork", "phones": [{"type": null, "value": "+353"}], "emails": ["sam@example.org"],
        "links": [], "archived": null, "tags": ["R&D"], "sources": ["Job site"], "stageChanges": [{"toStageId": "applicant-new"}],
        "origin": "applied", "owner": "u1", "applications": ["a1"], "createdAt": 1_751_500_000_000_i64, "updatedAt": null,
        "urls": {"list": "https://hire.lever.co/candidates", "show": "https://hire.lever.co/candidates/o1"}, "isAnonymized": false,
        "dataProtection": null, "brandNew": {"field": [1]}
    })
}

#[tokio::test]
async fn an_opportunity_reads_the_same_expanded_or_not() {
    let mut expanded = opportunity();
    expanded["contact"] = value!({"id": "c1", "name": "Sam Okafor", "location": {"name": "Cork"}});
    expanded["stage"] = value!({"id": "applicant-new", "text": "New applicant"});
    expanded["owner"] = value!({"id": "u1", "name": "Aoife Byrne"});
    expanded["applications"] = value!([{"id": "a1", "type": "posting", "posting": "p1", "comments": "Dear team", "createdAt": 1,
        "customQuestions": [{"text": "Screening", "fields": [
            {"type": "dropdown", "text": "Right to work?", "value": "Yes"},
            {"type": "multiple-select", "text": "Languages?", "value": ["English", "Irish"]},
            {"type": "file-upload", "text": "Portfolio?", "value": {"id": "f1", "name": "work.pdf"}},
            {"type": "textarea", "text": "Anything else?", "value": null}]}]}]);
    for (body, is_expanded) in [(opportunity(), false), (expanded, true)] {
        let lever = answering(value!({"data": body})).await;
        let found = lever
            .client()
            .opportunity(
                &OpportunityId::new("o1"),
                &[Expand::Applications, Expand::Stage],
            )
            .await
            .unwrap();
        assert_eq!(lever.seen()[0].query, "expand=applications&expand=stage");
        assert_eq!(found.stage_id().unwrap().as_str(), "applicant-new");
        assert_eq!(found.contact_id().unwrap().as_str(), "c1");
        assert_eq!(found.application().is_some(), is_expanded);
        if let Some(application) = found.application() {
            assert_eq!(application.posting, Some(PostingId::new("p1")));
            let answers: Vec<_> = application.custom_questions[0]
                .fields
                .iter()
                .map(|field| field.value.as_deref())
                .collect();
            assert_eq!(
                answers,
                [Some("Yes"), Some("English, Irish"), Some("work.pdf"), None]
            );
        }
    }
}

#[tokio::test]
async fn nothing_but_the_id_is_needed_and_wrong_types_are_as_good_as_absent() {
    for body in [
        value!({"id": "o1"}),
        value!({"id": "o1", "name": "", "emails": null, "phones": {}, "stage": null, "applications": "none", "urls": null, "archived": [], "createdAt": "soon", "isAnonymized": "?"}),
    ] {
        let lever = answering(value!({"data": body})).await;
        let found = lever
            .client()
            .opportunity(&OpportunityId::new("o1"), &[])
            .await
            .unwrap();
        assert_eq!((found.name.as_deref(), found.emails.len()), (None, 0));
        assert!(found.application().is_none() && found.archived.is_none());
    }
}

#[tokio::test]
async fn an_archived_reason_is_told_by_its_type() {
    let mut body = opportunity();
    body["archived"] = value!({"reason": "r1", "archivedAt": 5});
    let lever = answering(value!({"data": body})).await;
    let found = lever
        .client()
        .opportunity(&OpportunityId::new("o1"), &[])
        .await
        .unwrap();
    assert_eq!(found.archived.unwrap().reason.unwrap().as_str(), "r1");
    let lever = answering(value!({"data": [{"id": "r1", "text": "Hired", "type": "hired"}, {"id": "r2", "text": "Underqualified", "type": null}], "hasNext": false})).await;
    let reasons = lever.client().archive_reasons().all().await.unwrap();
    assert_eq!(
        reasons.iter().map(|reason| reason.kind).collect::<Vec<_>>(),
        [ArchiveType::Hired, ArchiveType::NotHired]
    );
}

#[tokio::test]
async fn filters_reach_the_wire() {
    let lever = answering(value!({"data": [], "hasNext": false})).await;
    let client = lever.client();
    client
        .opportunities(&OpportunityFilter {
            postings: vec![PostingId::new("p1"), PostingId::new("p 2")],
            archived: Some(false),
            updated_at_start: Some(lever::Millis(17)),
            confidentiality: Confidentiality::All,
            expand: vec![Expand::Applications],
            limit: Some(1),
            ..OpportunityFilter::default()
        })
        .all()
        .await
        .unwrap();
    client
        .postings(&PostingFilter {
            state: Some(PostingState::Published),
            ..PostingFilter::default()
        })
        .all()
        .await
        .unwrap();
    client
        .postings(&PostingFilter {
            state: Some(PostingState::Published),
            updated_at_start: Some(lever::Millis(17)),
            ..PostingFilter::default()
        })
        .all()
        .await
        .unwrap();
    client
        .postings(&PostingFilter {
            expand: vec![PostingExpand::HiringManager],
            ..PostingFilter::default()
        })
        .all()
        .await
        .unwrap();
    let queries: Vec<String> = lever.seen().into_iter().map(|seen| seen.query).collect();
    insta::assert_debug_snapshot!(queries, @r#"
    [
        "limit=1&posting_id=p1&posting_id=p+2&archived=false&updated_at_start=17&confidentiality=all&expand=applications",
        "limit=100&state=published&distributionChannel=public&distributionChannel=internal",
        "limit=100&updated_at_start=17",
        "limit=100&expand=hiringManager",
    ]
    "#);
}

#[tokio::test]
async fn a_draft_posting_has_no_addresses_and_maybe_no_text() {
    let lever = answering(value!({"data": [
        {"id": "p1", "text": "Backend engineer", "state": "published", "distributionChannels": ["public"], "user": null,
         "categories": {"team": "Platform", "location": "Dublin", "level": null, "allLocations": ["Dublin", "Remote"]},
         "content": {"description": "We build.", "lists": [{"text": "Requirements", "content": "<li>Rust</li>"}], "closing": ""},
         "urls": {"show": "https://jobs.lever.co/x/p1"}, "salaryRange": {"min": 1}, "hiringManager": {"id": "u1", "name": "A"}},
        {"id": "p2", "text": "", "state": "draft", "urls": null, "content": null, "categories": null},
        {"id": "p3", "state": "newstate"}], "hasNext": false})).await;
    let postings = lever
        .client()
        .postings(&PostingFilter::default())
        .all()
        .await
        .unwrap();
    assert_eq!(postings[0].categories.all_locations, ["Dublin", "Remote"]);
    assert_eq!(postings[0].content.closing, None);
    assert!(matches!(postings[0].hiring_manager, Some(Ref::Object(_))));
    assert_eq!((&postings[1].text, &postings[1].urls), (&None, &None));
    assert_eq!(postings[2].state, PostingState::Unknown);
}

#[tokio::test]
async fn no_resume_is_an_empty_list_either_way() {
    let id = OpportunityId::new("o1");
    let lever = answering(value!({"data": [], "hasNext": false})).await;
    assert_eq!(lever.client().resumes(&id).await.unwrap(), []);
    let lever =
        Stub::start(|_, _| reply(404).json(value!({"code": "ResourceNotFound", "message": ""})))
            .await;
    assert_eq!(lever.client().resumes(&id).await.unwrap(), []);
}

#[tokio::test]
async fn resumes_and_files_come_in_several_shapes() {
    let id = OpportunityId::new("o1");
    let lever = answering(value!({"data": [
        {"id": "r1", "createdAt": 5, "file": {"name": "cv.pdf", "ext": "pdf", "status": "processed", "size": 48213}, "parsedData": {}},
        {"id": "r2", "file": null, "parsedData": {"positions": []}}], "hasNext": false}))
    .await;
    let resumes = lever.client().resumes(&id).await.unwrap();
    assert_eq!(resumes[0].file.as_ref().unwrap().size, Some(48213));
    assert_eq!(resumes[1].file, None);
    let file = value!({"id": "f1", "name": "Cover letter.docx", "ext": ".docx", "uploadedAt": "1751500000500", "size": "812"});
    for body in [value!([file]), value!({"data": [file], "hasNext": false})] {
        let lever = answering(body).await;
        let files = lever.client().files(&id).await.unwrap();
        assert_eq!(files[0].size, Some(812));
        assert_eq!(files[0].uploaded_at, Some(lever::Millis(1_751_500_000_500)));
    }
}

#[tokio::test]
async fn a_webhook_tells_its_token_once() {
    let lever = Stub::start(|_, _| {
        reply(201).json(
            value!({"data": {"id": "w1", "event": "candidateHired", "url": "https://x/",
            "configuration": {"conditions": {"origins": ["applied"]}, "signatureToken": "5d0b"}}}),
        )
    })
    .await;
    let webhook = lever
        .client()
        .create_webhook(&WebhookEvent::CandidateHired, "https://x/")
        .await
        .unwrap();
    assert_eq!(webhook.signature_token().unwrap().secret(), "5d0b");
    assert!(!format!("{webhook:?}").contains("5d0b"));
    let lever = answering(value!({"data": [{"id": "w1", "event": "offerCreated", "url": "https://x/", "configuration": {}}]})).await;
    let listed = lever.client().webhooks().all().await.unwrap();
    assert_eq!(listed[0].event.as_str(), "offerCreated");
    assert!(listed[0].signature_token().is_none());
}

#[tokio::test]
async fn a_note_is_changed_in_place_and_followers_are_left_alone() {
    let lever = answering(value!({"data": {"noteId": "n1"}})).await;
    let client = lever.client();
    let id = OpportunityId::new("o1");
    let note = lever::resources::NewNote {
        value: "Score 78".into(),
        secret: false,
    };
    let note = client.create_note(&id, &note).await.unwrap();
    client.update_note(&id, &note, "Score 80").await.unwrap();
    let calls: Vec<_> = lever
        .seen()
        .into_iter()
        .map(|seen| format!("{} {} {}", seen.method, seen.path, seen.body))
        .collect();
    insta::assert_debug_snapshot!(calls, @r#"
    [
        "POST /v1/opportunities/o1/notes {\"value\":\"Score 78\",\"secret\":false}",
        "PUT /v1/opportunities/o1/notes/n1 {\"values\":[{\"value\":\"Score 80\"}]}",
    ]
    "#);
}
