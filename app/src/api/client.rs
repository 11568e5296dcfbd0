//! How a page calls server functions: every call names the organization that the page shows. A browser has one session for all its tabs; a tab that stands in
//! the organization which another tab left is told that its session has ended, and changes nothing in the other one.

use std::sync::OnceLock;

use futures::{Sink, Stream};
use server_fn::{
    Bytes,
    client::{Client, browser::BrowserClient},
    error::FromServerFnError,
    request::browser::BrowserRequest,
    response::browser::BrowserResponse,
};

use crate::wire::session::ORGANIZATION_HEADER;

/// In a browser a page shows one organization for as long as it lives: to change it loads anew.
static SHOWN: OnceLock<String> = OnceLock::new();

/// Says which organization this page shows. The server shows many at once: there it says nothing.
pub fn shows(organization: &str) {
    if !cfg!(feature = "ssr") {
        let _ = SHOWN.set(organization.to_owned());
    }
}

/// The organization that this page shows, once it was said.
pub fn shown() -> Option<&'static str> {
    SHOWN.get().map(String::as_str)
}

/// What calls server functions for a page.
pub struct OfPage;

impl<E, I, O> Client<E, I, O> for OfPage
where
    E: FromServerFnError,
    I: FromServerFnError,
    O: FromServerFnError,
{
    type Request = BrowserRequest;
    type Response = BrowserResponse;

    fn send(request: BrowserRequest) -> impl Future<Output = Result<BrowserResponse, E>> + Send {
        if let Some(organization) = shown() {
            request.headers().set(ORGANIZATION_HEADER, organization);
        }
        <BrowserClient as Client<E, I, O>>::send(request)
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<
        Output = Result<
            (
                impl Stream<Item = Result<Bytes, Bytes>> + Send + 'static,
                impl Sink<Bytes> + Send + 'static,
            ),
            E,
        >,
    > + Send {
        <BrowserClient as Client<E, I, O>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <BrowserClient as Client<E, I, O>>::spawn(future);
    }
}
