//! What people and programs do at the doors: shares, invitations, resets, tokens, forged deliveries; and somebody who is erased.

use std::path::Path;

use mail::Folder;
use reqwest::Method;
use serde_json::{Value, json};

use super::{RESUME, Unsayable, application, token};
use crate::support::{Answer, Lever, Persona};

const VERA: &str = "vera.fernsby@elsewhere.example";
const NORA: &str = "nora.quillworth@marmalade.example";
const OLIVE: &str = "olive@marmalade.example";

/// An id that nobody has.
const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// What nobody is to read of, beside what the run typed everywhere.
const UNSAYABLE: [(&str, &str); 7] = [
    ("a reviewer's address", "vera.fernsby"),
    ("a member's address", "nora.quillworth"),
    ("a member's name", "Nora Quillworth"),
    ("a first password", "noras first words"),
    ("a second password", "noras second words"),
    ("a wrong password", "noras wrong words"),
    ("the name of who was erased", "Ines Third"),
];

/// The run at the doors, with what it learns of secrets and what it was answered.
pub(super) struct Doors<'a> {
    base: &'a str,
    organization: &'a str,
    lever: &'a Lever,
    mails: Folder,
    unsayable: &'a mut Unsayable,
    /// The bodies of refusals.
    refusals: Vec<String>,
}

impl<'a> Doors<'a> {
    /// `data` is where the server keeps everything.
    pub(super) fn new(
        base: &'a str,
        organization: &'a str,
        lever: &'a Lever,
        data: &Path,
        unsayable: &'a mut Unsayable,
    ) -> Self {
        for (what, text) in UNSAYABLE {
            unsayable.add(what, text);
        }
        Self {
            base,
            organization,
            lever,
            mails: Folder::new(data.join("mail")),
            unsayable,
            refusals: Vec::new(),
        }
    }

    /// Through all of them; answers what refusals said.
    pub(super) async fn open(mut self, owner: &mut Persona, posting: &str) -> Vec<String> {
        let jobs: Value = serde_json::from_str(&owner.call("jobs/list", "").await.body).unwrap();
        let job = jobs["rows"][0]["id"].as_str().unwrap().to_owned();
        let application = application(owner, "Ines%20Duarte").await;
        self.share(owner, &job, &application).await;
        self.invitation(owner).await;
        self.reset().await;
        let text = "text=%40Nora+Quillworth+Persimmon+mention";
        let mention = format!("application={application}&{text}");
        let added = owner.call("profile/add-comment", &mention).await;
        assert_eq!(added.status, 200, "{}", added.body);
        self.api(owner, &application).await;
        self.forged_delivery().await;
        self.erasure(owner, posting).await;
        self.refusals
    }

    fn stranger(&self) -> Persona {
        Persona::stranger(self.base.to_owned())
    }

    fn refused(&mut self, answer: Answer) {
        let status = answer.status.as_u16();
        assert!(matches!(status, 400..=499), "{status} {}", answer.body);
        self.refusals.push(answer.body);
    }

    /// The secret of a link in the newest mail to somebody that has one, once it comes.
    async fn mailed(&mut self, folder: &str, to: &str, door: &str) -> String {
        let mails = &self.mails;
        let secret = self
            .lever
            .eventually("a mail comes", async || {
                let mails = mails.list(folder).await.unwrap();
                let mut texts = mails.iter().filter(|mail| mail.to == to);
                texts.find_map(|mail| {
                    let (_, rest) = mail.text.split_once(door)?;
                    Some(rest.split_whitespace().next()?.to_owned())
                })
            })
            .await;
        self.unsayable.add("a link's secret", &*secret);
        secret
    }

    /// Shared with words, opened, decided on by its link; who shared unsubscribes from news.
    async fn share(&mut self, owner: &mut Persona, job: &str, application: &str) {
        let share = json!({ "share": {
            "job": job, "applications": [application], "to": [VERA], "message": "Persimmon message",
            "score": true, "evidence": true, "votes": "never", "due_at": null,
        }});
        let sent = owner.call_json("shares/send", &share).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
        let secret = self.mailed(self.organization, VERA, "/r/").await;
        let link = format!("/r/{secret}");
        let mut vera = self.stranger();
        let guessed = vera.get("/r/Persimmon").await;
        self.refused(guessed);
        assert_eq!(vera.get(&link).await.status, 200);
        let opened = vera.post_form(&link, &[("", "")]).await;
        let review = opened.location().to_owned();
        self.unsayable.add("a review's cookie", token(&vera));
        let one = format!("{review}/{application}");
        for form in [
            [("decision", "Persimmon"), ("comment", "Persimmon comment")],
            [("decision", "advance"), ("comment", "Persimmon comment")],
        ] {
            vera.post_form(&one, &form).await;
        }
        let other = vera.get(&format!("{review}/{NOBODY}")).await;
        self.refused(other);
        for path in [&review, &one] {
            let without_cookie = self.stranger().get(path).await;
            self.refused(without_cookie);
        }
        let from_elsewhere = vera
            .request(Method::POST, &one)
            .header("sec-fetch-site", "cross-site")
            .form(&[("decision", "advance"), ("comment", "Persimmon")]);
        let from_elsewhere = vera.send(from_elsewhere).await;
        self.refused(from_elsewhere);
        let secret = self.mailed(self.organization, OLIVE, "/unsubscribe/").await;
        let path = format!("/unsubscribe/{secret}");
        let ended = self.stranger().post_form(&path, &[("", "")]).await;
        assert_eq!(ended.status, 200);
    }

