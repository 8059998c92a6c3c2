//! Comments: taken in, answered publicly and privately, told back by Instagram, hidden.

use palette_domain::comment::CommentState;
use palette_domain::conversation::Author;
use palette_domain::inbound::{Event, InboundComment, MediaFacts};
use palette_domain::media::MediaKind;
use palette_domain::outbound::{OutboundKind, OutboxState};
use palette_domain::policy::Rule;
use palette_domain::turn::Subject;
use palette_domain::{CommentId, MemberId, Private, Span};
use palette_store::{NewOutbound, PlanCommit, Sendable, SentReceipt, StoreError, TimelineItem};

use crate::common::{ByPerson, Shop, answer, at, claim, on_both, shop, take_in};

fn own(
    shop: &Shop,
    id: &str,
    parent: Option<&str>,
    words: &str,
) -> palette_domain::inbound::Inbound {
    shop.event(
        at(50),
        Event::Comment(InboundComment {
            ig_comment_id: id.to_owned(),
            ig_parent_id: parent.map(str::to_owned),
            ig_media_id: "media1".to_owned(),
            media_kind: MediaKind::Feed,
            igsid: None,
            username: None,
            text: Private::new(words.to_owned()),
            is_own: true,
            is_live: false,
        }),
    )
}

fn part(kind: OutboundKind, words: &str) -> NewOutbound {
    NewOutbound {
        kind,
        rule: Rule::CommentAct,
        ..answer(words)
    }
}

/// A price question under a post, answered publicly and privately by the AI.
async fn answered_comment(shop: &Shop, store: &palette_store::Store) -> CommentId {
    take_in(
        store,
        vec![shop.comment("p1", "c1", "media1", "قیمت؟", at(0))],
        at(0),
    )
    .await;
    let turn = claim(store, at(1)).await;
    let Subject::Comment(id) = turn.subject else {
        panic!("a comment's turn")
    };
    let context = shop.store.turn_context(&turn).await.expect("a context");
    let comment = context.comment.as_ref().expect("a comment");
    assert_eq!(comment.comment.text.reveal(), "قیمت؟");
    assert!(comment.private_reply_available);
    let plan = PlanCommit {
        outbox: vec![
            part(OutboundKind::CommentReply, "دایرکت رو ببینید"),
            part(OutboundKind::PrivateReply, "۸۵۰ هزار تومان"),
        ],
        comment_state: Some(CommentState::Answered),
        ..PlanCommit::default()
    };
    shop.store
        .commit_plan(&context.turn, &plan, at(2))
        .await
        .expect("commits");
    id
}

async fn start(shop: &Shop, store: &palette_store::Store) -> Vec<Sendable> {
    let rows = store
        .claim_sendable("s", Span::secs(30), 10, at(40))
        .await
        .expect("claims");
    for row in &rows {
        let words = row.outbound.body.reveal().words.pattern.clone();
        let id = row.outbound.id;
        let ok = shop
            .store
            .mark_sending(id, "s", &Private::new(words), at(4))
            .await;
        assert!(ok.expect("marks"));
    }
    rows
}

fn of_kind(rows: &[Sendable], kind: OutboundKind) -> &Sendable {
    rows.iter()
        .find(|row| row.outbound.kind == kind)
        .expect("a row of this kind")
}

