//! The reader's language: a cookie they chose wins over what their browser prefers.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::request::Parts;

/// A language of the interface.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lang {
    /// Persian, written from the right; the default.
    #[default]
    Fa,
    /// English.
    En,
}

impl Lang {
    /// The tag of the `lang` attribute.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Fa => "fa",
            Lang::En => "en",
        }
    }
    /// The value of the `dir` attribute.
    pub const fn dir(self) -> &'static str {
        match self {
            Lang::Fa => "rtl",
            Lang::En => "ltr",
        }
    }
    /// From a tag such as `fa`, `fa-IR`, `en-GB`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split('-').next()?.trim().to_ascii_lowercase().as_str() {
            "fa" => Some(Lang::Fa),
            "en" => Some(Lang::En),
            _ => None,
        }
    }
    /// One of two texts.
    pub const fn pick<T: Copy>(self, fa: T, en: T) -> T {
        match self {
            Lang::Fa => fa,
            Lang::En => en,
        }
    }
    /// The language of whoever made a request.
    pub fn of(headers: &HeaderMap) -> Self {
        cookie(headers, "palette_lang")
            .and_then(Lang::from_tag)
            .unwrap_or_else(|| accepted(headers))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Lang {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Lang::of(&parts.headers))
    }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    pairs.flat_map(|pairs| pairs.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then_some(value)
    })
}

/// The first of ours that the browser names, by its weights. One that names only languages we
/// don't speak gets English; one that names none gets Persian.
fn accepted(headers: &HeaderMap) -> Lang {
    let Some(text) = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
    else {
        return Lang::default();
    };
    let mut best: Option<(f32, Lang)> = None;
    for part in text.split(',').take(16) {
        let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
        let weight = weight.trim().parse::<f32>().unwrap_or(0.0);
        if tag.trim() == "*" && best.is_none() {
            return Lang::default();
        }
        if let Some(lang) = Lang::from_tag(tag)
            && best.is_none_or(|(most, _)| weight > most)
        {
            best = Some((weight, lang));
        }
    }
    best.map_or(Lang::En, |(_, lang)| lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_wins_then_the_browser_then_persian() {
        let cases = [
            (None, None, Lang::Fa),
            (Some("en-GB,en;q=0.9"), None, Lang::En),
            (Some("fa-IR,fa;q=0.9,en;q=0.8"), None, Lang::Fa),
            (Some("de-DE,en;q=0.5,fa;q=0.7"), None, Lang::Fa),
            (Some("de-DE"), None, Lang::En),
            (Some("*"), None, Lang::Fa),
            (Some("fa"), Some("a=b; palette_lang=en"), Lang::En),
            (Some("en"), Some("palette_lang=xx"), Lang::En),
        ];
        for (accept, cookie, expected) in cases {
            let mut headers = HeaderMap::new();
            if let Some(accept) = accept {
                headers.insert(ACCEPT_LANGUAGE, accept.parse().expect("a header"));
            }
            if let Some(cookie) = cookie {
                headers.insert(COOKIE, cookie.parse().expect("a header"));
            }
            assert_eq!(Lang::of(&headers), expected, "{accept:?} {cookie:?}");
        }
    }
}
