//! The resources beside postings, opportunities, resumes and notes; and the parameters that all lists share.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use reqwest::Method;
use serde_json::{Value, json};
use support::{Account, Receiver, answer, config, multipart, text};

/// Somebody who has a record of this kind, and the first of them.
async fn somebody_with(account: &Account, resource: &str) -> (String, Value) {
    let all = account.sim(Method::GET, "/opportunities", json!({})).await;
    for one in all["data"].as_array().unwrap() {
        let id = text(&one["id"]);
        let records = account
            .get(&format!(
                "/opportunities/{id}/{resource}?confidentiality=all"
            ))
            .await;
        if !records["data"].as_array().unwrap().is_empty() {
            return (id, records["data"][0].clone());
        }
    }
    panic!("nobody has {resource}");
}

#[tokio::test]
async fn every_kind_of_record_is_listed_read_and_expanded() {
    let account = Account::start().await;
    for (resource, field) in [
        ("interviews", "user"),
        ("panels", "stage"),
        ("feedback", "user"),
        ("offers", "creator"),
        ("referrals", "user"),
    ] {
        let (id, record) = somebody_with(&account, resource).await;
        assert!(record["createdAt"].is_i64(), "{record}");
        let path = format!("/opportunities/{id}/{resource}/{}", text(&record["id"]));
        assert_eq!(account.get(&path).await["data"], record);
        let expanded = account.get(&format!("{path}?expand={field}")).await;
        assert!(
            expanded["data"][field].is_object(),
            "{resource}: {expanded}"
        );
        let narrowed = account.get(&format!("{path}?include={field}")).await;
        assert_eq!(narrowed["data"].as_object().unwrap().len(), 2, "{narrowed}");
        let (status, refused) = account.status(&format!("{path}?expand=colour")).await;
        assert_eq!(
            (status, &refused["message"]),
            (400, &json!("colour is not expandable"))
        );
        let (status, refused) = account
            .status(&format!("/opportunities/{id}/{resource}/none"))
            .await;
        assert_eq!(
            (status, &refused["code"]),
            (404, &json!("ResourceNotFound"))
        );
    }
    let (_, referral) = somebody_with(&account, "referrals").await;
    assert!(referral["stage"].is_string(), "{referral}");
}

