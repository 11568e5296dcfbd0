//! Mentions: `@Name` in a comment tells that member, if they may read it.

use std::collections::HashSet;

use super::{About, NotificationKind, add, forget_unread};
use crate::permission::ViewJobs;
use crate::shares::access::Seen;
use crate::{AccountId, Error, Member, OrganizationId, Role, Tx, accounts};

/// Words of one author about a candidate, and whether hiring managers read them too.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) shown: bool,
}

impl Said {
    /// Whom it names, of those who may read it.
    fn named<'a>(&self, members: &'a [Member]) -> Vec<&'a Member> {
        let mut named = named(&self.text, members);
        named.retain(|member| self.shown || member.role != Role::HiringManager);
        named
    }
}

/// Tells everybody whom the words name and no earlier ones did.
pub(crate) async fn tell(
    tx: &mut Tx,
    organization: OrganizationId,
    said: &Said,
    earlier: &[Said],
    about: &About,
) -> Result<(), Error> {
    if !said.text.contains('@') {
        return Ok(());
    }
    let members = accounts::members_in(tx.connection(), organization).await?;
    let told = named_in(earlier, &members);
    for member in said.named(&members) {
        if told.contains(&member.account) {
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

/// Forgets what was told of words that are gone and not read yet, unless other words of the same author say the same.
pub(crate) async fn take_back(
    tx: &mut Tx,
    organization: OrganizationId,
    gone: &[Said],
    still_said: &[Said],
    about: &About,
) -> Result<(), Error> {
    if !gone.iter().any(|said| said.text.contains('@')) {
        return Ok(());
    }
    let members = accounts::members_in(tx.connection(), organization).await?;
    let still_told = named_in(still_said, &members);
    for account in named_in(gone, &members).difference(&still_told) {
        forget_unread(tx, organization, *account, NotificationKind::Mention, about).await?;
    }
    Ok(())
}

fn named_in(said: &[Said], members: &[Member]) -> HashSet<AccountId> {
    let named = said.iter().flat_map(|said| said.named(members));
    named.map(|member| member.account).collect()
}

/// The members of whom `@` and the whole name, or the mail address, stand in the text. Where one name begins with another, the longer one is meant.
fn named<'a>(text: &str, members: &'a [Member]) -> Vec<&'a Member> {
    let text = text.to_lowercase();
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let mut named: Vec<&Member> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let after = &text[at + 1..];
        if !apart(text[..at].chars().next_back()) {
            continue;
        }
        let length = |member: &Member| {
            [&member.name, &member.email]
                .into_iter()
                .map(|called| called.to_lowercase())
                .filter(|called| !called.is_empty() && after.starts_with(&**called))
                .filter(|called| apart(after[called.len()..].chars().next()))
                .map(|called| called.len())
                .max()
        };
        let Some(longest) = members.iter().filter_map(length).max() else {
            continue;
        };
        let meant = members
            .iter()
            .filter(|member| length(member) == Some(longest));
        for member in meant {
            if !named.iter().any(|known| known.account == member.account) {
                named.push(member);
            }
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, email: &str) -> Member {
        Member {
            account: AccountId::fresh(),
            organization: OrganizationId::fresh(),
            organization_name: "Northwind".into(),
            role: Role::Recruiter,
            name: name.into(),
            email: email.into(),
        }
    }

    #[test]
    fn a_whole_name_is_a_mention_and_a_part_of_one_is_not() {
        let members = [member("Sam Okafor", "sam@northwind.example")];
        for text in [
            "@Sam Okafor, look",
            "ask @sam okafor.",
            "@sam@northwind.example",
        ] {
            assert_eq!(named(text, &members).len(), 1, "{text}");
        }
        for text in ["Sam Okafor", "@Sam", "@Sam Okaforson", "x@Sam Okafor"] {
            assert!(named(text, &members).is_empty(), "{text}");
        }
    }

    #[test]
    fn of_two_names_the_longer_is_meant_and_one_that_two_bear_means_both() {
        let members = [
            member("Sam", "sam@northwind.example"),
            member("Sam Okafor", "okafor@northwind.example"),
            member("Sam Okafor", "other@northwind.example"),
        ];
        let emails = |text| {
            named(text, &members)
                .iter()
                .map(|member| {
                    member
                        .email
                        .trim_end_matches("@northwind.example")
                        .to_owned()
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(emails("@Sam Okafor?"), ["okafor", "other"]);
        assert_eq!(emails("@Sam, and @sam again"), ["sam"]);
    }
}
