//! Done, put aside, and back on the desk.

use palette_domain::conversation::Standing;
use palette_domain::{ConversationId, Instant};
use palette_store::{ConversationFilter, ConversationRow, Need, PlanCommit};

use crate::common::{ByPerson, Shop, answered, at, claim, on_both, plan, shop, take_in};

async fn now_of(shop: &Shop, id: ConversationId) -> ConversationRow {
    let row = shop.store.conversation(id).await.expect("ok");
    row.expect("the conversation")
}

async fn standing(shop: &Shop, id: ConversationId) -> Standing {
    now_of(shop, id).await.conversation.standing()
}

async fn one(db: &crate::common::Db, now: Instant) -> (Shop, ConversationId) {
    let shop = shop(&db.store, "1784").await;
    take_in(&db.store, vec![shop.dm("p1", "m1", "سلام", now)], now).await;
    let id = shop
        .store
        .conversation_by_person("p1")
        .await
        .conversation
        .id;
    (shop, id)
}

on_both! {
    done_can_be_undone_as_it_was(db) {
        let (shop, id) = one(db, at(0)).await;
        shop.store.set_needs_person(id, Some("complaint"), at(1)).await.expect("ok");
        shop.store.mark_done(id, at(2)).await.expect("ok");
        let row = now_of(&shop, id).await.conversation;
        assert_eq!((row.standing(), row.done_at), (Standing::Done, Some(at(2))));
        shop.store.reopen(id, at(3)).await.expect("ok");
        let row = now_of(&shop, id).await.conversation;
        assert_eq!(row.standing(), Standing::Open);
        assert_eq!((row.needs_person.as_deref(), row.unread), (Some("complaint"), 1));
    }

    a_new_message_opens_what_was_done_and_its_old_reason_is_settled(db) {
        let (shop, id) = one(db, at(0)).await;
        answered(&db.store, "درود", at(1)).await;
        shop.store.set_needs_person(id, Some("complaint"), at(2)).await.expect("ok");
        shop.store.mark_done(id, at(3)).await.expect("ok");
        take_in(&db.store, vec![shop.dm("p1", "m2", "یک سؤال دیگه", at(4))], at(4)).await;
        let row = now_of(&shop, id).await.conversation;
        assert_eq!((row.standing(), row.needs_person), (Standing::Open, None));
    }

    what_is_put_aside_comes_back_on_a_reply_or_when_due(db) {
        let (shop, id) = one(db, at(0)).await;
        shop.store.snooze(id, at(9_000), at(1)).await.expect("ok");
        assert_eq!(standing(&shop, id).await, Standing::Snoozed);
        take_in(&db.store, vec![shop.dm("p1", "m2", "؟", at(2))], at(2)).await;
        assert_eq!(standing(&shop, id).await, Standing::Open);

        shop.store.snooze(id, at(9_000), at(3)).await.expect("ok");
        assert_eq!(db.store.next_snooze_due().await.expect("ok"), Some(at(9_000)));
        assert_eq!(db.store.wake_snoozed(at(8_999)).await.expect("ok"), 0);
        let before = shop.store.latest_seq().await.expect("ok");
        assert_eq!(db.store.wake_snoozed(at(9_000)).await.expect("ok"), 1);
        let row = now_of(&shop, id).await.conversation;
        assert_eq!(row.standing(), Standing::Open);
        assert_eq!(row.needs_person.as_deref(), Some("snooze_over"));
        assert_eq!(shop.store.latest_seq().await.expect("ok"), before + 1, "browsers are told");
        assert_eq!(db.store.next_snooze_due().await.expect("ok"), None);
    }

    the_ais_call_for_a_person_is_not_lost_behind_done(db) {
        let (shop, id) = one(db, at(0)).await;
        let turn = claim(&db.store, at(1)).await;
        let context = shop.store.turn_context(&turn).await.expect("a context");
        shop.store.mark_done(id, at(2)).await.expect("ok");
        let asks = PlanCommit { needs_person: Need::Person("unsure".to_owned()), ..plan("درود") };
        shop.store.commit_plan(&context.turn, &asks, at(3)).await.expect("commits");
        let row = now_of(&shop, id).await.conversation;
        assert_eq!(row.standing(), Standing::Open);
        assert_eq!(row.needs_person.as_deref(), Some("unsure"));
    }

    another_tenants_conversation_is_not_there(db) {
        let (_, id) = one(db, at(0)).await;
        let other = shop(&db.store, "1999").await;
        assert!(other.store.mark_done(id, at(1)).await.is_err());
        assert!(other.store.snooze(id, at(9), at(1)).await.is_err());
        assert!(other.store.reopen(id, at(1)).await.is_err());
        let aside = Some(Standing::Snoozed);
        let snoozed = ConversationFilter { standing: aside, ..Default::default() };
        assert!(other.store.conversations(&snoozed, None, 9).await.expect("ok").items.is_empty());
    }
}