#[tokio::test]
async fn interviews_are_written_inside_panels_of_ones_own_and_tell() {
    let account = Account::start().await;
    let receiver = Receiver::start(&[]).await;
    for event in ["interviewCreated", "interviewUpdated", "interviewDeleted"] {
        let made = account
            .send(
                Method::POST,
                "/webhooks",
                json!({ "event": event, "url": receiver.url }),
            )
            .await;
        assert_eq!(made.0, 201);
    }
    let (seeded, interview) = somebody_with(&account, "interviews").await;
    let user = account.user("team member").await;
    let as_user = format!("perform_as={user}");
    let slot = json!({ "panel": interview["panel"], "interviewers": [{ "id": user }], "date": 1_900_000_000_000_i64, "duration": 30 });
    let path = format!("/opportunities/{seeded}/interviews?{as_user}");
    assert_eq!(
        account.send(Method::POST, &path, slot.clone()).await.0,
        400,
        "a panel that is not ours"
    );

    let id = account.applicant("Ada Byrne").await;
    let body = json!({ "timezone": "UTC", "interviews": [slot] });
    let (status, _) = account
        .send(
            Method::POST,
            &format!("/opportunities/{id}/panels"),
            body.clone(),
        )
        .await;
    assert_eq!(status, 400, "nobody is named");
    let (status, panel) = account
        .send(
            Method::POST,
            &format!("/opportunities/{id}/panels?{as_user}"),
            body,
        )
        .await;
    assert_eq!(
        (status, &panel["data"]["externallyManaged"]),
        (201, &json!(true))
    );
    // It shows its interviews whole, and when they are.
    let panel = &panel["data"];
    assert_eq!(panel["interviews"][0]["duration"], 30);
    assert_eq!(panel["start"], 1_900_000_000_000_i64);
    assert_eq!(panel["end"], 1_900_001_800_000_i64);
    assert_eq!(panel["applications"], json!([]), "none was named");
    // What was not said stands as Lever puts it, and only a panel tells who comes.
    let planned = &panel["interviews"][0];
    assert_eq!(panel["note"], Value::Null);
    for (field, usual) in [
        ("feedbackTemplate", json!("no-feedback")),
        ("feedbackReminder", json!("daily")),
        ("location", Value::Null),
        ("note", json!("")),
    ] {
        assert_eq!(planned[field], usual, "{field}");
    }
    let interviewer = &planned["interviewers"][0];
    assert_eq!(interviewer["feedbackTemplate"], "no-feedback");
    assert_eq!(interviewer["responseStatus"], "needsAction");
    assert!(planned.get("opportunityId").is_none(), "{planned}");
    let broken = json!({ "timezone": "UTC", "interviews": [{ "date": 1 }] });
    let panels = format!("/opportunities/{id}/panels");
    let (status, _) = account
        .send(Method::POST, &format!("{panels}?{as_user}"), broken)
        .await;
    assert_eq!(status, 400);
    let listed = account.get(&panels).await;
    assert_eq!(listed["data"], json!([panel]), "all of it or nothing");
    let interview = text(&panel["interviews"][0]["id"]);
    let path = format!("/opportunities/{id}/interviews/{interview}");
    let mut slot = slot;
    slot["duration"] = json!(60);
    let (status, changed) = account
        .send(Method::PUT, &format!("{path}?{as_user}"), slot)
        .await;
    assert_eq!((status, &changed["data"]["duration"]), (200, &json!(60)));
    let deleted = account
        .request(Method::DELETE, &format!("{path}?{as_user}"))
        .send()
        .await
        .unwrap();
    assert_eq!(deleted.status(), 204);
    let told = receiver.wait_for(3).await;
    for (event, when) in [
        ("interviewCreated", "createdAt"),
        ("interviewUpdated", "updatedAt"),
        ("interviewDeleted", "deletedAt"),
    ] {
        let data = &told.iter().find(|body| body["event"] == event).unwrap()["data"];
        assert_eq!(data["interviewId"], interview);
        assert_eq!(data["opportunityId"], id);
        assert!(data["panelId"].is_string() && data[when].is_i64(), "{data}");
    }
}

