//! The dashboard out of the binary: its files, and its page in the reader's language and theme.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use memory_serve::CacheControl;
use serde::Deserialize;

use super::language::{Lang, cookie};
use super::problem::{Kind, Problem};
use super::web::Web;

/// The page as it was built, with `__LANG__`, `__DIR__`, `__THEME__` and `__NONCE__` to be filled.
const PAGE: &str = include_str!(concat!(env!("OUT_DIR"), "/index.html"));

/// A year: preferences are asked for once.
const PREFERENCE_SECONDS: u32 = 31_536_000;

/// Paths that are not the dashboard's; among them names kept free for pages that come later.
const NOT_PAGES: [&str; 11] = [
    "api", "assets", "deletion", "fonts", "metrics", "oauth", "order", "pictures", "privacy",
    "rights", "webhooks",
];

/// The files, read into memory once in the life of a process.
static FILES: LazyLock<Router> = LazyLock::new(|| {
    memory_serve::load!()
        .index_file(None)
        .html_cache_control(CacheControl::NoCache)
        .cache_control(CacheControl::Long)
        .into_router()
});

/// The dashboard: a file if there is one by that name, else the page.
pub fn router(web: Web) -> Router<Web> {
    let files = FILES.clone().with_state::<Web>(());
    files
        .fallback(page)
        .layer(middleware::from_fn_with_state(web, file_rules))
}

async fn file_rules(State(_): State<Web>, request: Request, next: Next) -> Response {
    if request.uri().path() == "/index.html" {
        // The page with its holes open is of no use to anyone.
        return Redirect::permanent("/").into_response();
    }
    // Only names with a hash in them never change.
    let hashed = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let long = response
        .headers()
        .get(header::CACHE_CONTROL)
        .is_some_and(|value| {
            value
                .to_str()
                .is_ok_and(|value| value.contains("immutable"))
        });
    if long && !hashed {
        let day = HeaderValue::from_static("max-age=86400");
        response.headers_mut().insert(header::CACHE_CONTROL, day);
    }
    response
}

#[derive(Deserialize)]
struct Choice {
    lang: Option<String>,
    theme: Option<String>,
}

async fn page(
    State(web): State<Web>,
    Query(choice): Query<Choice>,
    request: Request,
) -> Result<Response, Problem> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Kind::WrongMethod.into());
    }
    let path = request.uri().path();
    let first = path.split('/').nth(1).unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    if NOT_PAGES.contains(&first) || last.contains('.') {
        return Err(Kind::NotFound.into());
    }
    let mut nonce = [0; 18];
    web.chance.fill(&mut nonce);
    Ok(render(
        request.headers(),
        &choice,
        &STANDARD_NO_PAD.encode(nonce),
    ))
}

fn render(headers: &HeaderMap, choice: &Choice, nonce: &str) -> Response {
    let chosen = choice.lang.as_deref().and_then(Lang::from_tag);
    let lang = chosen.unwrap_or_else(|| Lang::of(headers));
    let chosen_theme = choice.theme.as_deref().and_then(known_theme);
    let theme = chosen_theme
        .or_else(|| cookie(headers, "palette_theme").and_then(known_theme))
        .unwrap_or("system");
    let html = PAGE
        .replace("__LANG__", lang.tag())
        .replace("__DIR__", lang.dir())
        .replace("__THEME__", theme)
        .replace("__NONCE__", nonce);
    let mut response = Html(html).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::CONTENT_LANGUAGE,
        HeaderValue::from_static(lang.tag()),
    );
    set(headers, header::CONTENT_SECURITY_POLICY, &policy(nonce));
    if chosen.is_some() {
        set(
            headers,
            header::SET_COOKIE,
            &preference("palette_lang", lang.tag()),
        );
    }
    if let Some(theme) = chosen_theme {
        set(
            headers,
            header::SET_COOKIE,
            &preference("palette_theme", theme),
        );
    }
    response
}

fn known_theme(text: &str) -> Option<&'static str> {
    ["light", "dark", "system"]
        .into_iter()
        .find(|theme| *theme == text)
}

fn preference(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; Max-Age={PREFERENCE_SECONDS}; SameSite=Lax")
}

/// What the page may load and run: its own files, and styles that carry this page's nonce.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'self'; style-src 'self' 'nonce-{nonce}'; script-src 'self'; \
         img-src 'self' data:; connect-src 'self'; object-src 'none'; form-action 'self'; \
         frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'"
    )
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.append(name, value);
    }
}
