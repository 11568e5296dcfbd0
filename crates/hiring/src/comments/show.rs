//! Showing one comment to the hiring managers with whom the candidate is shared, and hiding it again. Every other stays internal, also one that answers it.

use sqlx::query;

use super::change::{Held, still_said};
use super::{MayComment, author};
use crate::db::statements_block;
use crate::notifications::mentions;
use crate::permission::ShareCandidates;
use crate::{CommentId, Error, Permit, Store};

statements_block! {
    SHOW = "UPDATE comments SET shown_at = $3 WHERE organization_id = $1 AND id = $2 AND shown_at IS NULL AND deleted_at IS NULL";
    HIDE = "UPDATE comments SET shown_at = NULL WHERE organization_id = $1 AND id = $2 AND shown_at IS NOT NULL";
}

/// Shows a comment to hiring managers, or makes it internal again: one's own, or anybody's with [`ShareCandidates`]. Said twice is said once.
/// Hiring managers whom it mentions are told when they may read it, and no more once they may not.
///
/// # Errors
/// [`Error::NotFound`], also once it was deleted; [`Error::Forbidden`] if it is somebody else's.
pub async fn show(
    store: &Store,
    permit: &Permit<MayComment>,
    id: CommentId,
    shown: bool,
) -> Result<(), Error> {
    let mut held = Held::hold(store, permit, id).await?;
    if author(permit)? != held.author {
        permit.also::<ShareCandidates>()?;
    }
    let now = held.tx.now();
    let marked = if shown {
        query(SHOW)
            .bind(held.organization)
            .bind(id)
            .bind(now)
            .execute(held.tx.connection())
            .await?
    } else {
        query(HIDE)
            .bind(held.organization)
            .bind(id)
            .execute(held.tx.connection())
            .await?
    };
    if marked.rows_affected() == 0 {
        return Ok(());
    }
    let (organization, about) = (held.organization, held.about());
    if shown {
        let mut internal = held.earlier(None).await?;
        internal.push(held.says());
        held.shown_at = Some(now);
        let said = held.says();
        mentions::tell(&mut held.tx, organization, &said, &internal, &about).await?;
        held.done(permit, "comment.show").await
    } else {
        let mut said = held.earlier(held.edited_at).await?;
        said.push(held.says());
        let still_said = still_said(&mut held).await?;
        mentions::take_back(&mut held.tx, organization, &said, &still_said, &about).await?;
        held.done(permit, "comment.hide").await
    }
}
