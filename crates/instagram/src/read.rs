//! Reading loosely typed JSON: ids as text or number, times in seconds or milliseconds.

use palette_domain::Instant;
use serde_json::Value;

/// A text under `key`; nothing when it is missing, empty or of another type.
pub(crate) fn text(value: &Value, key: &str) -> Option<String> {
    value
        .get(key)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// An id under `key`, written as text or as a whole number.
///
/// Ids have 17 digits, more than a float holds, so a number counts only when it is whole.
pub(crate) fn id(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) if number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}

/// A yes under `key`, written as `true` or `"true"`.
pub(crate) fn flag(value: &Value, key: &str) -> bool {
    match value.get(key) {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

/// A whole number under `key`, written as a number or as text.
pub(crate) fn number(value: &Value, key: &str) -> Option<i64> {
    match value.get(key)? {
        Value::Number(number) => number
            .as_i64()
            .or_else(|| number.as_f64().map(|float| float as i64)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Numbers from here on are milliseconds: as seconds they would lie after the year 5000, as
/// milliseconds before 1974.
const MILLIS_FROM: i64 = 100_000_000_000;

/// A time under `key`: seconds or milliseconds, as number or text, or the Graph's
/// `2026-10-05T09:12:33+0000`.
pub(crate) fn instant(value: &Value, key: &str) -> Option<Instant> {
    match number(value, key) {
        Some(number) if number <= 0 => None,
        Some(number) if number >= MILLIS_FROM => Some(Instant::from_millis(number)),
        Some(number) => Some(Instant::from_secs(number)),
        None => text(value, key).and_then(|text| graph_time(&text)),
    }
}

/// The Graph's times have no colon in the offset, so they are not RFC 3339.
fn graph_time(text: &str) -> Option<Instant> {
    ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S%:z"]
        .iter()
        .find_map(|format| jiff::Timestamp::strptime(format, text).ok())
        .map(|time| Instant::from_millis(time.as_millisecond()))
}

/// The object itself, or the first of `{"data":[object]}`: Meta's pages show both.
pub(crate) fn unwrapped(value: &Value) -> &Value {
    match value.get("data") {
        Some(Value::Array(items)) => items.first().unwrap_or(value),
        Some(object @ Value::Object(_)) => object,
        _ => value,
    }
}

/// The items of `{"data":[…]}`.
pub(crate) fn items(value: &Value) -> &[Value] {
    value
        .get("data")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn times_are_read_in_every_spelling() {
        let check = |given: Value, millis: Option<i64>| {
            let read = instant(&json!({ "t": given }), "t").map(Instant::millis);
            assert_eq!(read, millis, "{given}");
        };
        check(json!(1_790_000_000_042_i64), Some(1_790_000_000_042));
        check(json!(1_790_000_000), Some(1_790_000_000_000));
        check(json!("1527459824"), Some(1_527_459_824_000));
        check(json!("2026-10-05T09:12:33+0000"), Some(1_791_191_553_000));
        check(json!("2026-10-05T12:42:33+03:30"), Some(1_791_191_553_000));
        check(json!("soon"), None);
        check(json!(-5), None);
        check(json!(0), None);
        check(json!(null), None);
        check(json!(i64::MAX), Some(i64::MAX));
    }

    #[test]
    fn ids_are_read_as_text_or_number() {
        let check = |given: Value, expected: Option<&str>| {
            assert_eq!(
                id(&json!({ "id": given }), "id").as_deref(),
                expected,
                "{given}"
            );
        };
        check(json!("17841400000000001"), Some("17841400000000001"));
        check(json!(17_841_400_000_000_001_u64), Some("17841400000000001"));
        check(json!(1.5), None);
        check(json!(""), None);
        check(json!(null), None);
    }
}
