//! What a request says, read strictly: JSON bodies and query strings, with each wrong field named.

use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use bytes::Bytes;
use garde::Validate;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_path_to_error::{Path as SerdePath, Segment};

use super::problem::{Code, FieldError, Kind, Problem};

/// A JSON body that was read and whose every rule holds.
pub struct Fields<T>(pub T);

impl<S, T> FromRequest<S> for Fields<T>
where
    S: Send + Sync,
    T: DeserializeOwned + Validate<Context = ()>,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let json = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if !json.is_some_and(is_json) {
            return Err(Kind::WrongContentType.into());
        }
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|_| Kind::TooLarge)?;
        read(&body).map(Self)
    }
}

fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// Reads a body: the first field of a wrong type, or else every rule that does not hold.
fn read<T: DeserializeOwned + Validate<Context = ()>>(body: &[u8]) -> Result<T, Problem> {
    // First whether it is JSON at all: an unknown field would be told before a missing brace.
    serde_json::from_slice::<IgnoredAny>(body).map_err(|_| Kind::NotJson)?;
    let mut json = serde_json::Deserializer::from_slice(body);
    let value: T = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| wrong_shape(pointer(error.path()), &error.inner().to_string()))?;
    check(&value)?;
    Ok(value)
}

/// Holds a value against its rules.
fn check<T: Validate<Context = ()>>(value: &T) -> Result<(), Problem> {
    let Err(report) = value.validate() else {
        return Ok(());
    };
    let errors = report.iter().map(|(path, error)| {
        FieldError::new(dotted(&path.to_string()), Code::unpack(error.message()))
    });
    Err(Problem::fields(errors.collect()))
}

/// serde says which field is missing or unknown only in words; its path ends at the parent.
fn wrong_shape(mut path: String, message: &str) -> Problem {
    let named = |prefix: &str| {
        message
            .strip_prefix(prefix)
            .and_then(|rest| rest.split('`').next())
            .map(str::to_owned)
    };
    let code = if let Some(field) = named("missing field `") {
        path = format!("{path}/{}", escape(&field));
        Code::Required
    } else if let Some(field) = named("unknown field `") {
        let field = format!("/{}", escape(&field));
        if !path.ends_with(&field) {
            path.push_str(&field);
        }
        Code::Unknown
    } else {
        Code::Invalid
    };
    Problem::field(&path, code)
}

/// A JSON pointer from serde's path.
fn pointer(path: &SerdePath) -> String {
    path.iter()
        .fold(String::new(), |pointer, segment| match segment {
            Segment::Seq { index } => format!("{pointer}/{index}"),
            Segment::Map { key } => format!("{pointer}/{}", escape(key)),
            Segment::Enum { variant } => format!("{pointer}/{}", escape(variant)),
            Segment::Unknown => pointer,
        })
}

/// A JSON pointer from a validator's path: `lines[0].quantity` → `/lines/0/quantity`.
fn dotted(path: &str) -> String {
    let parts = path.split(['.', '[', ']']).filter(|part| !part.is_empty());
    parts.fold(String::new(), |pointer, part| {
        format!("{pointer}/{}", escape(part))
    })
}

fn escape(part: &str) -> String {
    part.replace('~', "~0").replace('/', "~1")
}

/// A query string that was read and whose every rule holds.
pub struct Asked<T>(pub T);

impl<S, T> FromRequestParts<S> for Asked<T>
where
    S: Send + Sync,
    T: DeserializeOwned + Validate<Context = ()>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Query(value) = Query::<T>::from_request_parts(parts, state)
            .await
            .map_err(wrong_query)?;
        check(&value)?;
        Ok(Self(value))
    }
}

fn wrong_query(rejection: QueryRejection) -> Problem {
    type Located = serde_path_to_error::Error<serde::de::value::Error>;
    let mut cause = std::error::Error::source(&rejection);
    while let Some(error) = cause {
        if let Some(located) = error.downcast_ref::<Located>() {
            return wrong_shape(pointer(located.path()), &located.inner().to_string());
        }
        cause = error.source();
    }
    Problem::field("", Code::Invalid)
}

/// The ids of a path. One that is no id of its kind is somebody's typing error: 404, as for an id
/// that does not exist.
pub struct Ids<T>(pub T);

impl<S, T> FromRequestParts<S> for Ids<T>
where
    S: Send + Sync,
    T: DeserializeOwned + Send,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(ids)| Self(ids))
            .map_err(|_| Kind::NotFound.into())
    }
}

/// Rules for fields, in the form that the validator calls.
pub mod rules {
    use garde::{Error, Result};

    use super::Code;

    fn fail(code: Code) -> Error {
        Error::new(code.pack())
    }

