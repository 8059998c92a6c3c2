//! The phone page: its files, held in the binary, and the pictures it shows.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::pictures;
use crate::sim::Sim;

/// Name, kind and content of each file.
const FILES: &[(&str, &str, &str)] = &[
    (
        "phone.css",
        "text/css; charset=utf-8",
        include_str!("assets/phone.css"),
    ),
    (
        "consent.css",
        "text/css; charset=utf-8",
        include_str!("assets/consent.css"),
    ),
    (
        "main.js",
        "text/javascript; charset=utf-8",
        include_str!("assets/main.js"),
    ),
    (
        "dom.js",
        "text/javascript; charset=utf-8",
        include_str!("assets/dom.js"),
    ),
    (
        "words.js",
        "text/javascript; charset=utf-8",
        include_str!("assets/words.js"),
    ),
    (
        "chat.js",
        "text/javascript; charset=utf-8",
        include_str!("assets/chat.js"),
    ),
    (
        "feed.js",
        "text/javascript; charset=utf-8",
        include_str!("assets/feed.js"),
    ),
    (
        "people.js",
        "text/javascript; charset=utf-8",
        include_str!("assets/people.js"),
    ),
];

const PAGE: &str = include_str!("assets/index.html");
const POLICY: &str = "default-src 'self'; img-src 'self' http: https: data:; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// The routes.
pub fn routes() -> Router<Arc<Sim>> {
    Router::new()
        .route(
            "/phone",
            get(async || sent("text/html; charset=utf-8", PAGE.to_owned())),
        )
        .route("/phone/{file}", get(file))
        .route("/media/{file}", get(media))
        .route("/avatar/{file}", get(avatar))
}

fn sent(kind: &'static str, text: String) -> Response {
    let headers: [(HeaderName, &str); 4] = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, text).into_response()
}

async fn file(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, text)) => sent(kind, (*text).to_owned()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn picture(text: String) -> Response {
    let headers: [(HeaderName, &str); 3] = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'",
        ),
        (header::CACHE_CONTROL, "max-age=300"),
    ];
    (headers, text).into_response()
}

async fn media(State(sim): State<Arc<Sim>>, Path(file): Path<String>) -> Response {
    let id = file.trim_end_matches(".svg");
    let world = sim.lock();
    let Some(media) = world.media.get(id) else {
        // Posts of others, and files that were uploaded, have a picture of their own.
        let elsewhere = world.mentions.iter().any(|one| one.media_id == id);
        if elsewhere || id.starts_with("upload-") {
            return picture(pictures::post(id, 5, false));
        }
        return StatusCode::NOT_FOUND.into_response();
    };
    if let Some(svg) = &media.picture_svg {
        return picture(svg.clone());
    }
    let posts = world.posts(&media.ig_id);
    // Counted from the oldest, so that a new post does not change the older ones' pictures.
    let place = posts
        .iter()
        .rev()
        .position(|post| post.id == id)
        .unwrap_or(5);
    let place = 11 - place % 12;
    picture(pictures::post(id, place, media.product_type == "STORY"))
}

async fn avatar(State(sim): State<Arc<Sim>>, Path(file): Path<String>) -> Response {
    let id = file.trim_end_matches(".svg");
    let world = sim.lock();
    let name = match (world.account(id), world.person(id)) {
        (Some(account), _) => account.name.clone(),
        (None, Some(person)) => person.name.clone(),
        (None, None) => String::new(),
    };
    picture(pictures::avatar(id, &name))
}
