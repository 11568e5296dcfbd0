//! Deliveries: signed, changed, late, empty.

use std::time::Duration;

use lever::Millis;
use lever::resources::{SignatureToken, WebhookEvent};
use lever::webhook::{BODY_LIMIT, Rejected, is_ping, verify};
use serde_json::{Value, json as value};

const SENT: i64 = 1_751_700_500_000;
const SIGNATURE: &str = "af4bfd13f058686d67b913edeab5036d8966badd204f211abfd636b0bdb07513";
const WINDOW: Duration = Duration::from_secs(600);

fn body() -> Value {
    value!({"id": "b0e2", "event": "candidateStageChange", "triggeredAt": SENT, "token": "abc", "signature": SIGNATURE,
        "data": {"opportunityId": "o1", "contactId": "c1", "fromStageId": null, "toStageId": "8a3f", "new": {"field": 1}}})
}

fn check(body: &Value, now: i64) -> Result<lever::webhook::Delivery, Rejected> {
    verify(
        body.to_string().as_bytes(),
        &SignatureToken::new("k1"),
        Millis(now),
        WINDOW,
    )
}

fn with(field: &str, replacement: Value) -> Value {
    let mut body = body();
    body[field] = replacement;
    body
}

#[test]
fn a_signed_delivery_is_read() {
    let delivery = check(&body(), SENT + 5_000).unwrap();
    assert_eq!(delivery.event, WebhookEvent::CandidateStageChange);
    assert_eq!(delivery.token, "abc");
    assert!(!delivery.ping);
    assert_eq!(delivery.data.opportunity().unwrap().as_str(), "o1");
    assert_eq!(delivery.data.to_stage_id.unwrap().as_str(), "8a3f");
    assert_eq!(delivery.data.from_stage_id, None);
}

#[test]
fn the_old_name_of_the_opportunity_is_understood() {
    let delivery = check(&with("data", value!({"candidateId": "o9"})), SENT).unwrap();
    assert_eq!(delivery.data.opportunity().unwrap().as_str(), "o9");
}

#[test]
fn what_is_signed_cannot_be_changed() {
    for (field, replacement) in [
        ("token", value!("abd")),
        ("triggeredAt", value!(SENT + 1)),
        ("signature", value!("00")),
        ("signature", value!("not hex")),
        ("signature", value!(SIGNATURE.replace('a', "b"))),
    ] {
        assert_eq!(
            check(&with(field, replacement), SENT),
            Err(Rejected::WrongSignature),
            "{field}"
        );
    }
    let other = verify(
        body().to_string().as_bytes(),
        &SignatureToken::new("k2"),
        Millis(SENT),
        WINDOW,
    );
    assert_eq!(other, Err(Rejected::WrongSignature));
}

#[test]
fn unsigned_late_early_large_and_broken_bodies_are_refused() {
    assert_eq!(
        check(&with("signature", Value::Null), SENT),
        Err(Rejected::Unsigned)
    );
    assert_eq!(check(&body(), SENT + 600_001), Err(Rejected::Stale));
    assert_eq!(check(&body(), SENT - 600_001), Err(Rejected::Stale));
    assert_eq!(check(&body(), i64::MIN), Err(Rejected::Stale));
    assert_eq!(
        check(&with("id", value!("x".repeat(BODY_LIMIT))), SENT),
        Err(Rejected::TooLarge)
    );
    for broken in ["", "[]", "{", "{\"event\": 7}", "\u{feff}{}"] {
        let outcome = verify(
            broken.as_bytes(),
            &SignatureToken::new("k1"),
            Millis(SENT),
            WINDOW,
        );
        assert_eq!(outcome, Err(Rejected::Malformed), "{broken}");
    }
}

#[test]
fn a_test_delivery_is_known_as_such() {
    let ping = with("data", value!({}));
    assert!(check(&ping, SENT).unwrap().ping);
    assert!(is_ping(ping.to_string().as_bytes()));
    assert!(is_ping(br#"{"event":"candidateHired","data":{}}"#));
    assert!(!is_ping(body().to_string().as_bytes()));
    assert!(
        !check(&with("data", value!({"interviewId": "i1"})), SENT)
            .unwrap()
            .ping
    );
}
