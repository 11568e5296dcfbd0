//! How answers of server functions, and values that a page brings with it, cross the wire: as JSON, which a browser reads in one way and with little
//! code (see [`crate::wire::read`]).

use leptos::{prelude, server::codee};
use serde::{Serialize, de::DeserializeOwned};
use server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post};

use crate::wire::read::{Unreadable, read};

/// JSON.
pub struct ShortJson;

/// The answer of a server function.
pub type Answer = Post<ShortJson>;

/// A value that a page brings with it, or reads when it is opened from another.
pub type Resource<T> = prelude::Resource<T, ShortJson>;

/// A [`Resource`] that the server has before it answers. Not to be made in a closure of a view (`{move || view! { <What reads/> }}`): a server calls
/// closures as often as it looks for what the page waits for, and would ask as often. What a closure would read of a signal, the source does.
pub fn resource<S, F, T>(
    source: impl Fn() -> S + Send + Sync + 'static,
    read: impl Fn(S) -> F + Send + Sync + 'static,
) -> Resource<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
{
    Resource::new_with_options(source, read, true)
}

impl ContentType for ShortJson {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for ShortJson {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for ShortJson {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, serde_json::Error> {
        serde_json::to_vec(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for ShortJson {
    type Error = Unreadable;

    fn decode(json: Bytes) -> Result<T, Unreadable> {
        read(&json)
    }
}

impl<T: Serialize> codee::Encoder<T> for ShortJson {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> codee::Decoder<T> for ShortJson {
    type Error = Unreadable;
    type Encoded = str;

    fn decode(json: &str) -> Result<T, Unreadable> {
        read(json.as_bytes())
    }
}
