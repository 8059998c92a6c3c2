//! The first schema.
//!
//! Meta's text ids are found by 16-byte keyed hashes in indexes of their own, never by the key of
//! the tree that holds bodies. Partial unique indexes hold what must be one: the open turn of a
//! conversation or comment, its open draft, the private reply of a comment.

use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait};

pub(super) struct First;

impl MigrationName for First {
    fn name(&self) -> &str {
        "m2026_11_24_first"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for First {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for part in [PEOPLE, TALK, SHOP, WORK, RECORDS] {
            super::run(manager.get_connection(), part).await?;
        }
        Ok(())
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const PEOPLE: &str = "
create table business (
    id {uuid} not null primary key, name text not null, settings text not null,
    key_sealed {blob} not null, created_at bigint not null);
create table member (
    id {uuid} not null primary key, email_hash {uuid} not null unique, email {blob} not null,
    name {blob} not null, password_hash text, created_at bigint not null);
create table membership (
    business_id {uuid} not null references business(id),
    member_id {uuid} not null references member(id),
    role text not null, created_at bigint not null, primary key (business_id, member_id));
create index membership_member on membership (member_id);
create table invitation (
    token_hash {blob} not null primary key, member_id {uuid} not null references member(id),
    created_at bigint not null, expires_at bigint not null);
create table session (
    token_hash {blob} not null primary key, member_id {uuid} not null references member(id),
    created_at bigint not null, seen_at bigint not null, expires_at bigint not null);
create table account (
    id {uuid} not null primary key, business_id {uuid} not null references business(id),
    ig_id text not null unique, app_scoped_id text, page_id text, username {blob} not null,
    login text not null, status text not null, scopes text not null, token {blob} not null,
    token_expires_at bigint, connected_at bigint not null, last_webhook_at bigint);
create index account_business on account (business_id);
create index account_app_scoped on account (app_scoped_id) where app_scoped_id is not null;
create table customer (
    id {uuid} not null primary key, business_id {uuid} not null,
    account_id {uuid} not null references account(id), person_hash {uuid} not null unique,
    key_sealed {blob} not null, igsid {blob}, username {blob}, name {blob}, language text,
    opted_out_at bigint, disclosed_at bigint, first_seen_at bigint not null,
    last_interaction_at bigint not null, profile_read_at bigint);
create index customer_recent on customer (business_id, last_interaction_at)
";

const TALK: &str = "
create table media (
    id {uuid} not null primary key, business_id {uuid} not null,
    account_id {uuid} not null references account(id), ig_media_id text not null,
    kind text not null, caption text not null, permalink text, picture_url text,
    posted_at bigint, fetched_at bigint, created_at bigint not null,
    unique (account_id, ig_media_id));
create index media_business on media (business_id, created_at, id);
create table conversation (
    id {uuid} not null primary key, business_id {uuid} not null,
    account_id {uuid} not null, customer_id {uuid} not null unique references customer(id),
    handler text not null, handler_member {uuid}, handler_message {uuid}, needs_person text,
    window_at bigint, window_by text, last_message_at bigint, last_message_id {uuid},
    last_preview {blob}, last_is_ours boolean not null, unread bigint not null,
    subject_media {uuid}, elsewhere boolean not null, memory {blob}, version bigint not null);
create index conversation_recent on conversation (business_id, last_message_at, id)
    where last_message_at is not null;
create index conversation_unread on conversation (business_id, last_message_at, id)
    where unread > 0;
create index conversation_needs on conversation (business_id, last_message_at, id)
    where needs_person is not null;
create table message (
    id {uuid} not null primary key, business_id {uuid} not null,
    conversation_id {uuid} not null references conversation(id), mid_hash {uuid}, mid {blob},
    author text not null, member_id {uuid}, body {blob}, at bigint not null, state text not null,
    error text, media_id {uuid}, private_reply_to {uuid}, outbox_id {uuid}, decision_id {uuid},
    seen_at bigint, language text, num_edit bigint not null, act_hash {uuid});
create unique index message_mid on message (mid_hash) where mid_hash is not null;
create unique index message_act on message (act_hash) where act_hash is not null;
create index message_thread on message (conversation_id, at, id);
create table comment (
    id {uuid} not null primary key, business_id {uuid} not null, account_id {uuid} not null,
    media_id {uuid} not null references media(id), parent_id {uuid}, customer_id {uuid},
    conversation_id {uuid}, sealed_for {uuid}, ig_hash {uuid}, ig_id {blob},
    author text not null, member_id {uuid}, text {blob} not null,
    at bigint not null, hidden boolean not null, live boolean not null,
    state text not null, private_reply_at bigint, outbox_id {uuid}, decision_id {uuid},
    act_hash {uuid});
create unique index comment_ig on comment (ig_hash) where ig_hash is not null;
create unique index comment_act on comment (act_hash) where act_hash is not null;
create index comment_media on comment (media_id, at, id);
create index comment_thread on comment (conversation_id, at, id) where conversation_id is not null;
create index comment_parent on comment (parent_id) where parent_id is not null;
create index comment_recent on comment (business_id, at, id) where customer_id is not null;
create index comment_waiting on comment (business_id, media_id, at)
    where state in ('new', 'needs_person');
create table early (
    mid_hash {uuid} not null primary key, business_id {uuid} not null, kind text not null,
    num_edit bigint not null, text {blob}, at bigint not null)
";

const SHOP: &str = "
create table product (
    id {uuid} not null primary key, business_id {uuid} not null references business(id),
    facts text not null, active boolean not null, created_at bigint not null,
    updated_at bigint not null);
create index product_business on product (business_id, id);
create table variant (
    id {uuid} not null primary key, business_id {uuid} not null,
    product_id {uuid} not null references product(id), position bigint not null, sku text not null,
    size text not null, colour text not null, price_minor bigint not null, currency text not null,
    on_hand bigint not null, reserved bigint not null,
    unique (business_id, sku),
    check (price_minor >= 0), check (reserved >= 0), check (on_hand >= reserved));
create index variant_product on variant (product_id, position);
create table product_media (
    product_id {uuid} not null references product(id), ig_media_id text not null,
    business_id {uuid} not null, primary key (product_id, ig_media_id));
create index product_media_media on product_media (business_id, ig_media_id);
create table orders (
    id {uuid} not null primary key, business_id {uuid} not null references business(id),
    code text not null, customer_id {uuid}, conversation_id {uuid}, state text not null,
    shipping_minor bigint not null, currency text not null, recipient {blob} not null,
    tracking_code {blob}, created_at bigint not null, updated_at bigint not null,
    unique (business_id, code));
create index orders_recent on orders (business_id, created_at, id);
create index orders_customer on orders (customer_id, created_at) where customer_id is not null;
create table order_line (
    order_id {uuid} not null references orders(id), position bigint not null,
    variant_id {uuid} not null references variant(id), title text not null,
    quantity bigint not null, unit_minor bigint not null, currency text not null,
    primary key (order_id, position), check (quantity > 0));
create table order_step (
    seq {serial}, order_id {uuid} not null references orders(id), state text not null,
    at bigint not null);
create index order_step_order on order_step (order_id, seq)
";

const WORK: &str = "
create table turn (
    id {uuid} not null primary key, business_id {uuid} not null, account_id {uuid} not null,
    conversation_id {uuid}, comment_id {uuid}, state text not null, generation bigint not null,
    attempts bigint not null, opened_at bigint not null, due_at bigint not null, owner text,
    lease_until bigint, error text, closed_at bigint,
    check ((conversation_id is null) <> (comment_id is null)));
create unique index turn_conversation on turn (conversation_id)
    where state = 'open' and conversation_id is not null;
create unique index turn_comment on turn (comment_id)
    where state = 'open' and comment_id is not null;
create index turn_due on turn (due_at) where state = 'open';
create index turn_closed on turn (closed_at) where closed_at is not null;
create table outbox (
    id {uuid} not null primary key, business_id {uuid} not null, account_id {uuid} not null,
    lane {uuid} not null, kind text not null, sender_member {uuid}, conversation_id {uuid},
    customer_id {uuid}, comment_id {uuid}, message_id {uuid}, reply_comment_id {uuid},
    decision_id {uuid}, body {blob} not null, confirms_opt_out boolean not null,
    state text not null, attempts bigint not null, next_at bigint not null,
    created_at bigint not null, owner text, lease_until bigint, sending_at bigint,
    text_hash {uuid}, error text);
create index outbox_queued on outbox (next_at, id) where state = 'queued';
create index outbox_lane on outbox (lane, id) where state in ('queued', 'sending', 'unknown');
create index outbox_comment on outbox (comment_id) where comment_id is not null;
create index outbox_decision on outbox (decision_id) where decision_id is not null;
create index outbox_unsettled on outbox (account_id, id) where state in ('sending', 'unknown');
create unique index outbox_private_reply on outbox (comment_id)
    where kind = 'private_reply' and state not in ('failed', 'cancelled');
create table draft (
    id {uuid} not null primary key, business_id {uuid} not null, conversation_id {uuid} not null,
    comment_id {uuid}, text {blob} not null, reason text not null, deadline bigint,
    state text not null, decision_id {uuid}, created_at bigint not null, ended_at bigint);
create unique index draft_conversation on draft (conversation_id)
    where state = 'open' and comment_id is null;
create unique index draft_comment on draft (comment_id)
    where state = 'open' and comment_id is not null;
create index draft_thread on draft (conversation_id, created_at)
";

const RECORDS: &str = "
create table decision (
    id {uuid} not null primary key, business_id {uuid} not null, turn_id {uuid} not null,
    customer_id {uuid}, conversation_id {uuid}, comment_id {uuid}, why {blob} not null,
    rule text not null, outcome text not null, at bigint not null);
create index decision_conversation on decision (conversation_id, at)
    where conversation_id is not null;
create index decision_comment on decision (comment_id, at) where comment_id is not null;
create table verdict (
    seq {serial}, business_id {uuid} not null, outbox_id {uuid}, decision_id {uuid},
    stage text not null, allowed boolean not null, rule text not null, at bigint not null);
create index verdict_outbox on verdict (outbox_id) where outbox_id is not null;
create index verdict_decision on verdict (decision_id) where decision_id is not null;
create index verdict_business on verdict (business_id, seq);
create table live_event (
    seq {serial}, business_id {uuid} not null, change text not null, at bigint not null);
create index live_event_business on live_event (business_id, seq);
create index live_event_at on live_event (at);
create table raw_event (
    id {uuid} not null primary key, business_id {uuid}, kind text not null, raw {blob} not null,
    at bigint not null);
create index raw_event_at on raw_event (at);
create table idempotency (
    key_hash {uuid} not null primary key, business_id {uuid} not null,
    request_hash {uuid} not null, status bigint not null, answer {blob} not null,
    at bigint not null);
create index idempotency_at on idempotency (at);
create table oauth_state (
    state_hash {uuid} not null primary key, business_id {uuid} not null, member_id {uuid} not null,
    login text not null, return_to text not null, expires_at bigint not null)
";
