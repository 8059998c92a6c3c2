//! The rows as the tables hold them: private to the store, sealed where they are about a person.
//!
//! Ids and keyed hashes are 16 bytes (`Uuid` here, because both engines read and write it
//! natively); times are milliseconds; what is sealed is `Vec<u8>` and opened only through the
//! vault.

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $table:literal {
        $($(#[$attr:meta])* $field:ident : $ty:ty,)*
    })*) => {$(
        $(#[$doc])*
        pub(crate) mod $name {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model {
                $($(#[$attr])* pub $field: $ty,)*
            }

            #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    )*};
}

tables! {
    /// A tenant.
    business = "business" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        name: String,
        settings: String,
        key_sealed: Vec<u8>,
        created_at: i64,
    }
    /// A person with a login.
    member = "member" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        email_hash: Uuid,
        email: Vec<u8>,
        name: Vec<u8>,
        password_hash: Option<String>,
        created_at: i64,
    }
    /// Who belongs to which business, as what.
    membership = "membership" {
        #[sea_orm(primary_key, auto_increment = false)]
        business_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        member_id: Uuid,
        role: String,
        created_at: i64,
    }
    /// A link that lets a member set a first password.
    invitation = "invitation" {
        #[sea_orm(primary_key, auto_increment = false)]
        token_hash: Vec<u8>,
        member_id: Uuid,
        created_at: i64,
        expires_at: i64,
    }
    /// A signed-in browser.
    session = "session" {
        #[sea_orm(primary_key, auto_increment = false)]
        token_hash: Vec<u8>,
        member_id: Uuid,
        created_at: i64,
        seen_at: i64,
        expires_at: i64,
    }
    /// A connected Instagram account.
    account = "account" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        business_id: Uuid,
        ig_id: String,
        app_scoped_id: Option<String>,
        page_id: Option<String>,
        username: Vec<u8>,
        login: String,
        status: String,
        scopes: String,
        token: Vec<u8>,
        token_expires_at: Option<i64>,
        connected_at: i64,
        last_webhook_at: Option<i64>,
    }
    /// A person on Instagram, as one account knows them.
    customer = "customer" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        business_id: Uuid,
        account_id: Uuid,
        person_hash: Uuid,
        key_sealed: Vec<u8>,
        igsid: Option<Vec<u8>>,
        username: Option<Vec<u8>>,
        name: Option<Vec<u8>>,
        language: Option<String>,
        opted_out_at: Option<i64>,
        disclosed_at: Option<i64>,
        first_seen_at: i64,
        last_interaction_at: i64,
        profile_read_at: Option<i64>,
    }
    /// The one thread of a customer.
    conversation = "conversation" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        business_id: Uuid,
        account_id: Uuid,
        customer_id: Uuid,
        handler: String,
        handler_member: Option<Uuid>,
        handler_message: Option<Uuid>,
        needs_person: Option<String>,
        done_at: Option<i64>,
        snoozed_until: Option<i64>,
        window_at: Option<i64>,
        window_by: Option<String>,
        last_message_at: Option<i64>,
        last_message_id: Option<Uuid>,
        last_preview: Option<Vec<u8>>,
        last_is_ours: bool,
        unread: i64,
        subject_media: Option<Uuid>,
        elsewhere: bool,
        memory: Option<Vec<u8>>,
        version: i64,
    }
    /// A direct message.
    message = "message" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        business_id: Uuid,
        conversation_id: Uuid,
        mid_hash: Option<Uuid>,
        mid: Option<Vec<u8>>,
        author: String,
        member_id: Option<Uuid>,
        body: Option<Vec<u8>>,
        at: i64,
        state: String,
        error: Option<String>,
        media_id: Option<Uuid>,
        private_reply_to: Option<Uuid>,
        outbox_id: Option<Uuid>,
        decision_id: Option<Uuid>,
        seen_at: Option<i64>,
        language: Option<String>,
        num_edit: i64,
        act_hash: Option<Uuid>,
    }
    /// A comment, theirs or ours.
    comment = "comment" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        business_id: Uuid,
        account_id: Uuid,
        media_id: Uuid,
        parent_id: Option<Uuid>,
        customer_id: Option<Uuid>,
        conversation_id: Option<Uuid>,
        /// Whose key seals it: the commenter's, also for our replies; nothing means the business's.
        sealed_for: Option<Uuid>,
        ig_hash: Option<Uuid>,
        ig_id: Option<Vec<u8>>,
        author: String,
        member_id: Option<Uuid>,
        text: Vec<u8>,
        at: i64,
        hidden: bool,
        live: bool,
        state: String,
        private_reply_at: Option<i64>,
        outbox_id: Option<Uuid>,
        decision_id: Option<Uuid>,
        act_hash: Option<Uuid>,
    }
    /// A post, reel or story.
    media = "media" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        business_id: Uuid,
        account_id: Uuid,
        ig_media_id: String,
        kind: String,
        caption: String,
        permalink: Option<String>,
        picture_url: Option<String>,
        posted_at: Option<i64>,
        fetched_at: Option<i64>,
        created_at: i64,
    }
    /// A product.
    product = "product" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        business_id: Uuid,
        facts: String,
        active: bool,
        created_at: i64,
        updated_at: i64,
    }
    /// One size and colour of a product.
    variant = "variant" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        business_id: Uuid,
        product_id: Uuid,
        position: i64,
        sku: String,
        size: String,
        colour: String,
        price_minor: i64,
        currency: String,
        on_hand: i64,
        reserved: i64,
    }
    /// Which posts show which products.
    product_media = "product_media" {
        #[sea_orm(primary_key, auto_increment = false)]
        product_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        ig_media_id: String,
        business_id: Uuid,
    }
    /// An order.
    orders = "orders" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        business_id: Uuid,
        code: String,
        customer_id: Option<Uuid>,
        conversation_id: Option<Uuid>,
        state: String,
        shipping_minor: i64,
        currency: String,
        recipient: Vec<u8>,
        tracking_code: Option<Vec<u8>>,
        created_at: i64,
        updated_at: i64,
    }
    /// A line of an order.
    order_line = "order_line" {
        #[sea_orm(primary_key, auto_increment = false)]
        order_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        position: i64,
        variant_id: Uuid,
        title: String,
        quantity: i64,
        unit_minor: i64,
        currency: String,
    }
    /// A state that an order came to.
    order_step = "order_step" {
        #[sea_orm(primary_key)]
        seq: i64,
        order_id: Uuid,
        state: String,
        at: i64,
    }
    /// A unit of AI work.
    turn = "turn" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        business_id: Uuid,
        account_id: Uuid,
        conversation_id: Option<Uuid>,
        comment_id: Option<Uuid>,
        state: String,
        generation: i64,
        attempts: i64,
        opened_at: i64,
        due_at: i64,
        owner: Option<String>,
        lease_until: Option<i64>,
        error: Option<String>,
        closed_at: Option<i64>,
    }
    /// Something that is to leave for Instagram.
    outbox = "outbox" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        business_id: Uuid,
        account_id: Uuid,
        lane: Uuid,
        kind: String,
        sender_member: Option<Uuid>,
        conversation_id: Option<Uuid>,
        customer_id: Option<Uuid>,
        comment_id: Option<Uuid>,
        message_id: Option<Uuid>,
        reply_comment_id: Option<Uuid>,
        decision_id: Option<Uuid>,
        body: Vec<u8>,
        confirms_opt_out: bool,
        state: String,
        attempts: i64,
        next_at: i64,
        created_at: i64,
        owner: Option<String>,
        lease_until: Option<i64>,
        sending_at: Option<i64>,
        text_hash: Option<Uuid>,
        error: Option<String>,
    }
    /// A proposed answer that waits for a person.
    draft = "draft" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        business_id: Uuid,
        conversation_id: Uuid,
        comment_id: Option<Uuid>,
        text: Vec<u8>,
        reason: String,
        deadline: Option<i64>,
        state: String,
        decision_id: Option<Uuid>,
        created_at: i64,
        ended_at: Option<i64>,
    }
    /// Words of a member for colleagues.
    note = "note" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        business_id: Uuid,
        conversation_id: Uuid,
        member_id: Uuid,
        text: Vec<u8>,
        mentions: String,
        at: i64,
    }
    /// The why of an answer.
    decision = "decision" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        business_id: Uuid,
        turn_id: Uuid,
        customer_id: Option<Uuid>,
        conversation_id: Option<Uuid>,
        comment_id: Option<Uuid>,
        why: Vec<u8>,
        rule: String,
        outcome: String,
        at: i64,
    }
    /// A phrasing that a member taught.
    example = "example" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        business_id: Uuid,
        customer_id: Option<Uuid>,
        decision_id: Uuid,
        conversation_id: Option<Uuid>,
        comment_id: Option<Uuid>,
        member_id: Uuid,
        lesson: String,
        intent: String,
        language: String,
        text: Vec<u8>,
        at: i64,
    }
    /// A judgement on one send.
    verdict = "verdict" {
        #[sea_orm(primary_key)]
        seq: i64,
        business_id: Uuid,
        outbox_id: Option<Uuid>,
        decision_id: Option<Uuid>,
        stage: String,
        allowed: bool,
        rule: String,
        at: i64,
    }
    /// What the dashboard is told.
    live_event = "live_event" {
        #[sea_orm(primary_key)]
        seq: i64,
        business_id: Uuid,
        change: String,
        at: i64,
    }
    /// What came in and could not be acted on, as it came.
    raw_event = "raw_event" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        business_id: Option<Uuid>,
        kind: String,
        raw: Vec<u8>,
        at: i64,
    }
    /// An unsend or an edit that came before its message.
    early = "early" {
        #[sea_orm(primary_key, auto_increment = false)]
        mid_hash: Uuid,
        business_id: Uuid,
        kind: String,
        num_edit: i64,
        text: Option<Vec<u8>>,
        at: i64,
    }
    /// An answer already given to a request with an idempotency key.
    idempotency = "idempotency" {
        #[sea_orm(primary_key, auto_increment = false)]
        key_hash: Uuid,
        business_id: Uuid,
        request_hash: Uuid,
        status: i64,
        answer: Vec<u8>,
        at: i64,
    }
    /// An OAuth dance under way.
    oauth_state = "oauth_state" {
        #[sea_orm(primary_key, auto_increment = false)]
        state_hash: Uuid,
        business_id: Uuid,
        member_id: Uuid,
        login: String,
        return_to: String,
        expires_at: i64,
    }
}
