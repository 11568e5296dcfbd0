//! Internal words on an application.

use hiring::comments::Comment;
use hiring::events::{self, EventKind};
use hiring::{ApplicationId, Error, Member, comments, notifications};

use crate::support::{Tenant, World};

/// An application with nothing said about it.
async fn silent(world: &World) -> ApplicationId {
    let job = world.job(&world.northwind).await;
    world.scored(&world.northwind, job, "Sam Okafor", 71).await
}

async fn listed(world: &World, tenant: &Tenant, application: ApplicationId) -> Vec<Comment> {
    comments::list(&world.store, &tenant.views(), application)
        .await
        .unwrap()
}

async fn unread(world: &World, member: &Member) -> u64 {
    notifications::unread(&world.store, &member.permit().unwrap())
        .await
        .unwrap()
}

/// The member reads what they were told.
async fn read(world: &World, member: &Member) {
    let own = member.permit().unwrap();
    notifications::mark_read(&world.store, &own, world.store.now())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_comment_is_listed_counted_heard_and_logged() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    let newest = events::newest(&world.store, &tenant.views()).await.unwrap();
    let id = comments::add(
        &world.store,
        &tenant.comments(),
        application,
        "  <b>Strong</b> on SQL \n",
    )
    .await
    .unwrap();
    let listed = comments::list(&world.store, &tenant.views(), application)
        .await
        .unwrap();
    assert_eq!(
        (listed.len(), listed[0].id, &*listed[0].body),
        (1, id, "<b>Strong</b> on SQL")
    );
    assert_eq!(
        (listed[0].account, &*listed[0].account_name),
        (tenant.recruiter.account, "recruiter")
    );
    let heard = events::since(&world.store, &tenant.views(), newest, 10)
        .await
        .unwrap()
        .events;
    assert_eq!(
        (heard[0].kind, heard[0].card.as_ref().unwrap().comments),
        (EventKind::Comment, 1)
    );
    let log = hiring::audit::list(
        &world.store,
        &tenant.owner.permit().unwrap(),
        hiring::Millis::NEVER,
        100,
    )
    .await
    .unwrap();
    assert_eq!(
        log.iter()
            .filter(|entry| entry.action == "comment.add")
            .count(),
        1
    );
    assert!(
        !format!("{log:?}").contains("SQL"),
        "the log holds ids, not words"
    );
}

