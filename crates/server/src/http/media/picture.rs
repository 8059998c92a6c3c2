//! A post's picture, fetched from Meta for the dashboard: its page loads nothing from elsewhere.

use std::sync::LazyLock;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use palette_domain::{BusinessId, MediaId};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::config::Config;
use crate::http::access::{Access, Read};
use crate::http::fields::Ids;
use crate::http::pictures::DRAWING_CSP;
use crate::http::problem::{Kind, Problem};
use crate::http::web::Web;

/// Instagram's pictures are some hundred kilobytes.
const PICTURE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Who waits longer sees the place without its picture.
const WITHIN: Duration = Duration::from_secs(10);
/// Where Meta keeps pictures: nothing else is asked for one, whatever an address says (C5.1).
const META: [&str; 4] = [
    "cdninstagram.com",
    "fbcdn.net",
    "instagram.com",
    "facebook.com",
];
/// What a browser shows as a picture.
const KINDS: [&str; 5] = [
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "image/svg+xml",
];

/// Follows nothing: an address that leads elsewhere is not Meta's picture.
static CLIENT: LazyLock<Option<reqwest::Client>> = LazyLock::new(|| {
    let policy = reqwest::redirect::Policy::none();
    reqwest::Client::builder()
        .no_proxy()
        .redirect(policy)
        .timeout(WITHIN)
        .build()
        .ok()
});

/// The path of one post.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct MediaPath {
    /// The business.
    #[param(value_type = String)]
    #[serde(rename = "business_id")]
    _business_id: BusinessId,
    /// The post.
    #[param(value_type = String)]
    media_id: MediaId,
}

/// A post's picture, as long as Instagram serves it.
#[utoipa::path(
    get, path = "/businesses/{business_id}/media/{media_id}/picture", tag = "comments",
    params(MediaPath),
    responses((
        status = 200, description = "The picture", content_type = "image/jpeg", body = Vec<u8>,
    )),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn picture(
    access: Access<Read>,
    State(web): State<Web>,
    Ids(path): Ids<MediaPath>,
) -> Result<Response, Problem> {
    let media = access
        .business
        .media(path.media_id)
        .await?
        .ok_or(Kind::NotFound)?;
    let url = media.picture_url.ok_or(Kind::NotFound)?;
    let url = url::Url::parse(&url).map_err(|_| Kind::NotFound)?;
    if !is_metas(&url, &web.config) {
        return Err(Kind::NotFound.into());
    }
    let (kind, bytes) = fetch(url).await.ok_or(Kind::NotFound)?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, max-age=3600"),
    );
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(DRAWING_CSP),
    );
    Ok(response)
}

/// One of Meta's hosts over https, or the very host that stands for Meta in the settings.
fn is_metas(url: &url::Url, config: &Config) -> bool {
    let named = [&config.instagram.graph_url, &config.facebook.graph_url];
    let stands_for =
        |named: &&String| url::Url::parse(named).is_ok_and(|named| named.origin() == url.origin());
    let host = url.host_str().unwrap_or_default();
    let is = |meta: &str| {
        host.strip_suffix(meta)
            .is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
    };
    named.iter().any(stands_for) || (url.scheme() == "https" && META.into_iter().any(is))
}

/// Nothing when it is not there any more, too large, or no picture.
async fn fetch(url: url::Url) -> Option<(&'static str, Vec<u8>)> {
    let mut answer = CLIENT.as_ref()?.get(url).send().await.ok()?;
    if !answer.status().is_success() {
        return None;
    }
    let told = answer.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    let told = told.split(';').next()?.trim().to_ascii_lowercase();
    let kind = KINDS.into_iter().find(|kind| *kind == told)?;
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.ok()? {
        if bytes.len() + chunk.len() > PICTURE_BYTES_MAX {
            return None;
        }
        bytes.extend_from_slice(&chunk);
    }
    Some((kind, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Flags;

    #[test]
    fn only_meta_is_asked() {
        let folder = Some(std::env::temp_dir().join("palette-no-such-folder/data"));
        let config = Config::load(Flags {
            data_dir: folder,
            ..Flags::default()
        });
        let config = config.expect("a configuration");
        let cases = [
            ("https://scontent.cdninstagram.com/a.jpg", true),
            ("https://scontent-ams2-1.xx.fbcdn.net/a.jpg", true),
            ("https://graph.instagram.com/a.jpg", true),
            ("http://scontent.cdninstagram.com/a.jpg", false),
            ("https://evilcdninstagram.com/a.jpg", false),
            ("https://cdninstagram.com.evil.example/a.jpg", false),
            ("https://127.0.0.1/a.jpg", false),
            ("http://169.254.169.254/latest", false),
            ("file:///etc/passwd", false),
        ];
        for (url, expected) in cases {
            let url_read = url::Url::parse(url).expect("an address");
            assert_eq!(is_metas(&url_read, &config), expected, "{url}");
        }
    }
}
