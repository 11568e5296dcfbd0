//! Who reads which comments on an application that they may see: the team all of them; a hiring manager those that are shown, and what they wrote themselves.

use std::collections::HashSet;

use super::Comment;
use crate::{AccountId, CommentId, Millis, Permit};

/// Somebody who reads comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// One of the team, or CLARA itself.
    Team,
    /// A hiring manager: a member, or somebody without an account.
    HiringManager(Option<AccountId>),
}

impl Reader {
    /// Whoever holds this permit.
    pub(crate) fn of<C>(permit: &Permit<C>) -> Self {
        match permit.sees_unshared() {
            Ok(()) => Self::Team,
            Err(_) => Self::HiringManager(permit.actor().account()),
        }
    }

    /// Whether they read a comment of this author.
    pub(super) fn reads(self, author: AccountId, shown_at: Option<Millis>) -> bool {
        self.reads_wordings(author) || shown_at.is_some()
    }

    /// Whether they read all that a comment ever said, shown or not.
    pub(super) fn reads_wordings(self, author: AccountId) -> bool {
        match self {
            Self::Team => true,
            Self::HiringManager(me) => me == Some(author),
        }
    }

    /// Of the comments on an application those that they read. Nothing in them tells of the others: not what they answer, nor that there was
    /// something else to read before they were shown.
    pub(crate) fn of_all(self, mut all: Vec<Comment>) -> Vec<Comment> {
        if self == Self::Team {
            return all;
        }
        all.retain(|comment| {
            comment.deleted_by.is_none() && self.reads(comment.account, comment.shown_at)
        });
        let read: HashSet<CommentId> = all.iter().map(|comment| comment.id).collect();
        for comment in &mut all {
            comment.reply_to = comment.reply_to.filter(|first| read.contains(first));
            if !self.reads_wordings(comment.account) && comment.edited_at <= comment.shown_at {
                comment.edited_at = None;
            }
        }
        all
    }
}