on_both! {
    a_comment_gets_a_public_and_one_private_reply_in_one_timeline(db) {
        let shop = shop(&db.store, "1784").await;
        let id = answered_comment(&shop, &db.store).await;
        let rows = start(&shop, &db.store).await;
        let public = of_kind(&rows, OutboundKind::CommentReply);
        let private = of_kind(&rows, OutboundKind::PrivateReply);
        let facts = private.comment.as_ref().expect("facts");
        assert_eq!(facts.ig_comment_id.reveal(), "c1");
        assert!(!facts.private_reply_used);
        let of = &shop.store;
        of.mark_sent(public.outbound.id, &SentReceipt::of_id("r1"), at(5)).await.expect("ok");
        let receipt = SentReceipt::to_person("mid1", "p1");
        of.mark_sent(private.outbound.id, &receipt, at(6)).await.expect("ok");
        // Instagram tells both back: nothing doubles, and no turn opens.
        let out = take_in(&db.store, vec![
            own(&shop, "r1", Some("c1"), "دایرکت رو ببینید"),
            shop.echo("p1", "mid1", "۸۵۰ هزار تومان", at(6)),
        ], at(60)).await;
        assert_eq!((out.new, out.duplicates, out.turn_due), (0, 2, None));

        let row = of.conversation_by_person("p1").await;
        let page = of.timeline(row.conversation.id, None, 10).await.expect("a page");
        let kinds: Vec<_> = page.items.iter().rev().map(|item| match item {
            TimelineItem::Message(m) => (m.author, m.private_reply_to.is_some()),
            TimelineItem::Comment(c) => (c.author, false),
            TimelineItem::Note(_) => panic!("nobody noted anything"),
        }).collect();
        let expected =
            [(Author::Customer, false), (Author::Ai, false), (Author::Ai, true)];
        assert_eq!(kinds, expected);
        assert_eq!(row.conversation.window, None, "a comment opens no window");

        let media = of.media_list(None, 10).await.expect("a page").items.remove(0);
        assert_eq!((media.comments, media.waiting), (1, 0));
        let threads = of.comment_threads(media.media.id, false, None, 10).await.expect("ok");
        assert_eq!(threads.items.len(), 1);
        assert_eq!(threads.items[0].top.comment.id, id);
        assert_eq!(threads.items[0].replies[0].comment.text.reveal(), "دایرکت رو ببینید");
        assert_eq!(threads.items[0].replies[0].sending, Some(OutboxState::Sent));
        let second =
            of.private_reply(id, member(), &Private::new("x".to_owned()), None, at(70)).await;
        assert!(matches!(second, Err(StoreError::Taken(_))));
    }

    what_instagram_tells_back_first_is_one_reply(db) {
        let shop = shop(&db.store, "1784").await;
        answered_comment(&shop, &db.store).await;
        let rows = start(&shop, &db.store).await;
        let events = vec![own(&shop, "r1", Some("c1"), "دایرکت رو  ببینید ")];
        let out = take_in(&db.store, events, at(50)).await;
        assert_eq!((out.new, out.duplicates), (1, 0));
        let public = of_kind(&rows, OutboundKind::CommentReply).outbound.id;
        shop.store.mark_sent(public, &SentReceipt::of_id("r1"), at(51)).await.expect("ok");
        let media = shop.store.media_list(None, 10).await.expect("ok").items.remove(0).media.id;
        let page = shop.store.comment_threads(media, false, None, 10).await.expect("ok");
        assert_eq!(page.items[0].replies.len(), 1);
    }

    a_person_who_answers_in_the_app_ends_the_comments_turn(db) {
        let shop = shop(&db.store, "1784").await;
        let events = vec![shop.comment("p1", "c1", "media1", "قیمت؟", at(0))];
        take_in(&db.store, events, at(0)).await;
        take_in(&db.store, vec![own(&shop, "r1", Some("c1"), "دایرکت دادم")], at(50)).await;
        assert!(db.store.claim_turns("a", Span::secs(9), 9, at(60)).await.expect("ok").is_empty());
        let page = shop.store.comments(true, None, 10).await.expect("ok");
        assert!(page.items.is_empty());
    }

    hiding_takes_effect_when_instagram_has_it(db) {
        let shop = shop(&db.store, "1784").await;
        let events = vec![shop.comment("p1", "c1", "media1", "تبلیغ", at(0))];
        take_in(&db.store, events, at(0)).await;
        let id = shop.store.comments(true, None, 10).await.expect("ok").items[0].comment.id;
        shop.store.set_comment_hidden(id, member(), true, at(1)).await.expect("ok");
        let hidden = || async {
            shop.store.comment(id).await.expect("ok").expect("there").comment.hidden
        };
        assert!(!hidden().await);
        let rows = start(&shop, &db.store).await;
        let done = SentReceipt { id: None, recipient: None };
        shop.store.mark_sent(rows[0].outbound.id, &done, at(5)).await.expect("ok");
        assert!(hidden().await);
        shop.store.delete_comment(id, member(), at(6)).await.expect("ok");
        let rows = start(&shop, &db.store).await;
        shop.store.mark_sent(rows[0].outbound.id, &done, at(7)).await.expect("ok");
        assert!(shop.store.comment(id).await.expect("ok").is_none());
    }

    a_private_reply_ties_a_commenter_to_their_thread(db) {
        let shop = shop(&db.store, "1784").await;
        // The person has a thread; the comment comes without Instagram's id of the person.
        take_in(&db.store, vec![shop.dm("p7", "m1", "سلام", at(0))], at(0)).await;
        let turn = claim(&db.store, at(1)).await;
        shop.store.release_turn(&turn, at(900_000), None).await.expect("ok");
        let mut comment = shop.comment("-", "c1", "media1", "قیمت؟", at(2));
        if let Event::Comment(inner) = &mut comment.event {
            inner.igsid = None;
        }
        take_in(&db.store, vec![comment], at(2)).await;
        let id = shop.store.comments(true, None, 10).await.expect("ok").items[0].comment.id;
        let words = Private::new("۸۵۰ هزار تومان".to_owned());
        shop.store.private_reply(id, member(), &words, None, at(3)).await.expect("queued");
        let rows = start(&shop, &db.store).await;
        assert_eq!(rows[0].igsid, None);
        let receipt = SentReceipt::to_person("mid1", "p7");
        shop.store.mark_sent(rows[0].outbound.id, &receipt, at(5)).await.expect("ok");
        let row = shop.store.conversation_by_person("p7").await;
        let page = shop.store.timeline(row.conversation.id, None, 10).await.expect("a page");
        assert_eq!(page.items.len(), 3, "a DM, the comment and the private reply");
        let all = shop.store.conversations(&Default::default(), None, 10).await.expect("ok");
        assert_eq!(all.items.len(), 1, "the thread that was left shows no more");
        let view = shop.store.comment(id).await.expect("ok").expect("there");
        assert_eq!(view.conversation_id, Some(row.conversation.id));
    }

    media_facts_fill_what_a_comment_named(db) {
        let shop = shop(&db.store, "1784").await;
        let events = vec![shop.comment("p1", "c1", "media1", "قیمت؟", at(0))];
        take_in(&db.store, events, at(0)).await;
        let bare = shop.store.media_without_facts(10).await.expect("ok");
        assert_eq!(bare.len(), 1);
        let facts = MediaFacts {
            ig_media_id: "media1".to_owned(),
            kind: MediaKind::Feed,
            caption: "مانتو کتان".to_owned(),
            permalink: None,
            picture_url: None,
            posted_at: Some(at(-5)),
        };
        let id = shop.store.save_media(shop.account, &facts, at(1)).await.expect("ok");
        assert_eq!(id, bare[0].id);
        assert_eq!(shop.store.media(id).await.expect("ok").expect("there").caption, "مانتو کتان");
        assert!(shop.store.media_without_facts(10).await.expect("ok").is_empty());
    }
}

fn member() -> MemberId {
    MemberId::from_bytes([5; 16])
}
