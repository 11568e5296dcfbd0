//! Reads what a browser sends with the form, piece by piece and never more than it may be. A file's type is told by its bytes.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Multipart, Request, multipart::Field};
use axum::http::header;
use documents::Format;
use hiring::Store;
use hiring::follow_ups::{self, Form};
use questions::{Entries, KeptFile, Kind, MAX_FILE_BYTES, MAX_FILES, Problem};
use tokio::sync::Semaphore;

/// All files of a form at their largest, and its words.
pub const LONGEST_BODY: usize = MAX_FILES * MAX_FILE_BYTES + LONGEST_TEXTS;

/// The words of a form.
const LONGEST_TEXTS: usize = 2 * 1024 * 1024;

/// As many forms are read at once: each holds one file in memory.
static READING: Semaphore = Semaphore::const_new(24);

/// Says what to do; a browser sends it with the button that was pressed.
const ACT: &str = "act";
/// Begins the names of boxes that take a file away.
pub(super) const WITHOUT: &str = "without-";

/// What the candidate wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// To go on later.
    Save,
    /// To be done.
    Send,
    /// Not to be asked.
    Decline,
}

/// What came with the form.
pub struct Entered {
    /// Which button was pressed.
    pub act: Act,
    /// What was entered; files that were there before stay, unless others came.
    pub entries: Entries,
    /// What is wrong with files.
    pub problems: Vec<Problem>,
}

/// Why nothing could be read.
pub enum Unreadable {
    /// It is no form.
    Broken,
    /// It is larger than a form can be.
    TooLarge,
    /// Too many others are sending.
    Busy,
    /// The store failed.
    Store(hiring::Error),
}

impl From<hiring::Error> for Unreadable {
    fn from(error: hiring::Error) -> Self {
        Self::Store(error)
    }
}

/// Reads a form: with files as a browser sends it, or as plain pairs.
pub async fn read(
    store: &Store,
    token: &str,
    form: &Form,
    request: Request,
) -> Result<Entered, Unreadable> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let is_multipart = kind
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"));
    let mut entered = Entered {
        act: Act::Save,
        entries: Entries {
            files: form.entries.files.clone(),
            ..Entries::default()
        },
        problems: Vec::new(),
    };
    if !is_multipart {
        for (name, value) in pairs(request.into_body()).await? {
            entered.take(form, &name, value);
        }
        return Ok(entered);
    }
    let _turn = READING.try_acquire().map_err(|_| Unreadable::Busy)?;
    let mut multipart = Multipart::from_request(request, &())
        .await
        .map_err(|_| Unreadable::Broken)?;
    while let Some(field) = multipart.next_field().await.map_err(wrong)? {
        let name = field.name().unwrap_or_default().to_owned();
        if field.file_name().is_some() {
            entered.take_file(store, token, form, &name, field).await?;
        } else {
            let bytes = bytes(field, LONGEST_TEXTS).await?;
            let bytes = bytes.ok_or(Unreadable::TooLarge)?;
            entered.take(form, &name, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(entered)
}

impl Entered {
    fn take(&mut self, form: &Form, name: &str, value: String) {
        if name == ACT {
            self.act = match &*value {
                "send" => Act::Send,
                "decline" => Act::Decline,
                _ => Act::Save,
            };
        } else if name == "List-Unsubscribe" {
            // What a mail program sends for its reader (RFC 8058).
            self.act = Act::Decline;
        } else if let Some(question) = name.strip_prefix(WITHOUT) {
            self.entries.files.remove(question);
        } else if form
            .set
            .questions
            .iter()
            .any(|question| question.id == name)
        {
            self.entries
                .texts
                .entry(name.to_owned())
                .or_default()
                .push(value);
        }
    }

    async fn take_file(
        &mut self,
        store: &Store,
        token: &str,
        form: &Form,
        name: &str,
        field: Field<'_>,
    ) -> Result<(), Unreadable> {
        let file_name = file_name(field.file_name().unwrap_or_default());
        let is_asked =
            |question: &&questions::Question| question.id == name && question.kind == Kind::File;
        let asked = form.set.questions.iter().find(is_asked);
        let bytes = bytes(field, MAX_FILE_BYTES).await?;
        // A browser sends an empty part where no file was chosen.
        if asked.is_none() || file_name.is_empty() && bytes.as_ref().is_some_and(Vec::is_empty) {
            return Ok(());
        }
        let problem = match bytes {
            None => "This file is larger than 10 MB. Choose a smaller one.",
            Some(bytes) if bytes.is_empty() => "This file is empty. Choose another one.",
            Some(bytes) if !is_taken(&bytes) => {
                "This is no PDF, Word document (.docx), plain text, PNG or JPEG picture. Choose another file."
            }
            Some(bytes) => {
                let size = bytes.len() as u64;
                let sha256 = follow_ups::keep_file(store, token, bytes).await?;
                let kept = KeptFile {
                    name: file_name,
                    sha256,
                    size,
                };
                self.entries.files.insert(name.to_owned(), kept);
                return Ok(());
            }
        };
        self.problems.push(Problem {
            question: name.to_owned(),
            words: problem.to_owned(),
        });
        Ok(())
    }
}

/// The bytes of a part; none if it is longer: the rest is read and forgotten, so that the others are still heard.
async fn bytes(mut field: Field<'_>, longest: usize) -> Result<Option<Vec<u8>>, Unreadable> {
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = field.chunk().await.map_err(wrong)? {
        bytes = bytes.filter(|bytes| bytes.len() + chunk.len() <= longest);
        if let Some(bytes) = &mut bytes {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(bytes)
}

fn wrong(error: axum::extract::multipart::MultipartError) -> Unreadable {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        Unreadable::TooLarge
    } else {
        Unreadable::Broken
    }
}

async fn pairs(body: Body) -> Result<Vec<(String, String)>, Unreadable> {
    let bytes = to_bytes(body, LONGEST_TEXTS)
        .await
        .map_err(|_| Unreadable::TooLarge)?;
    Ok(url::form_urlencoded::parse(&bytes).into_owned().collect())
}

/// By its first bytes; what cannot be read as text is kept and shown to a person.
fn is_taken(bytes: &[u8]) -> bool {
    let is_picture = [b"\x89PNG\r\n\x1a\n".as_slice(), b"\xff\xd8\xff"]
        .iter()
        .any(|magic| bytes.starts_with(magic));
    is_picture
        || matches!(
            Format::of(bytes),
            Ok(Format::Pdf | Format::Docx | Format::Text)
        )
}

/// The last part of what the browser calls the file, in one short line.
fn file_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars()
        .filter(|c| !c.is_control())
        .take(120)
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{file_name, is_taken};

    #[test]
    fn a_file_is_what_its_bytes_are() {
        for taken in [
            b"%PDF-1.7 ...".as_slice(),
            b"PK\x03\x04...",
            b"Plain words.",
            b"\x89PNG\r\n\x1a\n...",
            b"\xff\xd8\xff\xe0",
        ] {
            assert!(is_taken(taken));
        }
        for refused in [
            b"MZ\x90\0\x03".as_slice(),
            b"\x7fELF",
            b"<!doctype html><script>",
            b"GIF89a",
            b"Rar!\x1a",
        ] {
            assert!(!is_taken(refused));
        }
    }

    #[test]
    fn a_name_is_a_name() {
        assert_eq!(file_name("C:\\fakepath\\cv.pdf"), "cv.pdf");
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("a\r\nSet-Cookie: x.pdf"), "aSet-Cookie: x.pdf");
        assert_eq!(file_name(&"x".repeat(500)).len(), 120);
    }
}
