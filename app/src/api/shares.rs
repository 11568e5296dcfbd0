//! What *Share with Hiring Manager* and the history of shares ask for.

use leptos::prelude::*;
use server_fn::codec::Json;

use crate::{
    error::ClaraError,
    wire::shares::{NewShare, Person, Sent, Share},
};

/// Whom to ask about candidates of a job, the likeliest first.
#[server(endpoint = "shares/people", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_hiring_managers(job: String) -> Result<Vec<Person>, ClaraError> {
    use super::convert_shares::person;
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    let people = shares::people(&store, &permit, parsed(&job)?)
        .await
        .map_err(refuse)?;
    Ok(people.into_iter().map(person).collect())
}

/// The page as a hiring manager would see it, as an HTML document in which nothing can be done: the candidate at that place, or the list of all.
/// Keeps nothing and tells nobody.
#[server(endpoint = "shares/preview", input = Json, client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn preview_share(share: NewShare, at: Option<usize>) -> Result<String, ClaraError> {
    use super::convert_shares::preview;
    use crate::{
        context::{permitted, refuse, request},
        review::{self, CandidatePage, Frame, ListPage},
    };
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    let stylesheet = request().map_err(refuse)?.stylesheet;
    let frame = Frame::preview(&stylesheet);
    let draft = preview(&share).map_err(refuse)?;
    let read = shares::preview(&store, &permit, &draft)
        .await
        .map_err(refuse)?;
    let Some(at) = at else {
        let page = ListPage {
            review: "",
            done: None,
            read,
        };
        return Ok(review::list(frame, page));
    };
    let asked = read.asked.get(at).ok_or(hiring::Error::NotFound);
    let application = asked.map_err(refuse)?.application;
    let reviewed = shares::preview_candidate(&store, &permit, &draft, application)
        .await
        .map_err(refuse)?;
    let page = CandidatePage {
        review: "",
        read,
        at,
        reviewed,
        wrong: None,
    };
    Ok(review::candidate(frame, page))
}

/// Shares candidates and sends the mails.
#[server(endpoint = "shares/send", client = crate::api::client::OfPage, output = crate::api::json::Answer, input = Json)]
pub async fn send_share(share: NewShare) -> Result<Sent, ClaraError> {
    use super::convert_shares::{draft, sent};
    use crate::context::{permitted, refuse};
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    let draft = draft(&share).map_err(refuse)?;
    let done = shares::send(&store, &permit, &draft)
        .await
        .map_err(refuse)?;
    Ok(sent(done))
}

/// The shares of a job, the newest first.
#[server(endpoint = "shares/list", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_shares(job: String) -> Result<Vec<Share>, ClaraError> {
    use super::convert_shares::share;
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    let now = store.now();
    let all = shares::list(&store, &permit, parsed(&job)?)
        .await
        .map_err(refuse)?;
    Ok(all.into_iter().map(|read| share(read, now)).collect())
}

/// Puts more candidates into a share.
#[server(endpoint = "shares/add", client = crate::api::client::OfPage, output = crate::api::json::Answer, input = Json)]
pub async fn add_to_share(share: String, applications: Vec<String>) -> Result<Sent, ClaraError> {
    use super::convert_shares::sent;
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    let applications = applications
        .iter()
        .map(|id| parsed(id))
        .collect::<Result<Vec<_>, _>>()?;
    let done = shares::add(&store, &permit, parsed(&share)?, applications)
        .await
        .map_err(refuse)?;
    Ok(sent(done))
}

/// Takes a candidate out of a share.
#[server(endpoint = "shares/withdraw", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn withdraw_from_share(share: String, application: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    shares::withdraw(&store, &permit, parsed(&share)?, parsed(&application)?)
        .await
        .map_err(refuse)
}

/// Reminds one hiring manager of a share.
#[server(endpoint = "shares/remind", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn remind(recipient: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    shares::remind(&store, &permit, parsed(&recipient)?)
        .await
        .map_err(refuse)
}

/// Takes a share back, from one hiring manager or from all.
#[server(endpoint = "shares/revoke", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn revoke_share(share: String, recipient: Option<String>) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    let only = recipient.as_deref().map(parsed).transpose()?;
    shares::revoke(&store, &permit, parsed(&share)?, only)
        .await
        .map_err(refuse)
}

/// What was to be done about the decisions on a candidate is done.
#[server(endpoint = "shares/acted", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn acted(application: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    shares::acted(&store, &permit, parsed(&application)?)
        .await
        .map_err(refuse)
}
