//! From members and invitations as `hiring` knows them to what crosses the wire.

use hiring::{
    AccountId, Millis,
    invitations::{Invitation as ReadInvitation, Offer as ReadOffer},
    mails::Delivery as ReadDelivery,
    members::Listed,
    sessions::Session as ReadSession,
};

use crate::wire::{
    account::Session,
    members::{Delivery, Invitation, Member, Offer},
};

/// A member, as `me` sees the list.
pub fn member(listed: Listed, me: Option<AccountId>) -> Member {
    let member = listed.member;
    Member {
        is_me: me == Some(member.account),
        account: member.account.to_string(),
        name: member.name,
        email: member.email,
        role: member.role.into(),
        deactivated_at: listed.deactivated_at.map(|at| at.0),
        last_seen_at: listed.last_seen_at.map(|at| at.0),
    }
}

/// An invitation, at this time.
pub fn invitation(read: ReadInvitation, now: Millis) -> Invitation {
    Invitation {
        id: read.id.to_string(),
        email: read.email,
        role: read.role.into(),
        invited_by: read.invited_by,
        created_at: read.created_at.0,
        expired: read.expires_at <= now,
        delivery: match read.delivery {
            ReadDelivery::Waiting => Delivery::Waiting,
            ReadDelivery::Sent => Delivery::Sent,
            ReadDelivery::Failed => Delivery::Failed,
        },
    }
}

/// What a link offers.
pub fn offer(read: ReadOffer) -> Offer {
    Offer {
        email: read.email,
        organization: read.organization_name,
        role: read.role.into(),
        invited_by: read.invited_by,
        has_account: read.has_account,
    }
}

/// A place where one is signed in.
pub fn session(read: ReadSession) -> Session {
    Session {
        id: read.id,
        device: read.device,
        organization: read.organization_name,
        created_at: read.created_at.0,
        last_seen_at: read.last_seen_at.0,
        current: read.current,
    }
}
