//! Text that JSON may carry and Unicode does not: half an emoji, bytes that are not UTF-8.

/// The body with each lone surrogate escape and each wrong byte replaced by U+FFFD.
///
/// Meta's texts are cut by UTF-16 units in places, which can leave half a pair; without this one
/// such text would make a whole batch unreadable, to be sent again and again for 36 hours.
pub(super) fn mended(body: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(body);
    let bytes = text.as_bytes();
    let mut mended = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let (piece, length): (&[u8], usize) = match unit(rest) {
            None if rest.starts_with(b"\\") => (&rest[..rest.len().min(2)], rest.len().min(2)),
            None => (&rest[..1], 1),
            Some(first) if is_high(first) && unit(&rest[6..]).is_some_and(is_low) => {
                (&rest[..12], 12)
            }
            Some(first) if is_high(first) || is_low(first) => (b"\\ufffd", 6),
            Some(_) => (&rest[..6], 6),
        };
        mended.extend_from_slice(piece);
        at += length;
    }
    mended
}

/// The UTF-16 unit of a `\uXXXX` at the start of `bytes`.
fn unit(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    let digits = std::str::from_utf8(digits).ok()?;
    u16::from_str_radix(digits, 16).ok()
}

fn is_high(unit: u16) -> bool {
    (0xD800..0xDC00).contains(&unit)
}

fn is_low(unit: u16) -> bool {
    (0xDC00..0xE000).contains(&unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_an_emoji_is_replaced_and_a_whole_one_kept() {
        let check = |given: &[u8], expected: &str| {
            let read: String = serde_json::from_slice(&mended(given)).unwrap();
            assert_eq!(read, expected);
        };
        check(br#""a \ud83d\ude4f b""#, "a 🙏 b");
        check(br#""a \ud83d b""#, "a \u{fffd} b");
        check(br#""\ude4f\ud83d""#, "\u{fffd}\u{fffd}");
        check(br#""\ud83d\ud83d\ude4f""#, "\u{fffd}🙏");
        check(br#""\\ud83d \u0633""#, "\\ud83d س");
        check(b"\"a \xff b\"", "a \u{fffd} b");
    }
}
