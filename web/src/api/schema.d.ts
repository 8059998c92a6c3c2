/** The shapes of the HTTP API, in the form that `npm run api` writes from docs/api/openapi.json. */

type S = components["schemas"];
type None = { query?: never; header?: never; path?: never; cookie?: never };
type Biz = { business_id: string };
type Key = { "Idempotency-Key"?: string };
type Json<T> = { headers: { [name: string]: unknown }; content: { "application/json": T } };
type Empty = { headers: { [name: string]: unknown }; content?: never };
type Bad = {
  headers: { [name: string]: unknown };
  content: { "application/problem+json": S["Problem"] };
};
type Body<T> = { content: { "application/json": T } };
type Read<P, Q, T> = {
  parameters: { path: P; query?: Q; header?: never; cookie?: never };
  requestBody?: never;
  responses: { 200: Json<T>; 401: Bad };
};
type Write<P, B, R> = {
  parameters: { path: P; query?: never; header?: Key; cookie?: never };
  requestBody: Body<B>;
  responses: R & { 422: Bad };
};
type Act<P, R> = {
  parameters: { path: P; query?: never; header?: Key; cookie?: never };
  requestBody?: never;
  responses: R & { 401: Bad };
};
type Page<T> = { items: T[]; next: string | null };

export interface paths {
  "/api/v1/session": {
    parameters: None;
    get: { parameters: None; requestBody?: never; responses: { 200: Json<S["Me"]>; 401: Bad } };
    post: {
      parameters: None;
      requestBody: Body<S["SignIn"]>;
      responses: { 200: Json<S["Me"]>; 401: Bad; 429: Bad };
    };
    delete: { parameters: None; requestBody?: never; responses: { 204: Empty } };
  };
  "/api/v1/businesses/{business_id}": { get: Read<Biz, never, S["Business"]> };
  "/api/v1/businesses/{business_id}/settings/sheet": {
    put: Write<Biz, S["PolicySheet"], { 200: Json<S["Settings"]> }>;
  };
  "/api/v1/businesses/{business_id}/settings/ai": {
    put: Write<Biz, S["AiSettings"], { 200: Json<S["Settings"]> }>;
  };
  "/api/v1/businesses/{business_id}/counts": { get: Read<Biz, never, S["Counts"]> };
  "/api/v1/businesses/{business_id}/accounts": { get: Read<Biz, never, Page<S["Account"]>> };
  "/api/v1/businesses/{business_id}/accounts/connect": {
    post: Write<Biz, { login: "instagram" | "facebook" }, { 200: Json<{ authorize_url: string }> }>;
  };
  "/api/v1/businesses/{business_id}/accounts/{account_id}": {
    delete: Act<Biz & { account_id: string }, { 204: Empty }>;
  };
  "/api/v1/businesses/{business_id}/conversations": {
    get: Read<
      Biz,
      {
        folder?: "all" | "unread" | "needs_person" | "ai" | "person";
        account_id?: string;
        q?: string;
        after?: string;
        limit?: number;
      },
      Page<S["ConversationRow"]>
    >;
  };
  "/api/v1/businesses/{business_id}/conversations/{conversation_id}": {
    get: Read<Biz & { conversation_id: string }, never, S["Conversation"]>;
  };
  "/api/v1/businesses/{business_id}/conversations/{conversation_id}/timeline": {
    get: Read<
      Biz & { conversation_id: string },
      { before?: string; limit?: number },
      Page<S["Entry"]>
    >;
  };
  "/api/v1/businesses/{business_id}/conversations/{conversation_id}/messages": {
    post: Write<
      Biz & { conversation_id: string },
      { text: string; draft_id?: string },
      { 202: Json<{ items: S["Entry"][] }> }
    >;
  };
  "/api/v1/businesses/{business_id}/conversations/{conversation_id}/take-over": {
    post: Act<Biz & { conversation_id: string }, { 200: Json<S["ConversationRow"]> }>;
  };
  "/api/v1/businesses/{business_id}/conversations/{conversation_id}/give-back": {
    post: Act<Biz & { conversation_id: string }, { 200: Json<S["ConversationRow"]> }>;
  };
  "/api/v1/businesses/{business_id}/conversations/{conversation_id}/read": {
    post: Act<Biz & { conversation_id: string }, { 204: Empty }>;
  };
  "/api/v1/businesses/{business_id}/conversations/{conversation_id}/drafts/{draft_id}/discard": {
    post: Act<Biz & { conversation_id: string; draft_id: string }, { 204: Empty }>;
  };
  "/api/v1/businesses/{business_id}/decisions/{decision_id}": {
    get: Read<Biz & { decision_id: string }, never, S["Decision"]>;
  };
  "/api/v1/businesses/{business_id}/media": {
    get: Read<Biz, { after?: string; limit?: number }, Page<S["MediaRow"]>>;
  };
  "/api/v1/businesses/{business_id}/comments": {
    get: Read<
      Biz,
      {
        media_id?: string;
        state?: "all" | "new" | "answered" | "ignored" | "needs_person" | "hidden";
        after?: string;
        limit?: number;
      },
      Page<S["CommentView"]>
    >;
  };
  "/api/v1/businesses/{business_id}/comments/{comment_id}/reply": {
    post: Write<Biz & { comment_id: string }, { text: string }, { 202: Json<S["CommentView"]> }>;
  };
  "/api/v1/businesses/{business_id}/comments/{comment_id}/private-reply": {
    post: Write<Biz & { comment_id: string }, { text: string }, { 202: Json<S["CommentView"]> }>;
  };
  "/api/v1/businesses/{business_id}/comments/{comment_id}/hide": {
    post: Act<Biz & { comment_id: string }, { 202: Json<S["CommentView"]> }>;
  };
  "/api/v1/businesses/{business_id}/comments/{comment_id}/unhide": {
    post: Act<Biz & { comment_id: string }, { 202: Json<S["CommentView"]> }>;
  };
  "/api/v1/businesses/{business_id}/orders": {
    get: Read<
      Biz,
      { state?: S["OrderState"]; q?: string; after?: string; limit?: number },
      Page<S["OrderRow"]>
    >;
  };
  "/api/v1/businesses/{business_id}/orders/{order_id}": {
    get: Read<Biz & { order_id: string }, never, S["Order"]>;
    patch: Write<
      Biz & { order_id: string },
      { recipient?: S["Recipient"]; tracking_code?: string },
      { 200: Json<S["Order"]> }
    >;
  };
  "/api/v1/businesses/{business_id}/orders/{order_id}/state": {
    post: Write<
      Biz & { order_id: string },
      { to: S["OrderState"]; tracking_code?: string },
      { 200: Json<S["Order"]> }
    >;
  };
  "/api/v1/businesses/{business_id}/products": {
    get: Read<Biz, { q?: string; after?: string; limit?: number }, Page<S["Product"]>>;
    post: Write<Biz, S["NewProduct"], { 201: Json<S["Product"]> }>;
  };
  "/api/v1/businesses/{business_id}/products/{product_id}": {
    get: Read<Biz & { product_id: string }, never, S["Product"]>;
    put: Write<Biz & { product_id: string }, S["ProductEdit"], { 200: Json<S["Product"]> }>;
  };
  "/api/v1/businesses/{business_id}/products/{product_id}/variants": {
    post: Write<Biz & { product_id: string }, S["VariantEdit"], { 200: Json<S["Product"]> }>;
  };
  "/api/v1/businesses/{business_id}/products/{product_id}/variants/{variant_id}": {
    put: Write<
      Biz & { product_id: string; variant_id: string },
      S["VariantEdit"],
      { 200: Json<S["Product"]> }
    >;
  };
}

