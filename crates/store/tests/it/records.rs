//! What is told and recorded: live events, decisions, verdicts, drafts, depths.

use palette_domain::agent::Why;
use palette_domain::draft::DraftState;
use palette_domain::live::Change;
use palette_domain::policy::Rule;
use palette_domain::{MemberId, Private};
use palette_store::{Depths, MemberMessage, Need, NewDraft, NewVerdict, PlanCommit, Stage};

use crate::common::{ByPerson, Shop, answered, at, claim, on_both, plan, shop, take_in};

async fn drafted(shop: &Shop, store: &palette_store::Store) -> palette_store::Committed {
    let turn = claim(store, at(100)).await;
    let context = shop.store.turn_context(&turn).await.expect("a context");
    let draft = PlanCommit {
        outbox: Vec::new(),
        draft: Some(NewDraft {
            text: Private::new("شاید ۸۵۰".to_owned()),
            reason: "unsure".to_owned(),
            deadline: Some(at(86_400_000)),
        }),
        refused: vec![Rule::WindowClosed],
        needs_person: Need::Person("unsure".to_owned()),
        memory: Some(Private::new(serde_json::json!({"asked": "which"}))),
        ..plan("")
    };
    shop.store
        .commit_plan(&context.turn, &draft, at(101))
        .await
        .expect("commits")
}

on_both! {
    every_change_is_told_in_order_and_resumable(db) {
        let shop = shop(&db.store, "1784").await;
        let before = shop.store.latest_seq().await.expect("ok");
        take_in(&db.store, vec![shop.dm("p1", "m1", "سلام", at(0))], at(0)).await;
        let events = shop.store.live_since(before, 100).await.expect("ok");
        let id = shop.store.conversation_by_person("p1").await.conversation.id;
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].change, Change::Conversation { id });
        let settings = shop.store.get().await.expect("ok").settings;
        shop.store.update_settings(&settings, at(1)).await.expect("ok");
        let more = db.store.live_since_all(events[0].seq, 100).await.expect("ok");
        assert_eq!(more.len(), 1);
        assert_eq!((more[0].change.clone(), more[0].business_id), (Change::Settings, shop.id));
        assert_eq!(shop.store.latest_seq().await.expect("ok"), more[0].seq);
        assert_eq!(db.store.latest_seq_all().await.expect("ok"), more[0].seq);
        db.store.prune_live(at(1)).await.expect("ok");
        assert_eq!(shop.store.oldest_seq().await.expect("ok"), more[0].seq);
    }

    a_decision_says_why_with_its_verdicts(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "سلام", at(0))], at(0)).await;
        let done = answered(&db.store, "درود", at(1)).await;
        let send = NewVerdict {
            outbox: Some(done.outbox[0]),
            stage: Stage::Send,
            allowed: true,
            rule: Rule::StandardWindow,
        };
        shop.store.log_verdicts(&[send], at(2)).await.expect("ok");
        let why = shop.store.decision(done.decision).await.expect("ok").expect("there");
        assert_eq!(why.why.reveal(), &Why {
            rule: "test".to_owned(),
            outcome: "answer".to_owned(),
            ..Why::default()
        });
        let stages: Vec<_> = why.verdicts.iter().map(|v| v.stage.as_str()).collect();
        assert_eq!(stages, ["decide", "send"]);
        assert_eq!(shop.store.verdicts(done.outbox[0]).await.expect("ok").len(), 2);
    }

    a_draft_waits_and_is_sent_discarded_or_superseded(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "؟", at(0))], at(0)).await;
        let first = drafted(&shop, &db.store).await.draft.expect("a draft");
        let row = shop.store.conversation_by_person("p1").await;
        assert!(row.has_draft);
        assert_eq!(row.conversation.needs_person.as_deref(), Some("unsure"));
        let open = shop.store.open_drafts(row.conversation.id).await.expect("ok");
        assert_eq!(open[0].text.reveal(), "شاید ۸۵۰");

        take_in(&db.store, vec![shop.dm("p1", "m2", "؟", at(50))], at(50)).await;
        let turn = claim(&db.store, at(100)).await;
        let context = shop.store.turn_context(&turn).await.expect("a context");
        let memory = context.memory.expect("kept");
        assert_eq!(memory.reveal()["asked"], "which");
        shop.store.release_turn(&turn, at(100), None).await.expect("ok");
        let second = drafted(&shop, &db.store).await.draft.expect("a draft");
        let of = &shop.store;
        let state = async |id| of.draft(id).await.expect("ok").expect("there").state;
        assert_eq!(state(first).await, DraftState::Superseded);

        let new = MemberMessage {
            conversation: row.conversation.id,
            member: MemberId::from_bytes([5; 16]),
            parts: vec![Private::new("۸۵۰ هزار تومان".to_owned())],
            reply_to: None,
            draft: Some(second),
            key: None,
        };
        shop.store.send_message(&new, at(200)).await.expect("sent");
        assert_eq!(state(second).await, DraftState::Sent);
        assert!(shop.store.discard_draft(second, at(201)).await.is_err());
        let row = shop.store.conversation_by_person("p1").await;
        assert!(!row.has_draft);
        assert_eq!((row.conversation.needs_person, row.conversation.unread), (None, 0));
    }

    depths_count_what_waits(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "؟", at(0))], at(0)).await;
        answered(&db.store, "بله", at(1)).await;
        take_in(&db.store, vec![shop.dm("p2", "m2", "؟", at(2))], at(2)).await;
        let depths = db.store.depths().await.expect("ok");
        assert_eq!(depths, Depths { turns: 1, queued: 1, ..Depths::default() });
        assert_eq!(db.store.prune_turns(at(1)).await.expect("ok"), 0);
        assert_eq!(db.store.prune_turns(at(9)).await.expect("ok"), 1, "only what has ended");
        assert_eq!(db.store.depths().await.expect("ok").turns, 1);
        db.store.ping().await.expect("answers");
        db.store.checkpoint().await.expect("ok");
    }

    an_opt_out_and_a_disclosure_are_kept_with_the_person(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "لغو", at(0))], at(0)).await;
        let turn = claim(&db.store, at(1)).await;
        let context = shop.store.turn_context(&turn).await.expect("a context");
        let plan = PlanCommit { opted_out: Some(true), disclosed: true, ..plan("باشه") };
        shop.store.commit_plan(&context.turn, &plan, at(2)).await.expect("commits");
        let person = shop.store.conversation_by_person("p1").await.customer;
        assert_eq!((person.opted_out_at, person.disclosed_at), (Some(at(2)), Some(at(2))));
    }
}
