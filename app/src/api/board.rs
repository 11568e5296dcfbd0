//! What a board asks for.

use leptos::prelude::*;

use crate::{
    error::ClaraError,
    wire::{
        Millis,
        board::{Board, Card, Cards, Moved},
    },
};

/// A board with the first cards of each column.
#[server(endpoint = "board/read")]
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
#[server(endpoint = "board/cards")]
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
#[server(endpoint = "board/card")]
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
#[server(endpoint = "board/visit")]
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
#[server(endpoint = "board/move")]
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
