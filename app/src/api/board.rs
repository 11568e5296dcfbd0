//! What a board asks for.

use leptos::prelude::*;
use server_fn::codec::Json;

use crate::{
    error::ClaraError,
    wire::{
        Millis,
        board::{Board, Card, CardMove, CardMoved, Cards, Moved},
    },
};

/// A board with the first cards of each column.
#[server(endpoint = "board/read", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_board(job: String) -> Result<Board, ClaraError> {
    use crate::{
        api::convert::{ats_name, first_cards},
        context::{permitted, refuse},
        wire::board::FIRST_CARDS,
    };
    use hiring::{board, integrations, permission::ViewJobs};
    let (store, permit) = permitted::<ViewJobs>()?;
    let job = job.parse().map_err(refuse)?;
    let read = board::front(&store, &permit, job, FIRST_CARDS)
        .await
        .map_err(refuse)?;
    let integration = match read.job.integration {
        Some(id) => integrations::read(&store, &permit, id).await.ok(),
        None => None,
    };
    Ok(first_cards(read, ats_name(integration.as_ref())))
}

/// All cards of a board.
#[server(endpoint = "board/cards", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn all_cards(job: String) -> Result<Cards, ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{board, permission::ViewJobs};
    let (store, permit) = permitted::<ViewJobs>()?;
    let read = board::read(&store, &permit, job.parse().map_err(refuse)?)
        .await
        .map_err(refuse)?;
    Ok(Cards(read.cards.into_iter().map(Card::from).collect()))
}

/// One card as it stands now.
#[server(endpoint = "board/card", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_card(application: String) -> Result<Card, ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{board, permission::ViewJobs};
    let (store, permit) = permitted::<ViewJobs>()?;
    Ok(
        board::card(&store, &permit, application.parse().map_err(refuse)?)
            .await
            .map_err(refuse)?
            .into(),
    )
}

/// Notes that the member looks at a board; answers when they did before.
#[server(endpoint = "board/visit", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn visit(job: String) -> Result<Millis, ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{jobs, permission::ViewJobs};
    let (store, permit) = permitted::<ViewJobs>()?;
    Ok(jobs::visit(&store, &permit, job.parse().map_err(refuse)?)
        .await
        .map_err(refuse)?
        .0)
}

/// Moves a card that stands as the member saw it.
#[server(endpoint = "board/move", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn move_card(
    application: String,
    column: String,
    version: i64,
    reason: Option<String>,
) -> Result<Moved, ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{
        Error, board,
        permission::{ScreenCandidates, ViewJobs},
        placements,
    };
    let (store, permit) = permitted::<ScreenCandidates>()?;
    let application = application.parse().map_err(refuse)?;
    match placements::move_to(
        &store,
        &permit,
        application,
        column.parse().map_err(refuse)?,
        version,
        reason.as_deref(),
    )
    .await
    {
        Ok(placement) => Ok(Moved::Done {
            version: placement.version,
        }),
        Err(Error::Conflict { .. }) => {
            let (store, permit) = permitted::<ViewJobs>()?;
            let current = board::card(&store, &permit, application)
                .await
                .map_err(refuse)?;
            Ok(Moved::Changed(Box::new(current.into())))
        }
        Err(error) => Err(refuse(error)),
    }
}

/// Moves several cards in one go, each as it stood for the member; answers each once.
#[server(endpoint = "board/move-all", input = Json, client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn move_cards(
    moves: Vec<CardMove>,
    reason: Option<String>,
) -> Result<Vec<CardMoved>, ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{
        Error, board,
        permission::{ScreenCandidates, ViewJobs},
        placements::{self, Wish},
    };
    const {
        assert!(crate::wire::board::MOVES_AT_ONCE <= placements::MOST_CARDS);
    }
    let (store, permit) = permitted::<ScreenCandidates>()?;
    let wish = |wanted: &CardMove| -> Result<Wish, ClaraError> {
        Ok(Wish {
            application: parsed(&wanted.application)?,
            to: parsed(&wanted.column)?,
            expected_version: wanted.version,
        })
    };
    let wishes = moves.iter().map(wish).collect::<Result<Vec<_>, _>>()?;
    let ends = placements::move_all(&store, &permit, &wishes, reason.as_deref())
        .await
        .map_err(refuse)?;
    let (store, permit) = permitted::<ViewJobs>()?;
    let mut moved = Vec::with_capacity(ends.len());
    for (application, end) in ends {
        let end = match end {
            Ok(placement) => Some(Moved::Done {
                version: placement.version,
            }),
            Err(Error::Conflict { .. }) => match board::card(&store, &permit, application).await {
                Ok(current) => Some(Moved::Changed(Box::new(current.into()))),
                Err(Error::NotFound) => None,
                Err(error) => return Err(refuse(error)),
            },
            // The others of these errors ended it all.
            Err(_) => None,
        };
        moved.push(CardMoved {
            application: application.to_string(),
            end,
        });
    }
    Ok(moved)
}
