//! Every address of the product, and the layers around them.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use utoipa_swagger_ui::SwaggerUi;

use super::web::Web;
use super::{
    accounts, assets, business, comments, conversations, decisions, document, drafts, events,
    examples, frame, health, media, members, messages, notes, oauth, orders, pictures, products,
    session, settings, timeline, webhook,
};
use crate::state::App;

/// A body of the API at most: a policy sheet with a hundred areas fits many times.
const BODY_BYTES_MAX: usize = 256 * 1024;
/// An answer of the API takes milliseconds; what takes longer than this is stuck.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// The reference page runs its own files, and styles its logo inline.
const DOCS_CSP: &str = "default-src 'self'; img-src 'self' data:; style-src 'self' \
    'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

/// All of it.
pub fn router(app: App) -> Router {
    let web = Web::new(app);
    let mut csrf = CsrfLayer::new();
    if let Ok(public) = url::Url::parse(&web.config.public_url())
        && let Ok(trusting) = csrf
            .clone()
            .add_trusted_origin(public.origin().ascii_serialization())
    {
        csrf = trusting;
    }
    let (api, _) = described().split_for_parts();
    let docs: Router<Web> = SwaggerUi::new("/api/docs")
        .url("/api/v1/openapi.json", document::openapi())
        .into();
    let docs_csp = HeaderValue::from_static(DOCS_CSP);
    let csp = header::CONTENT_SECURITY_POLICY;
    Router::new()
        .merge(api.layer(csrf))
        .merge(docs.layer(SetResponseHeaderLayer::overriding(csp, docs_csp)))
        .route("/metrics", get(health::metrics))
        .route("/pictures/{file}", get(pictures::picture))
        .route("/oauth/{login}/callback", get(oauth::callback))
        .route(
            "/webhooks/instagram",
            get(webhook::handshake).post(webhook::deliver),
        )
        .merge(assets::router(web.clone()))
        .layer(CatchPanicLayer::custom(frame::after_panic))
        .layer(middleware::from_fn_with_state(web.clone(), frame::around))
        .with_state(web)
}

/// `/metrics` for an address of its own, which the operator keeps from the world.
pub fn metrics_router(app: App) -> Router {
    Router::new()
        .route("/metrics", get(health::open_metrics))
        .with_state(Web::new(app))
}

/// The part that the OpenAPI document describes.
pub(super) fn described() -> OpenApiRouter<Web> {
    let timeout = TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN);
    let answers = v1()
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CompressionLayer::new())
        .layer(timeout);
    // A stream of events has no end to wait for.
    let streams = OpenApiRouter::default().routes(routes!(events::stream));
    OpenApiRouter::with_openapi(document::bare())
        .nest("/api/v1", answers.merge(streams))
        .routes(routes!(health::health))
        .routes(routes!(health::ready))
}

fn v1() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(session::sign_in, session::me, session::sign_out))
        .routes(routes!(session::accept_invitation))
        .routes(routes!(business::detail))
        .routes(routes!(business::counts))
        .routes(routes!(settings::put_sheet))
        .routes(routes!(settings::put_ai))
        .routes(routes!(examples::list))
        .routes(routes!(examples::forget))
        .routes(routes!(accounts::list))
        .routes(routes!(oauth::begin))
        .routes(routes!(accounts::disconnect))
        .routes(routes!(conversations::list))
        .routes(routes!(conversations::detail))
        .routes(routes!(conversations::take_over))
        .routes(routes!(conversations::give_back))
        .routes(routes!(conversations::mark_read))
        .routes(routes!(conversations::done))
        .routes(routes!(conversations::snooze))
        .routes(routes!(conversations::reopen))
        .routes(routes!(timeline::list))
        .routes(routes!(messages::send))
        .routes(routes!(notes::add))
        .routes(routes!(members::list))
        .routes(routes!(drafts::discard))
        .routes(routes!(decisions::detail))
        .routes(routes!(examples::correct))
        .routes(routes!(media::list))
        .routes(routes!(media::picture))
        .routes(routes!(comments::list))
        .routes(routes!(comments::reply))
        .routes(routes!(comments::private_reply))
        .routes(routes!(comments::hide))
        .routes(routes!(comments::unhide))
        .routes(routes!(orders::list, orders::create))
        .routes(routes!(orders::detail, orders::change))
        .routes(routes!(orders::go))
        .routes(routes!(products::list, products::create))
        .routes(routes!(products::detail, products::change))
        .routes(routes!(products::change_variant, products::remove_variant))
        .routes(routes!(products::add_variant))
}
