//! Members, sessions, invitations, OAuth states, answers kept for repeated requests, accounts.

use palette_domain::account::{AccountStatus, Login};
use palette_domain::business::Role;
use palette_domain::inbound::PersonFacts;
use palette_domain::{MemberId, Private, Span};
use palette_store::{Begun, NewAccount, NewMember, OauthState, Remembered, StoreError};
use secrecy::{ExposeSecret, SecretString};

use crate::common::{T0, at, new_account, on_both, shop, take_in};

fn member(email: &str) -> NewMember {
    NewMember {
        email: Private::new(email.to_owned()),
        name: Private::new("نگار".to_owned()),
        password_hash: None,
        role: Role::Owner,
    }
}

on_both! {
    a_member_is_found_by_address_and_belongs_to_businesses(db) {
        assert!(!db.store.has_members().await.expect("ok"));
        let (one, two) = (shop(&db.store, "1784").await, shop(&db.store, "1785").await);
        let id = one.store.create_member(&member("Negar@Example.com "), at(0)).await.expect("ok");
        let again = two.store.create_member(&member("negar@example.com"), at(1)).await;
        assert_eq!(again.expect("joins"), id);
        let twice = one.store.create_member(&member("negar@example.com"), at(2)).await;
        assert!(matches!(twice, Err(StoreError::Taken(_))));
        let found = db.store.find_member_by_email(" NEGAR@example.com").await.expect("ok");
        let found = found.expect("there");
        assert_eq!((found.id, found.email.reveal().as_str()), (id, "Negar@Example.com"));
        assert!(db.store.find_member_by_email("x@example.com").await.expect("ok").is_none());
        let places = db.store.memberships(id).await.expect("ok");
        let ids: Vec<_> = places.iter().map(|place| place.business_id).collect();
        assert_eq!(ids, [one.id, two.id]);
        assert_eq!(one.store.role_of(id).await.expect("ok"), Some(Role::Owner));
        assert_eq!(one.store.role_of(MemberId::from_bytes([1; 16])).await.expect("ok"), None);
        assert_eq!(one.store.members().await.expect("ok").len(), 1);
        assert!(db.store.has_members().await.expect("ok"));
        assert_eq!(db.store.business_ids().await.expect("ok"), [one.id, two.id]);
    }

    an_invitation_is_used_once_and_sets_the_password(db) {
        let shop = shop(&db.store, "1784").await;
        let id = shop.store.create_member(&member("a@example.com"), at(0)).await.expect("ok");
        db.store.invite(id, [1; 32], at(100), at(0)).await.expect("ok");
        let invited = db.store.invitation([1; 32], at(1)).await.expect("ok").expect("holds");
        assert_eq!(invited.member_id, id);
        assert!(db.store.invitation([1; 32], at(100)).await.expect("ok").is_none(), "too late");
        let hash = SecretString::from("$argon2id$…");
        let used = db.store.accept_invitation([1; 32], &hash, at(2)).await.expect("ok");
        assert_eq!(used, Some(id));
        let again = db.store.accept_invitation([1; 32], &hash, at(3)).await.expect("ok");
        assert_eq!(again, None);
        let found = db.store.member(id).await.expect("ok").expect("there");
        let kept = found.password_hash.expect("set");
        assert_eq!(kept.expose_secret(), hash.expose_secret());
    }

    a_name_read_from_a_profile_outlives_a_message_that_arrives_at_that_moment(db) {
        let shop = shop(&db.store, "1784").await;
        for round in 0..40 {
            let (who, now) = (format!("person-{round}"), at(round * 10));
            let first = shop.dm(&who, &format!("first-{round}"), "سلام", now);
            take_in(&db.store, vec![first], now).await;
            let nameless = shop.store.customers_without_profile(1).await.expect("ok");
            let customer = nameless.first().expect("the newcomer").id;
            let facts = PersonFacts {
                username: Some(Private::new(format!("user.{round}"))),
                name: Some(Private::new("سارا".to_owned())),
            };
            let later = at(round * 10 + 5);
            let second = shop.dm(&who, &format!("second-{round}"), "قیمت؟", later);
            let (_, read) = tokio::join!(
                take_in(&db.store, vec![second], later),
                shop.store.update_person(customer, &facts, later),
            );
            read.expect("ok");
            let customer = shop.store.customer(customer).await.expect("ok").expect("there");
            assert_eq!(customer.username, facts.username, "round {round}");
        }
    }

    sessions_end(db) {
        let shop = shop(&db.store, "1784").await;
        let id = shop.store.create_member(&member("a@example.com"), at(0)).await.expect("ok");
        let find = |hash, millis| db.store.find_session([hash; 32], at(millis));
        db.store.create_session([1; 32], id, at(100), at(0)).await.expect("ok");
        db.store.create_session([2; 32], id, at(100), at(0)).await.expect("ok");
        assert_eq!(find(1, 50).await.expect("ok").expect("there").member_id, id);
        assert!(find(1, 100).await.expect("ok").is_none());
        db.store.touch_session([1; 32], at(200), at(90)).await.expect("ok");
        let touched = find(1, 150).await.expect("ok").expect("there");
        assert_eq!((touched.seen_at, touched.expires_at), (at(90), at(200)));
        db.store.delete_session([1; 32]).await.expect("ok");
        assert!(find(1, 150).await.expect("ok").is_none());
        db.store.set_password(id, &SecretString::from("$x")).await.expect("ok");
        assert!(find(2, 50).await.expect("ok").is_none(), "a new password ends all sessions");
        db.store.create_session([3; 32], id, at(100), at(0)).await.expect("ok");
        assert_eq!(db.store.prune_sessions(at(300)).await.expect("ok"), 1);
    }

    an_oauth_state_is_taken_once(db) {
        let what = OauthState {
            business_id: palette_domain::BusinessId::from_bytes([1; 16]),
            member_id: MemberId::from_bytes([2; 16]),
            login: Login::Facebook,
            return_to: "/settings/accounts".to_owned(),
        };
        db.store.put_oauth_state("s1", &what, at(100)).await.expect("ok");
        db.store.put_oauth_state("s2", &what, at(100)).await.expect("ok");
        assert_eq!(db.store.take_oauth_state("s1", at(1)).await.expect("ok"), Some(what));
        assert_eq!(db.store.take_oauth_state("s1", at(2)).await.expect("ok"), None);
        assert_eq!(db.store.take_oauth_state("s2", at(100)).await.expect("ok"), None);
    }

    a_repeated_request_gets_its_first_answer(db) {
        let shop = shop(&db.store, "1784").await;
        let who = MemberId::from_bytes([5; 16]);
        let answer = Remembered { status: 201, body: "{\"متن\":1}".as_bytes().to_vec() };
        let get = |request: &'static [u8]| shop.store.idempotency_get(who, "k", request);
        assert_eq!(get(b"r").await.expect("ok"), Begun::New);
        shop.store.idempotency_put(who, "k", b"r", &answer, at(1)).await.expect("ok");
        let other = Remembered { status: 500, body: Vec::new() };
        shop.store.idempotency_put(who, "k", b"r", &other, at(2)).await.expect("ok");
        assert_eq!(get(b"r").await.expect("ok"), Begun::Answered(answer));
        assert_eq!(get(b"other").await.expect("ok"), Begun::Mismatch);
        assert_eq!(db.store.prune_idempotency(at(2)).await.expect("ok"), 1);
        assert_eq!(get(b"r").await.expect("ok"), Begun::New);
    }

    an_account_is_connected_renewed_and_disconnected(db) {
        let (one, two) = (shop(&db.store, "1784").await, shop(&db.store, "1785").await);
        let stolen = two.store.connect_account(&new_account("1784"), at(1)).await;
        assert!(matches!(stolen, Err(StoreError::Taken(_))));
        let token = SecretString::from("IGAA-renewed");
        let renewed = NewAccount { token, ..new_account("1784") };
        let account = one.store.connect_account(&renewed, at(2)).await.expect("renewed");
        assert_eq!(account.id, one.account);
        let token = one.store.token(one.account).await.expect("ok");
        assert_eq!(token.expose_secret(), "IGAA-renewed");
        let route = db.store.account_by_ig_id("241784").await.expect("ok").expect("by either id");
        assert_eq!((route.account_id, route.business_id), (one.account, one.id));
        let soon = db.store.accounts_with_expiring_tokens(T0 + Span::days(61)).await.expect("ok");
        assert_eq!(soon.len(), 2);
        let dead = AccountStatus::TokenDead;
        one.store.set_account_status(one.account, dead, at(3)).await.expect("ok");
        let soon = db.store.accounts_with_expiring_tokens(T0 + Span::days(61)).await.expect("ok");
        assert_eq!(soon.len(), 1);
        let gone = AccountStatus::Disconnected;
        one.store.set_account_status(one.account, gone, at(4)).await.expect("ok");
        assert_eq!(one.store.token(one.account).await.expect("ok").expose_secret(), "");
        assert_eq!(db.store.routes().await.expect("ok").len(), 1);
        let account = one.store.account(one.account).await.expect("ok").expect("kept");
        assert_eq!(account.username.reveal(), "shop_of_tests");
    }
}