export interface components {
  schemas: {
    Problem: {
      type: string;
      title: string;
      status: number;
      detail?: string;
      request_id?: string;
      rule?: string;
      errors?: { pointer: string; code: string; detail: string }[];
    };
    SignIn: { email: string; password: string };
    Me: {
      member: { id: string; name: string; email: string };
      businesses: {
        id: string;
        name: string;
        role: "owner" | "admin" | "agent" | "analyst";
        permissions: string[];
      }[];
      instagram_ready: boolean;
      demo: boolean;
    };
    Money: { minor: number; currency: string };
    Bilingual: { fa: string; en: string };
    Business: { id: string; name: string; settings: S["Settings"]; now: number };
    Settings: { sheet: S["PolicySheet"]; ai: S["AiSettings"]; time_zone: string };
    ShippingRule: {
      area: S["Bilingual"];
      places: string[];
      cost: S["Money"] | null;
      days_min: number;
      days_max: number;
      carrier: S["Bilingual"];
    };
    PolicySheet: {
      shipping: S["ShippingRule"][];
      free_shipping_from: S["Money"] | null;
      payment: S["Bilingual"];
      returns: S["Bilingual"];
      hours: S["Bilingual"];
      address: S["Bilingual"];
      sizes: S["Bilingual"];
      discounts: S["Bilingual"];
    };
    AiSettings: {
      mode: "off" | "draft" | "auto";
      tone: "formal" | "warm" | "brief";
      disclosure: S["Bilingual"];
      quiet_time: number | null;
    };
    Counts: {
      needs_person: number;
      unread: number;
      ai: number;
      all: number;
      comments_needing_person: number;
      orders_by_state: { [state: string]: number };
    };
    Account: {
      id: string;
      ig_id: string;
      username: string;
      login: "instagram" | "facebook";
      status: "active" | "token_dead" | "disconnected";
      scopes: string[];
      missing_scopes: string[];
      token_expires_at: number | null;
      connected_at: number;
      last_webhook_at: number | null;
    };
    CustomerRef: { id: string; name: string | null; username: string | null };
    MemberRef: { id: string; name: string };
    WindowView: {
      state: "open" | "human_only" | "closed" | "never";
      ends_at: number | null;
      human_ends_at: number | null;
      opened_by: string | null;
    };
    ConversationRow: {
      id: string;
      account_id: string;
      customer: S["CustomerRef"];
      last_message: { text: string; at: number; is_ours: boolean } | null;
      unread: number;
      handler: "ai" | "person";
      handler_member: S["MemberRef"] | null;
      needs_person: string | null;
      window: S["WindowView"];
      has_draft: boolean;
      turn: "none" | "waiting" | "thinking";
      version: number;
    };
    Conversation: Omit<S["ConversationRow"], "customer"> & {
      customer: S["CustomerRef"] & {
        language: string | null;
        first_seen_at: number;
        opted_out_at: number | null;
      };
      subject: S["MediaRef"] | null;
      drafts: S["Draft"][];
      orders: S["OrderRow"][];
      can: string[];
      refusals: { [action: string]: string };
    };
    MediaRef: {
      ig_media_id?: string;
      id: string;
      kind: string;
      caption: string;
      picture_url: string | null;
      permalink: string | null;
      products: { id: string; name: S["Bilingual"] }[];
    };
    MediaRow: S["MediaRef"] & {
      account_id: string;
      posted_at: number | null;
      comments: number;
      needing_person: number;
    };
    Draft: {
      id: string;
      text: string;
      reason: string;
      deadline: number | null;
      comment_id: string | null;
      decision_id: string | null;
      created_at: number;
    };
    Line: { dir: "rtl" | "ltr"; text: string };
    Entry: {
      id: string;
      kind: "message" | "comment" | "public_reply" | "private_reply";
      author: "customer" | "ai" | "member" | "app";
      member: S["MemberRef"] | null;
      text: string;
      lines: S["Line"][];
      attachments: { kind: string; url: string | null; title: string | null }[];
      at: number;
      state:
        | "received"
        | "queued"
        | "sending"
        | "sent"
        | "unknown"
        | "failed"
        | "cancelled"
        | "unsent";
      error: { code: string; title: string; detail: string } | null;
      media: S["MediaRef"] | null;
      comment_id: string | null;
      reply_to: { kind: "message" | "story"; text: string | null } | null;
      quick_replies: string[];
      reaction: string | null;
      seen_at: number | null;
      decision_id: string | null;
      hidden: boolean;
    };
    Decision: {
      id: string;
      at: number;
      engine: string;
      rule: string;
      outcome: string;
      reason: string | null;
      subject: string | null;
      understood: {
        language: string;
        intents: { intent: string; confidence: number }[];
        moderation: string;
        entities: { kind: string; text: string; value: unknown; start: number; end: number }[];
      };
      facts: { kind: string; about: string; value: string }[];
      verdicts: { stage: string; allowed: boolean; rule: string; at: number }[];
    };
    CommentView: {
      id: string;
      media_id: string;
      customer: S["CustomerRef"] | null;
      author: "customer" | "ai" | "member" | "app";
      text: string;
      lines: S["Line"][];
      at: number;
      hidden: boolean;
      state: "new" | "answered" | "ignored" | "needs_person";
      conversation_id: string | null;
      replies: S["CommentView"][];
      private_reply: { at: number; state: string } | null;
      can: string[];
      refusals: { [action: string]: string };
      decision_id: string | null;
      send_state: string | null;
      draft: S["Draft"] | null;
    };
    OrderState:
      | "draft"
      | "awaiting_payment"
      | "paid"
      | "packing"
      | "shipped"
      | "delivered"
      | "cancelled"
      | "returned";
    OrderRow: {
      id: string;
      code: string;
      state: S["OrderState"];
      customer: S["CustomerRef"] | null;
      total: S["Money"];
      lines_count: number;
      created_at: number;
      updated_at: number;
    };
    OrderLine: {
      variant_id: string;
      product_id: string | null;
      title: string;
      sku: string;
      quantity: number;
      unit_price: S["Money"];
    };
    Recipient: {
      name: string;
      phone: string;
      province: string;
      city: string;
      street: string;
      postal_code: string;
    };
    Order: S["OrderRow"] & {
      conversation_id: string | null;
      lines: S["OrderLine"][];
      shipping: S["Money"];
      recipient: S["Recipient"];
      tracking_code: string | null;
      history: { state: S["OrderState"]; at: number }[];
      can: S["OrderState"][];
    };
    Variant: {
      id: string;
      sku: string;
      size: string;
      colour: S["Bilingual"];
      price: S["Money"];
      on_hand: number;
      reserved: number;
      available: number;
    };
    VariantEdit: {
      sku: string;
      size: string;
      colour: S["Bilingual"];
      price: S["Money"];
      on_hand: number;
    };
    ProductEdit: {
      name_fa: string;
      name_en: string;
      aliases: string[];
      description: S["Bilingual"];
      material: S["Bilingual"];
      size_guide: S["Bilingual"];
      picture: string;
      active: boolean;
      media_ids: string[];
    };
    NewProduct: S["ProductEdit"] & { variants: S["VariantEdit"][] };
    Product: S["ProductEdit"] & {
      id: string;
      price_min: S["Money"] | null;
      price_max: S["Money"] | null;
      available: number;
      variants: S["Variant"][];
      updated_at: number;
    };
  };
}
