//! `GET /api/v1/openapi.json`

use serde_json::Value;

use crate::support::TestApp;

#[tokio::test]
async fn the_document_is_public_and_as_it_was_agreed() {
    let app = TestApp::start().await;
    let answer = app.program(None).get("/openapi.json").await;
    assert_eq!(answer.header("content-type"), "application/json");
    insta::assert_json_snapshot!(answer.json());
}

#[tokio::test]
async fn every_reference_leads_somewhere_and_every_field_is_described() {
    let app = TestApp::start().await;
    let document = app.program(None).get("/openapi.json").await.json();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let fields = schema["properties"].as_object();
        for (field, schema) in fields.into_iter().flatten() {
            // One that may be null is described inside its alternatives.
            let described = schema.to_string().contains("\"description\"");
            assert!(described, "{name}.{field}");
        }
    }
}

fn collect<'a>(value: &'a Value, references: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            references.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|value| collect(value, references));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, references)),
        _ => {}
    }
}