    /// From `least` to `most` characters; white space alone is empty.
    pub fn text(least: usize, most: usize) -> impl FnOnce(&str, &()) -> Result {
        move |value, ()| {
            let count = value.trim().chars().count();
            match count {
                0 if least > 0 => Err(fail(Code::Required)),
                _ if count < least => Err(fail(Code::TooShort(least))),
                _ if value.chars().count() > most => Err(fail(Code::TooLong(most))),
                _ => Ok(()),
            }
        }
    }

    /// The same for a text that may be missing.
    pub fn maybe_text(least: usize, most: usize) -> impl FnOnce(&Option<String>, &()) -> Result {
        move |value, context| {
            value
                .as_ref()
                .map_or(Ok(()), |value| text(least, most)(value, context))
        }
    }

    /// From `least` to `most` entries.
    pub fn entries<T>(least: usize, most: usize) -> impl FnOnce(&Vec<T>, &()) -> Result {
        move |value, ()| match value.len() {
            0 if least > 0 => Err(fail(Code::Required)),
            count if count < least => Err(fail(Code::TooShort(least))),
            count if count > most => Err(fail(Code::TooLong(most))),
            _ => Ok(()),
        }
    }

    /// At most `most` entries of at most `each` characters, none of them empty.
    pub fn words(most: usize, each: usize) -> impl FnOnce(&Vec<String>, &()) -> Result {
        move |value, ()| {
            entries(0, most)(value, &())?;
            value.iter().try_for_each(|word| text(1, each)(word, &()))
        }
    }

    /// A whole number from `least` to `most`.
    pub fn number<T: Copy + Into<i64>>(least: i64, most: i64) -> impl FnOnce(&T, &()) -> Result {
        move |value, ()| {
            let inside = (least..=most).contains(&(*value).into());
            if inside {
                Ok(())
            } else {
                Err(fail(Code::OutOfRange(least, most)))
            }
        }
    }

    /// The same for a number that may be missing.
    pub fn maybe_number<T: Copy + Into<i64>>(
        least: i64,
        most: i64,
    ) -> impl FnOnce(&Option<T>, &()) -> Result {
        move |value, context| value.map_or(Ok(()), |value| number(least, most)(&value, context))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize, Validate, Debug)]
    #[serde(deny_unknown_fields)]
    struct Line {
        #[garde(custom(rules::number(1, 9)))]
        quantity: u32,
    }

    #[derive(Deserialize, Validate, Debug)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[garde(custom(rules::text(2, 5)))]
        name: String,
        #[garde(dive)]
        lines: Vec<Line>,
    }

    fn check(body: &str, expected: &[(&str, Code)]) {
        let errors = expected
            .iter()
            .map(|(pointer, code)| FieldError::new(*pointer, *code));
        let problem = read::<Body>(body.as_bytes()).expect_err(body);
        assert_eq!(problem, Problem::fields(errors.collect()), "{body}");
    }

    #[test]
    fn a_wrong_field_is_named_by_its_pointer() {
        check(r"{}", &[("/name", Code::Required)]);
        check(
            r#"{"name":"abc","lines":[{}]}"#,
            &[("/lines/0/quantity", Code::Required)],
        );
        check(r#"{"name":7,"lines":[]}"#, &[("/name", Code::Invalid)]);
        check(
            r#"{"name":"abc","lines":[{"quantity":-1}]}"#,
            &[("/lines/0/quantity", Code::Invalid)],
        );
        check(
            r#"{"name":"abc","lines":[],"more":1}"#,
            &[("/more", Code::Unknown)],
        );
        check(
            r#"{"name":"  ","lines":[{"quantity":0},{"quantity":5}]}"#,
            &[
                ("/lines/0/quantity", Code::OutOfRange(1, 9)),
                ("/name", Code::Required),
            ],
        );
        check(
            r#"{"name":"a","lines":[]}"#,
            &[("/name", Code::TooShort(2))],
        );
        check(
            r#"{"name":"abcdef","lines":[]}"#,
            &[("/name", Code::TooLong(5))],
        );
    }

    #[test]
    fn what_is_no_json_is_said_to_be_none() {
        for body in [
            "",
            "{",
            "{\"name\":",
            "nonsense",
            "{\"name\":\"abc\",\"lines\":[]} more",
        ] {
            let problem = read::<Body>(body.as_bytes()).expect_err(body);
            assert_eq!(problem.kind(), Kind::NotJson, "{body}");
        }
    }

    #[test]
    fn a_good_body_is_read() {
        let body = read::<Body>(r#"{"name":"abc","lines":[{"quantity":9}]}"#.as_bytes());
        let body = body.expect("a good body");
        assert_eq!((body.name.as_str(), body.lines[0].quantity), ("abc", 9));
    }
}