#[tokio::test]
async fn nobody_comments_on_what_they_cannot_see_nor_with_nothing_to_say() {
    let world = World::new().await;
    let job = world.job(&world.northwind).await;
    let application = world.scored(&world.northwind, job, "Sam Okafor", 71).await;
    for permit in [world.contoso.comments(), world.northwind.manager()] {
        let refused = comments::add(&world.store, &permit, application, "hello").await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    for permit in [world.contoso.views(), world.northwind.manager()] {
        let refused = comments::list(&world.store, &permit, application).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    for body in [" \n ".to_owned(), "x".repeat(comments::MAX_CHARS + 1)] {
        let refused = comments::add(
            &world.store,
            &world.northwind.comments(),
            application,
            &body,
        )
        .await;
        assert!(matches!(refused, Err(Error::Invalid { field: "body", .. })));
    }
    assert_eq!(world.card(&world.northwind, application).await.comments, 0);
}

#[tokio::test]
async fn a_change_keeps_the_words_of_before_for_all_who_may_read_them() {
    let world = World::new().await;
    let (store, tenant) = (&world.store, &world.northwind);
    let application = silent(&world).await;
    let id = comments::add(store, &tenant.comments(), application, "Weak on SQL")
        .await
        .unwrap();
    let written = store.now();
    world.later(60);
    comments::edit(store, &tenant.comments(), id, " Fair on SQL ")
        .await
        .unwrap();
    let changed = store.now();
    world.later(60);
    let newest = events::newest(store, &tenant.views()).await.unwrap();
    // The same words are no change.
    comments::edit(store, &tenant.comments(), id, "Fair on SQL")
        .await
        .unwrap();
    assert_eq!(
        events::newest(store, &tenant.views()).await.unwrap(),
        newest
    );
    comments::edit(store, &tenant.comments(), id, "Strong on SQL")
        .await
        .unwrap();
    let all = listed(&world, tenant, application).await;
    assert_eq!((all.len(), &*all[0].body), (1, "Strong on SQL"));
    assert_eq!((all[0].at, all[0].edited_at), (written, Some(store.now())));
    let owner = tenant.owner.permit().unwrap();
    let said = comments::history(store, &owner, id).await.unwrap();
    let said: Vec<_> = said
        .iter()
        .map(|wording| (&*wording.body, wording.at))
        .collect();
    assert_eq!(said, [("Fair on SQL", changed), ("Weak on SQL", written)]);
    let heard = events::since(store, &tenant.views(), newest, 10)
        .await
        .unwrap()
        .events;
    assert_eq!(
        (heard[0].kind, heard[0].card.as_ref().unwrap().comments),
        (EventKind::Comment, 1)
    );
    assert_eq!(
        world.audited(tenant, &application.to_string()).await,
        ["comment.add", "comment.edit", "comment.edit"]
    );
}

#[tokio::test]
async fn nobody_changes_what_another_said_and_only_admins_delete_it() {
    let world = World::new().await;
    let (store, tenant) = (&world.store, &world.northwind);
    let application = silent(&world).await;
    let owner = tenant.owner.permit().unwrap();
    let of_owner = comments::add(store, &owner, application, "Mine")
        .await
        .unwrap();
    let refused = comments::edit(store, &tenant.comments(), of_owner, "Yours").await;
    assert!(matches!(refused, Err(Error::Invalid { .. })));
    let refused = comments::delete(store, &tenant.comments(), of_owner).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
    for outside in [world.contoso.comments(), tenant.manager()] {
        let refused = comments::edit(store, &outside, of_owner, "Ours").await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let refused = comments::delete(store, &outside, of_owner).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let refused = comments::reply(store, &outside, application, of_owner, "So?").await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let refused = comments::mentionable(store, &outside, application).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    for outside in [world.contoso.views(), tenant.manager()] {
        let refused = comments::history(store, &outside, of_owner).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    assert_eq!(listed(&world, tenant, application).await[0].body, "Mine");

    let of_recruiter = comments::add(store, &tenant.comments(), application, "Rude")
        .await
        .unwrap();
    comments::delete(store, &owner, of_recruiter).await.unwrap();
    assert_eq!(listed(&world, tenant, application).await.len(), 1);
    assert_eq!(world.card(tenant, application).await.comments, 1);
    let gone = comments::delete(store, &owner, of_recruiter).await;
    assert!(matches!(gone, Err(Error::NotFound)), "twice counts once");
    assert_eq!(world.card(tenant, application).await.comments, 1);
}

#[tokio::test]
async fn a_deleted_comment_with_answers_stays_as_a_line_without_words() {
    let world = World::new().await;
    let (store, tenant) = (&world.store, &world.northwind);
    let application = silent(&world).await;
    let owner = tenant.owner.permit().unwrap();
    let first = comments::add(store, &owner, application, "Xylophagous")
        .await
        .unwrap();
    comments::edit(store, &owner, first, "Xylophagous, surely")
        .await
        .unwrap();
    let answer = comments::reply(store, &tenant.comments(), application, first, "Why?")
        .await
        .unwrap();
    // An answer to an answer joins the thread.
    let another = comments::reply(store, &owner, application, answer, "Because")
        .await
        .unwrap();
    let all = listed(&world, tenant, application).await;
    assert_eq!(
        all.iter()
            .map(|comment| comment.reply_to)
            .collect::<Vec<_>>(),
        [None, Some(first), Some(first)]
    );
    assert_eq!(world.card(tenant, application).await.comments, 3);

    comments::delete(store, &owner, first).await.unwrap();
    let all = listed(&world, tenant, application).await;
    assert_eq!((all.len(), &*all[0].body, all[0].edited_at), (3, "", None));
    assert_eq!(all[0].deleted_by.as_deref(), Some("Aoife Byrne"));
    assert_eq!(world.card(tenant, application).await.comments, 2);
    let history = comments::history(store, &tenant.views(), first).await;
    assert!(matches!(history, Err(Error::NotFound)));
    let changed = comments::edit(store, &owner, first, "Back").await;
    assert!(matches!(changed, Err(Error::NotFound)));
    // The thread goes on, and the line goes with the last answer.
    comments::reply(store, &tenant.comments(), application, first, "Well")
        .await
        .unwrap();
    for comment in listed(&world, tenant, application).await.iter().skip(1) {
        comments::delete(store, &owner, comment.id).await.unwrap();
    }
    assert!(listed(&world, tenant, application).await.is_empty());
    assert_eq!(world.card(tenant, application).await.comments, 0);
    let late = comments::reply(store, &owner, application, another, "Still here?").await;
    assert!(matches!(
        late,
        Err(Error::Invalid {
            field: "reply_to",
            ..
        })
    ));
    let log = world.audited(tenant, &application.to_string()).await;
    let deleted = log.iter().filter(|action| *action == "comment.delete");
    assert_eq!(deleted.count(), 4);
}

#[tokio::test]
async fn a_change_tells_whom_it_names_for_the_first_time_and_nobody_twice() {
    let world = World::new().await;
    let (store, tenant) = (&world.store, &world.northwind);
    let application = silent(&world).await;
    let owner = tenant.owner.permit().unwrap();
    let id = comments::add(store, &owner, application, "Look")
        .await
        .unwrap();
    comments::edit(store, &owner, id, "Look, @recruiter")
        .await
        .unwrap();
    assert_eq!(unread(&world, &tenant.recruiter).await, 1);
    world.later(1);
    read(&world, &tenant.recruiter).await;
    for words in ["@recruiter, look", "Look", "Look again, @recruiter"] {
        comments::edit(store, &owner, id, words).await.unwrap();
    }
    assert_eq!(unread(&world, &tenant.recruiter).await, 0);
    assert_eq!(unread(&world, &tenant.hiring_manager).await, 0);
}

#[tokio::test]
async fn a_deleted_mention_that_nobody_read_is_taken_back_unless_it_is_said_elsewhere() {
    let world = World::new().await;
    let (store, tenant) = (&world.store, &world.northwind);
    let application = silent(&world).await;
    let owner = tenant.owner.permit().unwrap();
    let mut said = Vec::new();
    for words in ["@recruiter", "You too, @recruiter"] {
        let id = comments::add(store, &owner, application, words).await;
        said.push(id.unwrap());
    }
    comments::delete(store, &owner, said[0]).await.unwrap();
    assert_eq!(unread(&world, &tenant.recruiter).await, 1);
    comments::delete(store, &owner, said[1]).await.unwrap();
    assert_eq!(unread(&world, &tenant.recruiter).await, 0);
}

#[tokio::test]
async fn whom_one_can_mention_is_who_may_see_the_candidate() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let application = silent(&world).await;
    let who = comments::mentionable(&world.store, &tenant.comments(), application)
        .await
        .unwrap();
    let who: Vec<&str> = who.iter().map(|member| &*member.name).collect();
    assert_eq!(who, ["Aoife Byrne"], "not oneself, and no hiring manager");
}
