//! From a [`Message`] to what travels: headers that no value can break out of, text and HTML side by side.

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

use crate::{Message, SendError};

/// The message as RFC 5322. Its Message-ID is made of its id and the sender's domain.
///
/// # Errors
/// [`SendError::Refused`] if the address is none, or a header cannot be written.
pub(crate) fn compose(message: &Message, from: &Mailbox) -> Result<lettre::Message, SendError> {
    let to = message
        .to
        .parse()
        .map_err(|_| SendError::Refused("bad_address"))?;
    let mut builder = lettre::Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(one_line(&message.subject))
        .message_id(Some(format!("<{}@{}>", message.id, from.email.domain())));
    for (name, value) in &message.headers {
        builder = builder.raw_header(header(name, value)?);
    }
    builder
        .multipart(MultiPart::alternative_plain_html(
            message.text.clone(),
            message.html.clone(),
        ))
        .map_err(|_| SendError::Refused("not_composed"))
}

/// A header that says one thing. A line break in name or value is refused: no honest caller writes one.
fn header(name: &str, value: &str) -> Result<HeaderValue, SendError> {
    let honest = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !value.chars().any(char::is_control);
    match HeaderName::new_from_ascii(name.to_owned()) {
        Ok(name) if honest => Ok(HeaderValue::new(name, value.to_owned())),
        _ => Err(SendError::Refused("bad_header")),
    }
}

/// A subject holds names that people choose: whatever could end the line becomes a space.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
