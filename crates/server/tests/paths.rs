//! The main job, end to end: a message comes in, the right answer goes out. The real server, the
//! simulator over HTTP, a clock in hand, both engines.

#[expect(dead_code, reason = "each test uses the part of the house it needs")]
mod house;

use house::House;
use palette_domain::Span;
use serde_json::{Value, json};

fn igsid(act: &Value) -> String {
    act["igsid"]
        .as_str()
        .expect("an act names its person")
        .to_owned()
}

/// The next so many sends of messages meet this trouble; nothing else does.
async fn trouble(house: &House, kind: &str, times: u32) {
    let fixture = house.simulator.fixture().expect("a fixture");
    let sends = format!("/{}/messages", fixture["ig_id"].as_str().expect("an id"));
    let fault = json!({"kind": kind, "share": 1.0, "budget": times, "on": sends});
    house.control("faults", fault).await;
}

/// Waits until the trouble struck so often and what it did is recorded.
async fn struck(house: &House, times: u32) {
    house
        .until("the trouble to strike", async || {
            let hits = house.ask("state").await["faults"][0]["hits"] == json!(times);
            let depths = house.server.app.store.depths().await;
            hits && depths.expect("the store answers").sending == 0
        })
        .await;
}

/// Runs a path on each engine.
macro_rules! path {
    ($(#[$doc:meta])* $name:ident, |$house:ident| $body:block) => {
        $(#[$doc])*
        #[tokio::test]
        async fn $name() {
            for database in house::engines().await {
                let $house = House::open(database).await;
                $body
                $house.close().await;
            }
        }
    };
}

path!(
    a_price_question_under_a_shared_post_is_answered_with_no_question_back,
    |house| {
        let act = house.shares("sara", "قیمتش چنده؟").await;
        house.settle().await;
        let sent = house.sent_to(&igsid(&act)).await;
        assert_eq!(sent.len(), 1, "{sent:?}");
        assert!(sent[0].contains("۱٬۲۸۰٬۰۰۰ تومان"), "{sent:?}");
        assert!(!sent[0].contains('؟'), "a question came back: {sent:?}");
        assert!(
            sent[0].contains("خودکار"),
            "the first automated message says what it is: {sent:?}"
        );
    }
);

path!(an_english_customer_is_answered_in_english, |house| {
    let act = house.shares("jane", "How much is this?").await;
    house.settle().await;
    let sent = house.sent_to(&igsid(&act)).await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(sent[0].contains("1,280,000"), "{sent:?}");
});

path!(
    finglish_is_understood_and_answered_in_persian_script,
    |house| {
        let act = house.shares("kian", "salam gheymatesh chande?").await;
        house.settle().await;
        let sent = house.sent_to(&igsid(&act)).await;
        assert!(
            sent.iter().any(|text| text.contains("۱٬۲۸۰٬۰۰۰")),
            "{sent:?}"
        );
    }
);

path!(a_burst_gets_one_answer, |house| {
    let act = house.says("sara", "سلام").await;
    house.says("sara", "خوبین؟").await;
    house.shares("sara", "این").await;
    house.says("sara", "چنده؟").await;
    house.settle().await;
    let sent = house.sent_to(&igsid(&act)).await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(sent[0].contains("۱٬۲۸۰٬۰۰۰"), "{sent:?}");
});

path!(the_same_webhook_twice_is_one_message, |house| {
    house
        .control("faults", json!({"kind": "duplicate", "share": 1.0}))
        .await;
    let act = house.shares("sara", "قیمت؟").await;
    house.settle().await;
    assert_eq!(house.sent_to(&igsid(&act)).await.len(), 1);
    let conversation = house.conversation().await;
    let id = conversation["id"].as_str().expect("an id");
    let timeline = house.get(&format!("conversations/{id}/timeline")).await;
    assert_eq!(
        timeline["items"].as_array().map(Vec::len),
        Some(2),
        "{timeline}"
    );
});

path!(
    taking_over_silences_the_ai_and_giving_back_wakes_it,
    |house| {
        let act = house.shares("sara", "قیمت؟").await;
        house.settle().await;
        let id = house.conversation().await["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        house
            .post(&format!("conversations/{id}/take-over"), json!({}))
            .await;
        house.shares("sara", "سایز ۳۸ موجوده؟").await;
        house.settle().await;
        assert_eq!(
            house.sent_to(&igsid(&act)).await.len(),
            1,
            "the AI spoke over a person"
        );
        house
            .post(
                &format!("conversations/{id}/messages"),
                json!({"text": "بله موجوده"}),
            )
            .await;
        house.settle().await;
        assert_eq!(
            house.sent_to(&igsid(&act)).await.last().map(String::as_str),
            Some("بله موجوده")
        );
        house
            .post(&format!("conversations/{id}/give-back"), json!({}))
            .await;
        house.shares("sara", "قیمتش چند بود؟").await;
        house.settle().await;
        let sent = house.sent_to(&igsid(&act)).await;
        assert_eq!(sent.len(), 3, "{sent:?}");
        assert!(sent[2].contains("۱٬۲۸۰٬۰۰۰"), "{sent:?}");
    }
);

path!(
    a_person_who_answers_in_the_instagram_app_takes_over,
    |house| {
        let act = house.says("sara", "سلام").await;
        house.delivered().await;
        house
            .act(json!({"person": "sara", "do": "echo", "text": "سلام عزیزم"}))
            .await;
        house.settle().await;
        assert!(
            house.sent_to(&igsid(&act)).await.is_empty(),
            "the AI spoke over a person"
        );
        assert_eq!(house.conversation().await["handler"], "person");
    }
);

path!(
    a_price_comment_gets_one_public_and_one_private_reply,
    |house| {
        let act = house.comments("sara", "قیمت؟").await;
        let comment = act["comment_id"].clone();
        house.settle().await;
        let public = house.sends(|send| send["kind"] == "comment_reply").await;
        let private = house
            .sends(|send| send["kind"] == "private_reply" && send["comment_id"] == comment)
            .await;
        assert_eq!(
            (public.len(), private.len()),
            (1, 1),
            "{public:?} {private:?}"
        );
        assert!(
            !public[0].contains("۱٬۲۸۰"),
            "a price stands in public: {public:?}"
        );
        assert!(private[0].contains("۱٬۲۸۰٬۰۰۰"), "{private:?}");
    }
);

path!(tags_and_emoji_get_nothing_and_spam_is_hidden, |house| {
    house.comments("sara", "@mina @reza").await;
    house.comments("mina", "😍😍😍").await;
    let spam = house
        .comments(
            "bot",
            "فالوور واقعی و ارزان، همین حالا دایرکت بده bit.ly/abc",
        )
        .await;
    house.settle().await;
    let spoken = house
        .sends(|send| send["kind"] != "hide" && !send["text"].is_null())
        .await;
    assert!(spoken.is_empty(), "{spoken:?}");
    let page = house.get("comments?state=hidden").await;
    let hidden = page["items"].as_array().expect("a list");
    assert_eq!(hidden.len(), 1, "{page} {spam}");
});

path!(opting_out_is_confirmed_once_and_then_kept, |house| {
    let act = house.says("sara", "لغو").await;
    house.settle().await;
    assert_eq!(house.sent_to(&igsid(&act)).await.len(), 1);
    house.shares("sara", "قیمت؟").await;
    house.settle().await;
    assert_eq!(
        house.sent_to(&igsid(&act)).await.len(),
        1,
        "someone who opted out was written to"
    );
});

path!(asking_for_a_person_is_announced_and_shown, |house| {
    let act = house.says("sara", "میشه با یه آدم صحبت کنم؟").await;
    house.settle().await;
    assert_eq!(house.sent_to(&igsid(&act)).await.len(), 1);
    assert_eq!(house.conversation().await["needs_person"], "human_wanted");
});

path!(what_is_not_understood_is_announced_and_drafted, |house| {
    let act = house.says("sara", "دیشب بازی رو دیدید؟ عجب گلی زد").await;
    house.settle().await;
    assert_eq!(house.sent_to(&igsid(&act)).await.len(), 1);
    assert!(!house.conversation().await["needs_person"].is_null());
});

path!(in_draft_mode_a_person_sends, |house| {
    house.ai_mode("draft").await;
    let act = house.shares("sara", "قیمت؟").await;
    house.settle().await;
    assert!(house.sent_to(&igsid(&act)).await.is_empty());
    let id = house.conversation().await["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let detail = house.get(&format!("conversations/{id}")).await;
    let draft = &detail["drafts"][0];
    let text = draft["text"].as_str().expect("a draft");
    assert!(text.contains("۱٬۲۸۰٬۰۰۰"), "{text}");
    let body = json!({"text": text, "draft_id": draft["id"]});
    house
        .post(&format!("conversations/{id}/messages"), body)
        .await;
    house.settle().await;
    assert_eq!(house.sent_to(&igsid(&act)).await.len(), 1);
    let detail = house.get(&format!("conversations/{id}")).await;
    assert_eq!(detail["drafts"], json!([]));
    assert_eq!(detail["handler"], "ai", "sending a draft is no take-over");
});

path!(with_the_ai_off_nothing_is_said, |house| {
    house.ai_mode("off").await;
    let act = house.shares("sara", "قیمت؟").await;
    house.settle().await;
    assert!(house.sent_to(&igsid(&act)).await.is_empty());
    assert_eq!(house.conversation().await["unread"], 1);
});

path!(a_send_that_was_cut_off_is_not_repeated, |house| {
    for echo in ["after", "off"] {
        // Settled by the echo; where none comes, by reading the conversation.
        house.control("settings", json!({"echo": echo})).await;
        house.control("faults", json!({"heal": true})).await;
        trouble(&house, "drop_after_effect", 1).await;
        let act = house.shares(echo, "قیمت؟").await;
        house.settle().await;
        struck(&house, 1).await;
        house.pass(Span::minutes(2)).await;
        house.settled().await;
        assert_eq!(house.sent_to(&igsid(&act)).await.len(), 1, "echo {echo}");
    }
    assert_eq!(house.ask("state").await["duplicates"], 0);
});

path!(
    a_send_that_met_an_error_and_never_arrived_is_sent_after_all,
    |house| {
        trouble(&house, "error_500", 1).await;
        let act = house.shares("sara", "قیمت؟").await;
        house.settle().await;
        struck(&house, 1).await;
        assert!(house.sent_to(&igsid(&act)).await.is_empty());
        house.pass(Span::minutes(1)).await;
        house.settled().await;
        house.idle().await;
        assert_eq!(house.sent_to(&igsid(&act)).await.len(), 1);
        let needs = house.conversation().await["needs_person"].clone();
        assert!(needs.is_null(), "{needs}");
    }
);

path!(a_throttled_send_comes_later_and_once, |house| {
    trouble(&house, "rate_limited", 2).await;
    let act = house.shares("sara", "قیمت؟").await;
    house.delivered().await;
    house.pass(house::QUIET).await;
    for times in 1..=2 {
        struck(&house, times).await;
        house.pass(Span::minutes(2)).await;
    }
    house.settle().await;
    assert_eq!(house.sent_to(&igsid(&act)).await.len(), 1);
});

path!(
    while_instagram_says_too_many_nothing_at_all_is_called,
    |house| {
        let fixture = house.simulator.fixture().expect("a fixture");
        let sends = format!("/{}/messages", fixture["ig_id"].as_str().expect("an id"));
        let fault = json!({"kind": "rate_limited", "code": 80002, "budget": 1, "on": sends});
        let first = house.shares("sara", "قیمت؟").await;
        house.delivered().await;
        house.control("faults", fault).await;
        house.pass(house::QUIET).await;
        struck(&house, 1).await;
        let calls = house.ask("state").await["calls"].clone();
        // Newcomers want answers, and their names looked up: all of it has to wait.
        let mut others = Vec::new();
        for person in ["ali", "nika", "reza"] {
            others.push(igsid(&house.shares(person, "قیمت؟").await));
        }
        house.delivered().await;
        for _ in 0..5 {
            house.pass(Span::secs(5)).await;
            house
                .until("the answers to be planned", async || {
                    let depths = house.server.app.store.depths().await;
                    let depths = depths.expect("the store answers");
                    depths.turns + depths.sending == 0
                })
                .await;
        }
        assert_eq!(
            house.ask("state").await["calls"],
            calls,
            "Instagram was called"
        );
        house.pass(Span::hours(1)).await;
        house
            .until("all of it to be answered", async || {
                house.pass(Span::secs(1)).await;
                let mut answered = house.sent_to(&igsid(&first)).await.len() == 1;
                for other in &others {
                    answered &= house.sent_to(other).await.len() == 1;
                }
                answered
            })
            .await;
    }
);

path!(
    a_price_that_changed_before_sending_is_told_as_it_is_then,
    |house| {
        // The first try is throttled; in the meantime the shop changes the price.
        trouble(&house, "rate_limited", 1).await;
        let act = house.shares("sara", "قیمت؟").await;
        house.delivered().await;
        house.pass(house::QUIET).await;
        struck(&house, 1).await;
        for variant in &house.product.variants {
            let body = json!({
                "sku": variant.sku, "size": variant.size, "colour": {"fa": "کرم", "en": "cream"},
                "price": {"minor": 1_350_000, "currency": "IRT"}, "on_hand": variant.on_hand,
            });
            let path = format!("products/{}/variants/{}", house.product.id, variant.id);
            let (status, answer) = house.call(reqwest::Method::PUT, &path, Some(body)).await;
            assert!(status < 300, "{status} {answer}");
        }
        house.pass(Span::minutes(2)).await;
        house.settle().await;
        let sent = house.sent_to(&igsid(&act)).await;
        assert_eq!(sent.len(), 1, "{sent:?}");
        assert!(sent[0].contains("۱٬۳۵۰٬۰۰۰"), "{sent:?}");
    }
);

path!(a_dead_token_stops_the_account_and_is_shown, |house| {
    house
        .control("faults", json!({"kind": "dead_token", "share": 1.0}))
        .await;
    house.shares("sara", "قیمت؟").await;
    house.delivered().await;
    house.pass(house::QUIET).await;
    house
        .until("the account to be stopped", async || {
            house.get("accounts").await["items"][0]["status"] == json!("token_dead")
        })
        .await;
});

path!(
    after_the_window_only_a_person_may_write_and_after_seven_days_nobody,
    |house| {
        let act = house.shares("sara", "قیمت؟").await;
        house.settle().await;
        let id = house.conversation().await["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        house.pass(Span::hours(25)).await;
        house
            .post(
                &format!("conversations/{id}/messages"),
                json!({"text": "سلام، هنوز می‌خواید؟"}),
            )
            .await;
        house.settle().await;
        assert_eq!(house.sent_to(&igsid(&act)).await.len(), 2);
        house.pass(Span::days(7)).await;
        let (status, problem) = house
            .call(
                reqwest::Method::POST,
                &format!("conversations/{id}/messages"),
                Some(json!({"text": "سلام؟"})),
            )
            .await;
        assert_eq!(status, 409, "{problem}");
        assert_eq!(house.ask("state").await["violations"], json!({}));
    }
);

path!(an_unsent_message_is_gone_here_too, |house| {
    let act = house.says("sara", "رازی که پس گرفته می‌شه").await;
    house.settle().await;
    house
        .act(json!({"person": "sara", "do": "unsend", "mid": act["mid"]}))
        .await;
    house.settle().await;
    let id = house.conversation().await["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let timeline = house.get(&format!("conversations/{id}/timeline")).await;
    assert!(!timeline.to_string().contains("رازی"), "{timeline}");
});

path!(an_order_is_told_only_to_whom_it_belongs, |house| {
    house.shares("sara", "قیمت؟").await;
    house.settle().await;
    let sara = house.conversation().await["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let order = house
        .post(
            "orders",
            json!({
                "conversation_id": sara,
                "lines": [{"variant_id": house.product.variants[0].id, "quantity": 1}],
                "shipping": {"minor": 85_000, "currency": "IRT"},
                "recipient": {"name": "سارا", "phone": "+989121234567", "province": "تهران",
                    "city": "تهران", "street": "بهار ۱", "postal_code": "1345678901"},
            }),
        )
        .await;
    let code = order["code"].as_str().expect("a code").to_owned();
    let mina = house.says("mina", &format!("سفارش {code} کجاست؟")).await;
    house.settle().await;
    let told = house.sent_to(&igsid(&mina)).await;
    assert!(!told.is_empty(), "a question got no answer");
    assert!(
        !told.concat().contains("پرداخت"),
        "another's order was told: {told:?}"
    );
});