#[tokio::test]
async fn feedback_and_forms_are_filled_from_templates() {
    let account = Account::start().await;
    let id = account.applicant("Ada Byrne").await;
    let user = account.user("team member").await;
    let templates = account.get("/feedback_templates").await;
    let built_in = templates["data"].as_array().unwrap().iter();
    assert!(
        built_in
            .clone()
            .any(|template| template["id"] == "no-feedback")
    );
    let scorecard = built_in
        .into_iter()
        .find(|template| template["text"] == "Interview scorecard")
        .unwrap()
        .clone();
    let path = format!("/opportunities/{id}/feedback");
    // A list to choose from is what clients draw of it.
    let score = &scorecard["fields"][0];
    assert_eq!(score["prompt"], "Select one");
    assert_eq!(score["options"].as_array().unwrap().len(), 4);
    assert!(score.get("value").is_none(), "{score}");
    let values = json!([{ "id": score["id"], "value": score["options"][0]["text"] }]);
    let body = json!({ "baseTemplateId": scorecard["id"], "fieldValues": values });
    assert_eq!(
        account.send(Method::POST, &path, body.clone()).await.0,
        400,
        "perform_as is needed"
    );
    let (status, made) = account
        .send(
            Method::POST,
            &format!("{path}?perform_as={user}"),
            body.clone(),
        )
        .await;
    assert_eq!(
        (status, &made["data"]["fields"][0]["value"]),
        (201, &json!("4 - Strong Hire"))
    );
    let made_now = &made["data"];
    assert_eq!(
        made_now["type"], "interview",
        "of which interview or of none"
    );
    assert!(made_now["updatedAt"].is_null() && made_now["fields"][1]["value"].is_null());
    let told = account.get(&format!("/opportunities/{id}")).await;
    assert!(told["data"]["updatedAt"].as_i64() >= made_now["createdAt"].as_i64());
    let one = format!("{path}/{}?perform_as={user}", text(&made["data"]["id"]));
    let (status, changed) = account.send(Method::PUT, &one, body).await;
    assert_eq!(status, 200);
    assert!(
        changed["data"]["profileId"] == id && changed["data"]["accountId"].is_string(),
        "{changed}"
    );
    assert_eq!(changed["data"]["fields"][0]["type"], "score");
    assert!(changed["data"].get("deletedAt").is_none(), "{changed}");
    assert_eq!(
        account
            .request(Method::DELETE, &one)
            .send()
            .await
            .unwrap()
            .status(),
        204
    );
    // It goes on being read and listed.
    let deleted = account.get(&one).await["data"].clone();
    assert!(deleted["deletedAt"].is_i64(), "{deleted}");
    assert_eq!(account.get(&path).await["data"], json!([deleted]));

    let fields = json!([{ "type": "score-system", "text": "Rating", "required": true }]);
    let body = json!({ "text": "Mine", "fields": fields });
    let (status, mine) = account
        .send(Method::POST, "/feedback_templates", body)
        .await;
    assert_eq!(status, 201);
    assert_eq!(mine["data"]["fields"][0]["options"], score["options"]);
    assert_eq!(mine["data"]["fields"][0]["description"], "");
    let body = json!({ "text": "x", "fields": ["score"] });
    let (status, _) = account.send(Method::POST, "/form_templates", body).await;
    assert_eq!(status, 400, "no object");
    let (status, _) = account
        .send(
            Method::POST,
            "/feedback_templates",
            json!({ "text": "x", "fields": [] }),
        )
        .await;
    assert_eq!(status, 400, "no score");
    let forms = account.get("/form_templates").await;
    let template = &forms["data"][0];
    let body = json!({ "baseTemplateId": template["id"], "fields": [] });
    let path = format!("/opportunities/{id}/forms");
    assert_eq!(
        account.send(Method::POST, &path, body).await.0,
        400,
        "a field is missing"
    );
    let body = json!({ "baseTemplateId": template["id"], "fields": [{ "id": template["fields"][0]["id"], "value": "None" }] });
    assert_eq!(account.send(Method::POST, &path, body).await.0, 201);
}

