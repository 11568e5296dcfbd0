//! Sharing: who gets what, and never twice.

use hiring::mails::{self, Mail, SEND_MAIL};
use hiring::shares::{self, Draft, MESSAGE_CHARS, MOST_PEOPLE, Mark};
use hiring::{Error, notifications};

use super::{ALL, OUTSIDER, Shared};

#[tokio::test]
async fn each_gets_a_mail_with_a_link_of_their_own_and_the_card_says_shared() {
    let shared = Shared::new().await;
    let manager = shared.manager();
    let sent = shared
        .send(&[&manager, OUTSIDER, &manager], &[shared.sam, shared.ines])
        .await
        .unwrap();
    assert_eq!(sent.to.len(), 2, "named twice is named once");
    let mut links = Vec::new();
    while let Some((leased, mail)) = shared.world.owed().await {
        let Mail::Share(mail) = mail.unwrap() else {
            panic!("a mail of a share")
        };
        assert_eq!(
            mail.candidates,
            ["Ines Duarte", "Sam Okafor"]
                .map(String::from)
                .into_iter()
                .rev()
                .collect::<Vec<_>>()
        );
        assert_eq!((&*mail.message, mail.is_reminder), ("Please look", false));
        links.push(mail.token);
        mails::sent(&shared.world.store, &leased).await.unwrap();
    }
    assert_eq!(links.len(), 2);
    assert_ne!(links[0], links[1]);
    for link in &links {
        assert!(
            !shared.world.disk_has(link.expose()),
            "no link is kept in clear"
        );
    }
    let card = shared.world.card(shared.tenant(), shared.sam).await;
    assert_eq!(card.review, Some(Mark::Shared));
    let told = notifications::list(
        &shared.world.store,
        &shared.tenant().hiring_manager.permit().unwrap(),
        10,
    )
    .await
    .unwrap();
    assert_eq!(told.len(), 1, "a member is told in the bell too");
    let log = shared
        .world
        .audited(shared.tenant(), &shared.history().await[0].id.to_string())
        .await;
    assert_eq!(log, ["share.send"]);
}

#[tokio::test]
async fn what_somebody_has_before_them_is_not_put_there_again() {
    let shared = Shared::new().await;
    shared.send(&[OUTSIDER], &[shared.sam]).await.unwrap();
    shared.world.mailed_token().await;
    let again = shared
        .send(&["VERA@elsewhere.example"], &[shared.sam])
        .await;
    assert!(
        matches!(again, Err(Error::Invalid { field: "to", .. })),
        "{again:?}"
    );
    assert!(shared.world.owed().await.is_none(), "no second mail");
    assert_eq!(shared.history().await.len(), 1);
    // One has it, the other has not: only the other gets a mail, and one candidate is new to both.
    let sent = shared
        .send(&[OUTSIDER, "max@elsewhere.example"], &[shared.sam])
        .await
        .unwrap();
    assert_eq!(sent.to, ["max@elsewhere.example"]);
    assert_eq!(sent.already, [OUTSIDER]);
    shared
        .send(&[OUTSIDER], &[shared.sam, shared.ines])
        .await
        .unwrap();
    let newest = &shared.history().await[0].recipients[0];
    assert_eq!(newest.items.len(), 1, "the new one alone");
    assert_eq!(newest.items[0].application, shared.ines);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_words_and_nothing_is_kept() {
    let shared = Shared::new().await;
    let one = vec![OUTSIDER.to_owned()];
    let draft = |to: &[String], message: &str, who: Vec<_>| {
        Draft::new(shared.job, who, to, message, ALL, None)
    };
    let many: Vec<String> = (0..=MOST_PEOPLE)
        .map(|nth| format!("p{nth}@x.example"))
        .collect();
    for (refused, field) in [
        (draft(&[], "", vec![shared.sam]), "to"),
        (draft(&["nobody".to_owned()], "", vec![shared.sam]), "to"),
        (
            draft(
                &["a@b.example\r\nBcc: c@d.example".to_owned()],
                "",
                vec![shared.sam],
            ),
            "to",
        ),
        (draft(&many, "", vec![shared.sam]), "to"),
        (draft(&one, "", Vec::new()), "applications"),
        (
            draft(&one, &"x".repeat(100_000), vec![shared.sam]),
            "message",
        ),
    ] {
        assert!(
            matches!(refused, Err(Error::Invalid { field: wrong, .. }) if wrong == field),
            "{field}"
        );
    }
    assert!(draft(&one, &"ü".repeat(MESSAGE_CHARS), vec![shared.sam]).is_ok());
    assert!(shared.history().await.is_empty());
    assert!(shared.world.owed().await.is_none());
}

#[tokio::test]
async fn another_organizations_job_and_candidates_do_not_exist() {
    let shared = Shared::new().await;
    let theirs = shared.world.job(&shared.world.contoso).await;
    let their_candidate = shared
        .world
        .scored(&shared.world.contoso, theirs, "Max", 50)
        .await;
    let to = vec![OUTSIDER.to_owned()];
    for (job, who) in [
        (theirs, their_candidate),
        (shared.job, their_candidate),
        (theirs, shared.sam),
    ] {
        let draft = Draft::new(job, [who], &to, "", ALL, None).unwrap();
        let refused = shares::send(&shared.world.store, &shared.permit(), &draft).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    shared.send(&[OUTSIDER], &[shared.sam]).await.unwrap();
    let share = shared.history().await.remove(0);
    let foreign = shared.world.contoso.recruiter.permit().unwrap();
    let store = &shared.world.store;
    assert!(matches!(
        shares::list(store, &foreign, shared.job).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        shares::add(store, &foreign, share.id, [their_candidate]).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        shares::withdraw(store, &foreign, share.id, shared.sam).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        shares::remind(store, &foreign, share.recipients[0].id).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        shares::revoke(store, &foreign, share.id, None).await,
        Err(Error::NotFound)
    ));
    assert!(shares::advanced(store, &foreign).await.unwrap().is_empty());
}

#[tokio::test]
async fn two_recruiters_who_share_at_once_send_one_mail() {
    let shared = Shared::new().await;
    let who = [shared.sam];
    let both = tokio::join!(
        shared.send(&[OUTSIDER], &who),
        shared.send(&[OUTSIDER], &who)
    );
    let went = [both.0.is_ok(), both.1.is_ok()];
    assert!(went == [true, false] || went == [false, true], "{went:?}");
    assert_eq!(shared.world.drain(&[SEND_MAIL]).await.len(), 1);
}

#[tokio::test]
async fn a_mail_names_nobody_who_was_withdrawn_or_removed_meanwhile() {
    let shared = Shared::new().await;
    shared
        .send(&[OUTSIDER], &[shared.sam, shared.ines])
        .await
        .unwrap();
    let share = shared.history().await.remove(0).id;
    shares::withdraw(&shared.world.store, &shared.permit(), share, shared.sam)
        .await
        .unwrap();
    let (_, mail) = shared.world.owed().await.unwrap();
    let Mail::Share(mail) = mail.unwrap() else {
        panic!("a mail of a share")
    };
    assert_eq!(mail.candidates, ["Ines Duarte"]);
    // Nobody is left: nothing is sent.
    let shared = Shared::new().await;
    shared.send(&[OUTSIDER], &[shared.sam]).await.unwrap();
    let system = shared.tenant().system(&shared.world.store);
    hiring::applications::remove(&shared.world.store, &system, shared.sam)
        .await
        .unwrap();
    let (_, mail) = shared.world.owed().await.unwrap();
    assert!(matches!(mail, Err(Error::NotFound)));
}