    async fn invitation(&mut self, owner: &mut Persona) {
        let arguments = format!("email={NORA}&role=recruiter");
        let invited = owner.call("members/invite", &arguments).await;
        assert_eq!(invited.status, 200, "{}", invited.body);
        let again = owner.call("members/invite", "email=Persimmon&role=recruiter");
        let again = again.await;
        self.refused(again);
        let secret = self.mailed(self.organization, NORA, "/invitation/").await;
        let mut nora = self.stranger();
        nora.get(&format!("/invitation/{secret}")).await;
        for password in ["noras", "noras first words"] {
            let form = [
                ("token", &*secret),
                ("name", "Nora Quillworth"),
                ("password", password),
            ];
            nora.post_form("/auth/invitation", &form).await;
        }
        assert_eq!(nora.get("/jobs").await.status, 200, "she is in");
        self.unsayable.add("a session's token", token(&nora));
        let dead = self.stranger().get(&format!("/invitation/{secret}")).await;
        self.refused(dead);
    }

    async fn reset(&mut self) {
        let mut nora = self.stranger();
        let form = [("email", NORA)];
        nora.post_form("/auth/forgot-password", &form).await;
        let secret = self.mailed("accounts", NORA, "/reset-password/").await;
        nora.get(&format!("/reset-password/{secret}")).await;
        for password in ["noras", "noras second words", "noras second words"] {
            let form = [("token", &*secret), ("password", password)];
            nora.post_form("/auth/reset-password", &form).await;
        }
        let dead = nora.get(&format!("/reset-password/{secret}")).await;
        self.refused(dead);
        for password in ["noras wrong words", "noras second words"] {
            nora.sign_in(NORA, password).await;
        }
        assert_eq!(nora.get("/jobs").await.status, 200, "she is in again");
        self.unsayable.add("a session's token", token(&nora));
        for (endpoint, arguments) in [
            ("members/list", ""),
            ("board/card", "application=Persimmon"),
            (
                "account/password",
                "present=noras+wrong+words&new=noras+first+words",
            ),
        ] {
            let answer = nora.call(endpoint, arguments).await;
            self.refused(answer);
        }
    }

    /// A token is made, used rightly and wrongly.
    async fn api(&mut self, owner: &mut Persona, application: &str) {
        let asked = json!({ "name": "Persimmon", "scopes": ["jobs:read", "applications:read", "comments:write"], "days": 7 });
        let made = owner.call_json("api-tokens/create", &asked).await;
        let secret: String = serde_json::from_str(&made.body).unwrap();
        self.unsayable.add("an API token", &*secret);
        let mut program = self.stranger();
        let application = format!("/applications/{application}");
        let comments = format!("{application}/comments");
        let nobody = format!("/applications/{NOBODY}");
        let (comment, empty) = (json!({ "body": "Persimmon" }), json!({ "body": "" }));
        for (path, body, status) in [
            ("/jobs", None, 200),
            (&*application, None, 200),
            (&*comments, Some(&comment), 201),
            (&*comments, Some(&empty), 422),
            (&*comments, None, 403),
            (&*nobody, None, 404),
        ] {
            let method = body.map_or(Method::GET, |_| Method::POST);
            let request = program
                .request(method, &format!("/api/v1{path}"))
                .bearer_auth(&secret);
            let request = match body {
                Some(body) => request.json(body),
                None => request,
            };
            let answer = program.send(request).await;
            assert_eq!(answer.status, status, "{path}: {}", answer.body);
            if status >= 400 {
                self.refused(answer);
            }
        }
        let guessed = program.request(Method::GET, "/api/v1/jobs");
        let guessed = guessed.bearer_auth("clara_Persimmon");
        let answer = program.send(guessed).await;
        self.refused(answer);
    }

    /// At the right address, by somebody who does not know the key.
    async fn forged_delivery(&mut self) {
        let (_, deliveries) = self.lever.act(Method::GET, "/deliveries", json!({})).await;
        let address = deliveries["data"][0]["url"].as_str().unwrap();
        let path = url::Url::parse(address).unwrap().path().to_owned();
        let forged = json!({
            "event": "applicationCreated", "triggeredAt": 1_751_700_500_000_i64, "token": "Persimmon".repeat(6),
            "signature": "0".repeat(64), "data": { "opportunityId": "Persimmon", "name": "Persimmon" },
        });
        let mut stranger = self.stranger();
        let request = stranger.request(Method::POST, &path).json(&forged);
        let answer = stranger.send(request).await;
        self.refused(answer);
    }

    /// Somebody applies, is deleted in the ATS, and erased here.
    async fn erasure(&mut self, owner: &mut Persona, posting: &str) {
        let lever = self.lever;
        let opportunity = lever.apply(posting, "Ines Third", RESUME).await;
        lever
            .eventually("the note is written", async || {
                (!lever.notes(&opportunity).await.is_empty()).then_some(())
            })
            .await;
        let application = application(owner, "Ines%20Third").await;
        let path = format!("/opportunities/{opportunity}");
        lever.act(Method::DELETE, &path, json!({})).await;
        let arguments = format!("application={application}");
        let gone = lever
            .eventually("she is erased", async || {
                let answer = owner.call("profile/read", &arguments).await;
                answer.status.is_client_error().then_some(answer)
            })
            .await;
        self.refused(gone);
    }
}
