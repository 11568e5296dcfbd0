//! Follow-up questions between ATS, store and engine: who is to be asked, and where their answers go.

use std::collections::HashMap;
use std::sync::Arc;

use hiring::documents::{self, DocumentKind, NewDocument, Reading};
use hiring::follow_ups::{self, Barred, Received, Standing, document_id};
use hiring::{ApplicationId, Error, Millis};
use questions::{Answer, KeptFile, as_text};

use crate::connector::RemoteApplication;
use crate::extraction::{self, Extracted};
use crate::tasks::{Context, TaskError};

/// How an application stands that was just fetched.
pub(crate) fn standing(remote: &RemoteApplication, now: Millis) -> Standing {
    Standing {
        since: remote.stage_since.or(remote.applied_at).unwrap_or(now),
        barred: if remote.anonymized {
            Some(Barred::Anonymized)
        } else {
            remote.no_contact.then_some(Barred::OptedOut)
        },
    }
}

/// Looks whether the candidate of an application that was just fetched is to be asked, and brings along what they answered before, for
/// another job.
pub(crate) async fn consider(
    context: &Context,
    application: ApplicationId,
    standing: Standing,
) -> Result<(), TaskError> {
    let (store, permit) = (context.store(), &context.permit);
    follow_ups::consider(store, permit, application, standing).await?;
    let received = follow_ups::received(store, permit, application).await?;
    if received.is_empty() {
        return Ok(());
    }
    let known = documents::of_application(store, permit, application).await?;
    for received in received {
        let id = document_id(received.follow_up, None);
        if !known.iter().any(|document| document.remote_id == id) {
            put(context, &received, &[application]).await?;
        }
    }
    Ok(())
}

/// Keeps answers, and the files among them, as documents of these applications. The answers come last: where they are, the files are.
pub(crate) async fn put(
    context: &Context,
    received: &Received,
    applications: &[ApplicationId],
) -> Result<(), TaskError> {
    let mut files = HashMap::new();
    for answer in &received.answers {
        if let Some(file) = &answer.file {
            files.insert(&answer.question, read(context, file).await?);
        }
    }
    for application in applications {
        for answer in &received.answers {
            if let (Some(file), Some((bytes, extracted))) =
                (&answer.file, files.get(&answer.question))
            {
                let new = file_document(*application, received, answer, file, bytes, extracted);
                documents::put(context.store(), &context.permit, new).await?;
            }
        }
        documents::put(
            context.store(),
            &context.permit,
            answers_document(*application, received),
        )
        .await?;
    }
    Ok(())
}

async fn read(
    context: &Context,
    file: &KeptFile,
) -> Result<(Option<Arc<Vec<u8>>>, Extracted), TaskError> {
    match follow_ups::file(context.store(), &context.permit, file).await {
        Ok(bytes) => {
            let bytes = Arc::new(bytes);
            let extracted = extraction::read(context, Arc::clone(&bytes)).await?;
            Ok((Some(bytes), extracted))
        }
        Err(Error::NotFound) => {
            let reading = Reading::Unreadable {
                reason: "CLARA no longer has this file. Ask the candidate for another copy.".into(),
            };
            let media_type = "application/octet-stream".to_owned();
            Ok((
                None,
                Extracted {
                    media_type,
                    reading,
                },
            ))
        }
        Err(error) => Err(error.into()),
    }
}

fn file_document(
    application: ApplicationId,
    received: &Received,
    answer: &Answer,
    file: &KeptFile,
    bytes: &Option<Arc<Vec<u8>>>,
    extracted: &Extracted,
) -> NewDocument {
    NewDocument {
        application,
        remote_id: document_id(received.follow_up, Some(&answer.question)),
        kind: DocumentKind::File,
        name: file.name.clone(),
        media_type: extracted.media_type.clone(),
        bytes: bytes.as_deref().cloned(),
        reading: extracted.reading.clone(),
        uploaded_at: received.at,
    }
}

fn answers_document(application: ApplicationId, received: &Received) -> NewDocument {
    NewDocument {
        application,
        remote_id: document_id(received.follow_up, None),
        kind: DocumentKind::Answers,
        name: "Follow-up answers".to_owned(),
        media_type: "text/plain".to_owned(),
        bytes: None,
        reading: Reading::Text {
            text: as_text(&received.answers),
            hidden: Vec::new(),
        },
        uploaded_at: received.at,
    }
}
