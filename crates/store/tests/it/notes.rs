//! Notes stand in the timeline, for colleagues alone.

use palette_domain::{MemberId, Private};
use palette_store::{NewNote, TimelineItem};

use crate::common::{ByPerson, at, on_both, shop, take_in};

fn member(n: u8) -> MemberId {
    MemberId::from_bytes([n; 16])
}

on_both! {
    a_note_stands_in_the_timeline_and_nothing_leaves(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "سلام", at(0))], at(0)).await;
        let before = shop.store.conversation_by_person("p1").await.conversation;
        let new = NewNote {
            conversation: before.id,
            member: member(5),
            text: Private::new("مشتری قدیمی است @نگار".to_owned()),
            mentions: vec![member(6)],
        };
        let note = shop.store.add_note(&new, at(5)).await.expect("kept");
        take_in(&db.store, vec![shop.dm("p1", "m2", "هستید؟", at(9))], at(9)).await;
        let page = shop.store.timeline(before.id, None, 10).await.expect("a page");
        let notes: Vec<_> = page
            .items
            .iter()
            .map(|item| match item {
                TimelineItem::Note(one) => Some(one.clone()),
                _ => None,
            })
            .collect();
        assert_eq!(notes, [None, Some(note.clone()), None], "by its time");
        assert_eq!(note.text.reveal(), "مشتری قدیمی است @نگار");
        assert_eq!((note.member_id, note.mentions), (member(5), vec![member(6)]));
        let pages = shop.store.timeline(before.id, page.next, 10).await.expect("ok");
        assert_eq!(pages.items.len(), 3);
        // It is no answer: the customer still waits, and nothing is to be sent.
        let after = shop.store.conversation_by_person("p1").await.conversation;
        assert_eq!((after.handler, after.last_is_ours), (before.handler, false));
        assert_eq!(after.unread, 2);
        assert_eq!(db.store.depths().await.expect("ok").queued, 0);
        let changed = shop.store.live_since(0, 100).await.expect("ok");
        assert!(changed.len() >= 3, "browsers are told");
    }

    another_tenants_conversation_takes_no_note(db) {
        let first = shop(&db.store, "1784").await;
        take_in(&db.store, vec![first.dm("p1", "m1", "سلام", at(0))], at(0)).await;
        let id = first.store.conversation_by_person("p1").await.conversation.id;
        let other = shop(&db.store, "1999").await;
        let new = NewNote {
            conversation: id,
            member: member(5),
            text: Private::new("؟".to_owned()),
            mentions: Vec::new(),
        };
        assert!(other.store.add_note(&new, at(1)).await.is_err());
        assert_eq!(first.store.timeline(id, None, 9).await.expect("ok").items.len(), 1);
    }
}
