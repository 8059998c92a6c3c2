//! Pictures of products, out of the folder `pictures` in the data folder.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

use super::problem::{Kind, Problem};
use super::web::Web;

/// A picture is shown in a list of dozens: larger ones have no place here.
const PICTURE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// A drawing may style itself and do nothing else, also when it is opened by itself.
pub const DRAWING_CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// Serves one picture.
pub async fn picture(
    State(web): State<Web>,
    Path(file): Path<String>,
) -> Result<Response, Problem> {
    let kind = kind_of(&file).ok_or(Kind::NotFound)?;
    let path = web.config.data_dir.join("pictures").join(&file);
    let facts = tokio::fs::metadata(&path)
        .await
        .map_err(|_| Kind::NotFound)?;
    if !facts.is_file() || facts.len() > PICTURE_BYTES_MAX {
        return Err(Kind::NotFound.into());
    }
    let bytes = tokio::fs::read(&path).await.map_err(Problem::internal)?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("max-age=86400"),
    );
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(DRAWING_CSP),
    );
    Ok(response)
}

/// The media type of a plain file name; nothing for names that could leave the folder.
fn kind_of(file: &str) -> Option<&'static str> {
    let (stem, ending) = file.rsplit_once('.')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if stem.is_empty() || stem.len() > 100 || !stem.chars().all(plain) {
        return None;
    }
    match ending {
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        "jpg" => Some("image/jpeg"),
        "webp" => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_of_pictures() {
        let cases = [
            ("dress-1.svg", Some("image/svg+xml")),
            ("a.png", Some("image/png")),
            (".svg", None),
            ("../palette.db", None),
            ("..%2Fmaster.svg", None),
            ("a/b.svg", None),
            ("master.key", None),
            ("a.svg.html", None),
        ];
        for (file, expected) in cases {
            assert_eq!(kind_of(file), expected, "{file}");
        }
    }
}