#[tokio::test]
async fn requisitions_are_paid_for_and_filled_by_a_hire() {
    let account = Account::start().await;
    let open = account.get("/requisitions?status=open").await["data"][0].clone();
    let closed = account.get("/requisitions?status=closed").await["data"][0].clone();
    assert!(
        account
            .get("/requisition_fields")
            .await
            .get("hasNext")
            .is_none()
    );
    let id = account.applicant("Ada Byrne").await;
    let path = format!("/opportunities/{id}/archived");
    let hired = account.reason("Hired").await;
    let (status, _) = account
        .send(
            Method::PUT,
            &path,
            json!({ "reason": hired, "requisitionId": closed["id"] }),
        )
        .await;
    assert_eq!(status, 400);
    let (status, _) = account
        .send(
            Method::PUT,
            &path,
            json!({ "reason": hired, "requisitionId": open["id"] }),
        )
        .await;
    assert_eq!(status, 200);
    let read = account
        .get(&format!("/opportunities/{id}?expand=applications"))
        .await;
    let filled = &read["data"]["applications"][0]["requisitionForHire"];
    assert_eq!(filled["requisitionCode"], open["requisitionCode"]);
    let one = format!("/requisitions/{}", text(&open["id"]));
    assert_eq!(account.get(&one).await["data"]["headcountHired"], 1);
    let (status, replaced) = account
        .send(
            Method::PUT,
            &one,
            json!({ "requisitionCode": "R", "name": "N" }),
        )
        .await;
    assert_eq!(
        (status, replaced["data"].get("team")),
        (200, None),
        "what is left out is deleted"
    );
    // The answer of a write has names of its own, and nothing that is not given; reading shows it as null.
    assert!(
        replaced["data"]["postingIds"].is_array() && replaced["data"].get("postings").is_none()
    );
    assert!(replaced["data"]["ownerUserId"].is_null() && replaced["data"]["accountId"].is_string());
    let read = account.get(&one).await["data"].clone();
    assert!(read["team"].is_null() && read.get("team").is_some() && read["postings"].is_array());
    assert_eq!(read["approval"], json!({ "steps": [] }));
    let events = account.get("/audit_events?type=user:deactivated").await;
    assert_eq!(events["data"].as_array().unwrap().len(), 1);
    assert_eq!(
        account.get("/audit_events?user_id=null").await["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    account.switch(json!({ "paid_features": false })).await;
    for path in ["/requisitions", "/requisition_fields", "/audit_events"] {
        assert_eq!(account.status(path).await.0, 403, "{path}");
    }
}

#[tokio::test]
async fn requisitions_and_their_fields_are_deleted() {
    let account = Account::start().await;
    let open = account.get("/requisitions?status=open").await["data"][0].clone();
    let one = format!("/requisitions/{}", text(&open["id"]));
    let delete = async |path: &str| {
        let sent = account.request(Method::DELETE, path).send().await.unwrap();
        let status = sent.status().as_u16();
        (status, sent.text().await.unwrap())
    };
    assert_eq!(delete(&one).await, (204, String::new()));
    assert_eq!(account.status(&one).await.0, 404);
    let field = json!({ "id": "campus", "text": "Campus", "type": "object", "isRequired": true,
        "subfields": [{ "id": "city", "text": "City", "type": "text" }] });
    let (status, made) = account
        .send(Method::POST, "/requisition_fields", field.clone())
        .await;
    assert_eq!((status, &made["data"]), (201, &field));
    let (status, _) = account
        .send(Method::POST, "/requisition_fields", field.clone())
        .await;
    assert_eq!(status, 400, "the account has this field");
    let listed = account.get("/requisition_fields").await;
    assert!(listed["data"].as_array().unwrap().contains(&field));
    let changed = json!({ "text": "Site", "type": "text" });
    let (status, changed) = account
        .send(Method::PUT, "/requisition_fields/campus", changed)
        .await;
    assert_eq!((status, &changed["data"]["text"]), (200, &json!("Site")));
    assert_eq!(changed["data"]["id"], "campus");
    assert!(changed["data"].get("subfields").is_none());
    let path = "/requisition_fields/campus";
    assert_eq!(delete(path).await, (204, String::new()));
    let (status, again) = delete(path).await;
    assert!(status == 404 && again.contains("NotFoundError"), "{again}");
}

#[tokio::test]
async fn an_offer_is_downloaded_as_it_was_sent() {
    let account = Account::start().await;
    let (id, offer) = somebody_with(&account, "offers").await;
    let path = format!("/opportunities/{id}/offers/{}/download", text(&offer["id"]));
    let sent = account
        .request(Method::GET, &format!("{path}?status=sent"))
        .send()
        .await
        .unwrap();
    assert!(sent.bytes().await.unwrap().starts_with(b"%PDF"));
    let (status, _) = account.status(&format!("{path}?status=signed")).await;
    assert_eq!(
        status,
        if offer["signedDocument"].is_null() {
            404
        } else {
            200
        }
    );
}

#[tokio::test]
async fn users_and_postings_are_made_and_changed() {
    let account = Account::start().await;
    let body = json!({ "name": "Una New", "email": "una@meridianworks.example", "accessRole": "interviewer", "externalDirectoryId": "d-1" });
    let (status, made) = account.send(Method::POST, "/users", body.clone()).await;
    assert_eq!(status, 201);
    let user = text(&made["data"]["id"]);
    assert_eq!(
        account.get("/users?external_directory_id=d-1").await["data"][0]["id"],
        user
    );
    let (status, changed) = account
        .send(
            Method::PUT,
            &format!("/users/{user}"),
            json!({ "name": "Una Newer", "email": "una@meridianworks.example" }),
        )
        .await;
    assert_eq!(
        (status, &changed["data"]["externalDirectoryId"]),
        (200, &Value::Null),
        "the whole object"
    );
    let (status, gone) = account
        .send(
            Method::POST,
            &format!("/users/{user}/deactivate"),
            json!({}),
        )
        .await;
    assert!(status == 200 && gone["data"]["deactivatedAt"].is_i64());
    let posting =
        json!({ "text": "Gardener", "categories": { "team": "Grounds", "location": "Cork" } });
    let path = format!("/postings?perform_as={user}");
    assert_eq!(
        account.send(Method::POST, &path, posting.clone()).await.0,
        400,
        "deactivated"
    );
    account
        .send(
            Method::POST,
            &format!("/users/{user}/reactivate"),
            json!({}),
        )
        .await;
    let (status, made) = account.send(Method::POST, &path, posting).await;
    assert_eq!(
        (status, &made["data"]["state"], &made["data"]["urls"]),
        (201, &json!("draft"), &Value::Null)
    );
    let one = format!("/postings/{}?perform_as={user}", text(&made["data"]["id"]));
    for method in [Method::POST, Method::PUT] {
        let (status, changed) = account
            .send(method, &one, json!({ "state": "published" }))
            .await;
        assert_eq!(
            (status, &changed["data"]["categories"]["team"]),
            (200, &json!("Grounds"))
        );
        assert_eq!(
            changed["data"]["distributionChannels"],
            json!(["internal", "public"])
        );
    }
}

#[tokio::test]
async fn somebody_is_added_by_hand_with_files_in_a_form() {
    let account = Account::start().await;
    let user = account.user("team member").await;
    let texts = [
        ("name", "Ada Byrne"),
        ("emails[]", "ada@mail.example"),
        ("phones[][value]", "+353 1"),
        ("tags[]", "met"),
    ];
    let (content_type, body) = multipart(&texts, ("resumeFile", "ada.txt", b"Rust"));
    let request = account.request(
        Method::POST,
        &format!("/opportunities?perform_as={user}&parse=true"),
    );
    let (status, made) = answer(
        request
            .header("content-type", content_type)
            .body(body)
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!((status, &made["deduped"]), (201, &json!(false)), "{made}");
    let data = &made["data"];
    assert_eq!(data["emails"], json!(["ada@mail.example"]));
    assert_eq!(data["phones"][0]["value"], "+353 1");
    assert!(data["tags"].as_array().unwrap().contains(&json!("met")));
    // The old name of the path still leads there.
    let resumes = account
        .get(&format!("/candidates/{}/resumes", text(&data["id"])))
        .await;
    assert_eq!(resumes["data"][0]["file"]["name"], "ada.txt");
}

#[tokio::test]
async fn somebody_added_by_hand_belongs_to_whoever_added_them() {
    let account = Account::start().await;
    let user = account.user("team member").await;
    let other = account.user("super admin").await;
    let posting = account.posting().await;
    let path = format!("/opportunities?perform_as={user}");
    let plain = json!({ "name": "Ada Byrne", "postings": [posting], "sources": ["Fair", "Talk"] });
    let (status, made) = account.send(Method::POST, &path, plain).await;
    let data = &made["data"];
    assert_eq!((status, &data["stage"]), (201, &json!("lead-new")));
    assert_eq!(data["owner"], json!(user));
    assert_eq!(data["sources"], json!(["Fair", "Talk"]));
    assert_eq!(data["sourcedBy"], json!(user));
    assert!(data.get("opportunityLocation").is_none(), "{data}");
    let read = account
        .get(&format!(
            "/opportunities/{}?expand=applications",
            text(&data["id"])
        ))
        .await;
    assert!(read["data"]["opportunityLocation"].is_string(), "{read}");
    assert!(read["data"]["applications"][0]["comments"].is_null());
    let explicit =
        json!({ "name": "Bea Cole", "stage": "offer", "owner": other, "postings": [posting] });
    let (status, made) = account.send(Method::POST, &path, explicit).await;
    let data = &made["data"];
    assert_eq!((status, &data["stage"]), (201, &json!("offer")));
    assert_eq!(data["owner"], json!(other));
    assert_eq!(data["stageChanges"][0]["toStageId"], "offer");
    let nowhere = json!({ "name": "Cy Dunn", "stage": "nowhere" });
    assert_eq!(account.send(Method::POST, &path, nowhere).await.0, 404);
}

#[tokio::test]
async fn a_person_who_comes_or_changes_is_told() {
    let account = Account::start().await;
    let receiver = Receiver::start(&[]).await;
    for event in ["contactCreated", "contactUpdated"] {
        account
            .send(
                Method::POST,
                "/webhooks",
                json!({ "event": event, "url": receiver.url }),
            )
            .await;
    }
    let id = account.applicant("Ada Byrne").await;
    let contact = text(&account.get(&format!("/opportunities/{id}")).await["data"]["contact"]);
    let (status, changed) = account
        .send(
            Method::PUT,
            &format!("/contacts/{contact}"),
            json!({ "location": "Cork" }),
        )
        .await;
    assert_eq!(
        (status, &changed["data"]["location"]),
        (200, &json!({ "name": "Cork" }))
    );
    for (told, when) in receiver
        .wait_for(2)
        .await
        .iter()
        .zip(["createdAt", "updatedAt"])
    {
        assert_eq!(told["data"]["contactId"], contact);
        assert!(
            told["data"]["accountId"].is_string() && told["data"][when].is_i64(),
            "{told}"
        );
    }
}

#[tokio::test]
async fn page_tokens_look_like_levers_and_include_narrows_every_list() {
    let account = Account::start().await;
    let token = text(&account.get("/opportunities?limit=1").await["next"]);
    let decoded = percent_encoding::percent_decode_str(&token)
        .decode_utf8()
        .unwrap()
        .into_owned();
    let parts: Vec<Value> = serde_json::from_str(&decoded).unwrap();
    assert!(
        matches!(
            parts.as_slice(),
            [Value::Number(_), Value::Number(_), Value::String(_)]
        ),
        "{decoded}"
    );
    let (status, _) = account
        .status("/opportunities?limit=1&offset=%5B201%2C1%2C%22x%22%5D")
        .await;
    assert_eq!(status, 400, "never given out");
    for list in ["/users", "/stages", "/archive_reasons", "/postings"] {
        let narrowed = account
            .get(&format!("{list}?include=text&include=email"))
            .await;
        assert!(
            narrowed["data"][0].as_object().unwrap().len() <= 2,
            "{narrowed}"
        );
    }
    let (status, expanded) = account
        .status(&format!(
            "/opportunities/{}/applications?expand=posting",
            account.applicant("Ada Byrne").await
        ))
        .await;
    assert!(
        status == 200 && expanded["data"][0]["posting"]["content"].is_object(),
        "{expanded}"
    );
}

#[tokio::test]
async fn a_token_of_another_environment_is_403_and_a_note_comes_as_a_form() {
    let account = Account::start().await;
    let other = Account::with(simulator::Config {
        seed: 2,
        ..config()
    })
    .await;
    let tokens = other.authorized(support::ALL_SCOPES).await;
    assert_eq!(account.as_app(&tokens, "/stages").await.0, 403);
    let id = account.applicant("Ada Byrne").await;
    let form = [("value", "Good"), ("score", "3")];
    let made = account
        .request(Method::POST, &format!("/opportunities/{id}/notes"))
        .form(&form)
        .send()
        .await
        .unwrap();
    let (status, note) = answer(made).await;
    assert_eq!(
        (status, &note["data"]["fields"][0]["score"]),
        (201, &json!(3))
    );
}
