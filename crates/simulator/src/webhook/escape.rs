//! JSON as Meta writes it into webhooks: ASCII alone, `\u00e9` in lower-case hex, `\/`.

use serde_json::Value;

/// The text of a JSON value, escaped.
pub fn escaped(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => quote(text, out),
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(fields) => {
            out.push('{');
            for (place, (name, item)) in fields.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                quote(name, out);
                out.push(':');
                write(item, out);
            }
            out.push('}');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    let mut units = [0_u16; 2];
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '/' => out.push_str("\\/"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(letter),
            other => {
                for unit in other.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    proptest! {
        #[test]
        fn any_text_is_ascii_and_reads_back(text in "\\PC*|[\\x00-\\x7f]*") {
            let written = escaped(&json!({"text": text}));
            prop_assert!(written.is_ascii());
            let back: Value = serde_json::from_str(&written).unwrap();
            prop_assert_eq!(back, json!({"text": text}));
        }
    }

    #[test]
    fn text_is_ascii() {
        let check = |text: &str, expected: &str| assert_eq!(escaped(&json!(text)), expected);
        check("café ❤️", r#""caf\u00e9 \u2764\ufe0f""#);
        check("https://ex.test/a", r#""https:\/\/ex.test\/a""#);
        check("🙏", r#""\ud83d\ude4f""#);
        check("می‌رسه", r#""\u0645\u06cc\u200c\u0631\u0633\u0647""#);
        check("a\"b\\c\n\u{7f}\u{1}", r#""a\"b\\c\n\u007f\u0001""#);
        let back: Value = serde_json::from_str(&escaped(&json!({"x": ["é", 1, null]}))).unwrap();
        assert_eq!(back, json!({"x": ["é", 1, null]}));
    }
}
