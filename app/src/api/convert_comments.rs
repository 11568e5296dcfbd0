//! Comments and the members whom they tell, as they cross the wire.

use hiring::{
    Member, Permit,
    comments::{Comment as Read, Wording as Said},
    permission::{ModerateComments, ShareCandidates, ViewJobs},
};

use crate::wire::comments::{Comment, Mentionable, Wording};

/// A comment, for whoever holds the permit.
pub fn comment(read: Read, permit: &Permit<ViewJobs>) -> Comment {
    let stands = read.deleted_by.is_none();
    let mine = stands && permit.actor().account() == Some(read.account);
    Comment {
        id: read.id.to_string(),
        author: read.account_name,
        at: read.at.0,
        text: read.body,
        reply_to: read.reply_to.map(|id| id.to_string()),
        edited_at: read.edited_at.map(|at| at.0),
        deleted_by: read.deleted_by,
        mine,
        deletable: mine || stands && permit.also::<ModerateComments>().is_ok(),
        shown: read.shown_at.is_some(),
        showable: mine || stands && permit.also::<ShareCandidates>().is_ok(),
    }
}

/// An earlier wording.
pub fn wording(said: Said) -> Wording {
    Wording {
        text: said.body,
        at: said.at.0,
    }
}

/// Members by name; of two with one name each is called by their mail address.
pub fn mentionable(members: &[Member]) -> Vec<Mentionable> {
    members
        .iter()
        .map(|member| {
            let bear = |other: &&Member| other.name.to_lowercase() == member.name.to_lowercase();
            let alone = members.iter().filter(bear).count() == 1;
            Mentionable {
                name: member.name.clone(),
                detail: if alone {
                    member.role.label().to_owned()
                } else {
                    member.email.clone()
                },
                called: if alone {
                    member.name.clone()
                } else {
                    member.email.clone()
                },
            }
        })
        .collect()
}
