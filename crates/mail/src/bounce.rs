//! A mail that came back later: a delivery status notification (RFC 3464), read for which of our mails it is about and whether that one is lost.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

/// A mail of ours that will not arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounce {
    /// The id that the message was sent with.
    pub id: String,
}

impl Bounce {
    /// What is larger is no notification about a mail of ours, which are small.
    pub const LARGEST: usize = 1024 * 1024;

    /// What a mail says came back for good; none for any other mail, and for what is late, arrived or was passed on. Anybody may have written it:
    /// the id is a claim, which only who saw the mail could make.
    #[must_use]
    pub fn read(mail: &[u8]) -> Option<Self> {
        if mail.len() > Self::LARGEST || !is_shallow(mail) {
            return None;
        }
        let report = MessageParser::default().parse(mail)?;
        if !report.is_content_type("multipart", "report") {
            return None;
        }
        let is_lost = report
            .parts
            .iter()
            .filter(|part| is_one_of(part, "message", STATUS))
            .any(|part| says_failed(part.contents()));
        if !is_lost {
            return None;
        }
        report.parts.iter().find_map(returned).map(|id| Self { id })
    }
}

/// The second of each is for addresses beyond ASCII (RFC 6533).
const STATUS: [&str; 2] = ["delivery-status", "global-delivery-status"];
const HEADERS: [&str; 2] = ["rfc822-headers", "global-headers"];

/// A part is described by this.
const PART: &[u8] = b"content-type";

/// More parts than a notification has that quotes a mail of ours.
const MOST_PARTS: usize = 100;

/// Whether parts cannot stand within each other so deep that the stack does not bear it.
fn is_shallow(mail: &[u8]) -> bool {
    mail.windows(PART.len())
        .filter(|window| window.eq_ignore_ascii_case(PART))
        .count()
        <= MOST_PARTS
}

/// Whether the mail is lost. Blocks of fields: one for the mail as a whole, then one for each recipient, and a mail of ours has one.
fn says_failed(status: &[u8]) -> bool {
    String::from_utf8_lossy(status).lines().any(|line| {
        line.split_once(':').is_some_and(|(field, action)| {
            field.trim().eq_ignore_ascii_case("action")
                && action.trim().eq_ignore_ascii_case("failed")
        })
    })
}

/// The id of the mail that this part of the report returns, whole or its headers alone.
fn returned(part: &MessagePart<'_>) -> Option<String> {
    if let PartType::Message(returned) = &part.body {
        return id(returned);
    }
    if !is_one_of(part, "text", HEADERS) && !is_one_of(part, "message", HEADERS) {
        return None;
    }
    // The line break before the boundary belongs to the boundary.
    let headers = [part.contents(), b"\r\n\r\n"].concat();
    id(&MessageParser::default().parse(&headers)?)
}

/// What stands before the `@`, if it can be an id of ours.
fn id(returned: &Message<'_>) -> Option<String> {
    let (id, _) = returned.message_id()?.split_once('@')?;
    let is_id = (1..=64).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_id.then(|| id.to_owned())
}

fn is_one_of(part: &MessagePart<'_>, kind: &str, subtypes: [&str; 2]) -> bool {
    subtypes
        .iter()
        .any(|subtype| part.is_content_type(kind, subtype))
}
