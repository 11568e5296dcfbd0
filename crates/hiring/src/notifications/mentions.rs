//! Mentions: `@Name` in a comment tells that member, if they may see what it is about.

use super::{About, NotificationKind, add};
use crate::permission::ViewJobs;
use crate::shares::access::Seen;
use crate::{Error, Member, OrganizationId, Tx, accounts};

/// Tells everybody whom the text names.
pub(crate) async fn tell(
    tx: &mut Tx,
    organization: OrganizationId,
    text: &str,
    about: &About,
) -> Result<(), Error> {
    if !text.contains('@') {
        return Ok(());
    }
    for member in accounts::members_in(tx.connection(), organization).await? {
        if !names(text, &member) {
            continue;
        }
        let permit = member.permit::<ViewJobs>()?;
        let seen = Seen::by(tx.connection(), &permit).await?;
        if about
            .application
            .is_some_and(|application| seen.application(application).is_ok())
        {
            add(
                tx,
                organization,
                member.account,
                NotificationKind::Mention,
                about,
            )
            .await?;
        }
    }
    Ok(())
}

/// Whether `@` and the member's whole name, or their mail address, stand in the text.
fn names(text: &str, member: &Member) -> bool {
    let text = text.to_lowercase();
    [&member.name, &member.email].into_iter().any(|called| {
        let mention = format!("@{}", called.to_lowercase());
        text.match_indices(&mention).any(|(at, found)| {
            let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            ends(text[at + found.len()..].chars().next()) && ends(text[..at].chars().next_back())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AccountId, Role};

    #[test]
    fn a_whole_name_is_a_mention_and_a_part_of_one_is_not() {
        let member = Member {
            account: AccountId::fresh(),
            organization: OrganizationId::fresh(),
            organization_name: "Northwind".into(),
            role: Role::Recruiter,
            name: "Sam Okafor".into(),
            email: "sam@northwind.example".into(),
        };
        for text in [
            "@Sam Okafor, look",
            "ask @sam okafor.",
            "@sam@northwind.example",
        ] {
            assert!(names(text, &member), "{text}");
        }
        for text in ["Sam Okafor", "@Sam", "@Sam Okaforson", "x@Sam Okafor"] {
            assert!(!names(text, &member), "{text}");
        }
    }
}
