//! One wrong field: where, which kind of wrong, and the words for it.

use super::FieldErrorDocument;
use crate::http::language::Lang;

/// What is wrong with a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Code {
    /// It is missing or empty.
    Required,
    /// More than this many characters or entries.
    TooLong(usize),
    /// Fewer than this many characters or entries.
    TooShort(usize),
    /// It can't be read as what it should be.
    Invalid,
    /// Somebody else has it.
    Taken,
    /// Below the first or above the second.
    OutOfRange(i64, i64),
    /// It is this by now, and not what was looked at.
    Moved(i64),
    /// There is no such field, or no such thing.
    Unknown,
}

impl Code {
    /// The name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Code::Required => "required",
            Code::TooLong(_) => "too_long",
            Code::TooShort(_) => "too_short",
            Code::Invalid => "invalid",
            Code::Taken => "taken",
            Code::OutOfRange(..) => "out_of_range",
            Code::Moved(_) => "moved",
            Code::Unknown => "unknown",
        }
    }

    /// The form in which it travels through a validator's error text.
    pub fn pack(self) -> String {
        match self {
            Code::TooLong(limit) | Code::TooShort(limit) => format!("{}:{limit}", self.as_str()),
            Code::OutOfRange(least, most) => format!("{}:{least}:{most}", self.as_str()),
            Code::Moved(now) => format!("{}:{now}", self.as_str()),
            _ => self.as_str().to_owned(),
        }
    }

    /// Back from that form; what can't be read is `Invalid`.
    pub fn unpack(text: &str) -> Self {
        let mut parts = text.split(':');
        let name = parts.next().unwrap_or_default();
        let mut number = || parts.next().and_then(|number| number.parse::<i64>().ok());
        match (name, number(), number()) {
            ("required", _, _) => Code::Required,
            ("too_long", Some(limit), _) => Code::TooLong(usize::try_from(limit).unwrap_or(0)),
            ("too_short", Some(limit), _) => Code::TooShort(usize::try_from(limit).unwrap_or(0)),
            ("taken", _, _) => Code::Taken,
            ("out_of_range", Some(least), Some(most)) => Code::OutOfRange(least, most),
            ("moved", Some(now), _) => Code::Moved(now),
            ("unknown", _, _) => Code::Unknown,
            _ => Code::Invalid,
        }
    }

    fn words(self, lang: Lang) -> String {
        match (self, lang) {
            (Code::Required, Lang::Fa) => "این فیلد را پر کنید.".to_owned(),
            (Code::Required, Lang::En) => "Fill in this field.".to_owned(),
            (Code::TooLong(limit), Lang::Fa) => {
                format!(
                    "بیش از اندازه بلند است؛ حداکثر {} مجاز است.",
                    persian(limit)
                )
            }
            (Code::TooLong(limit), Lang::En) => format!("Too long; at most {limit} are allowed."),
            (Code::TooShort(limit), Lang::Fa) => {
                format!("بیش از اندازه کوتاه است؛ دست‌کم {} لازم است.", persian(limit))
            }
            (Code::TooShort(limit), Lang::En) => format!("Too short; at least {limit} are needed."),
            (Code::Invalid, Lang::Fa) => "این مقدار درست نیست؛ آن را اصلاح کنید.".to_owned(),
            (Code::Invalid, Lang::En) => "This value can't be used; correct it.".to_owned(),
            (Code::Taken, Lang::Fa) => "قبلاً استفاده شده؛ مقدار دیگری بنویسید.".to_owned(),
            (Code::Taken, Lang::En) => "This is already in use; choose another.".to_owned(),
            (Code::OutOfRange(least, most), Lang::Fa) => {
                format!("باید از {} تا {} باشد.", persian(least), persian(most))
            }
            (Code::OutOfRange(least, most), Lang::En) => {
                format!("It must be from {least} to {most}.")
            }
            (Code::Moved(now), Lang::Fa) => {
                format!(
                    "در این میان عوض شده و حالا {} است؛ نگاه کنید و دوباره بنویسید.",
                    persian(now)
                )
            }
            (Code::Moved(now), Lang::En) => {
                format!("It changed meanwhile and is {now} now; look, and write it again.")
            }
            (Code::Unknown, Lang::Fa) => {
                "چنین چیزی وجود ندارد؛ آن را بردارید یا عوض کنید.".to_owned()
            }
            (Code::Unknown, Lang::En) => "There is no such thing; remove or change it.".to_owned(),
        }
    }
}

fn persian(number: impl std::fmt::Display) -> String {
    let digit = |c: char| match c {
        '0'..='9' => char::from_u32('۰' as u32 + (c as u32 - '0' as u32)).unwrap_or(c),
        '-' => '−',
        other => other,
    };
    number.to_string().chars().map(digit).collect()
}

/// One wrong field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldError {
    pointer: String,
    code: Code,
}

impl FieldError {
    /// At a JSON pointer (RFC 6901).
    pub fn new(pointer: impl Into<String>, code: Code) -> Self {
        Self {
            pointer: pointer.into(),
            code,
        }
    }

    pub(super) fn into_words(self, lang: Lang) -> FieldErrorDocument {
        FieldErrorDocument {
            pointer: self.pointer,
            code: self.code.as_str(),
            detail: self.code.words(lang),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_from_its_packed_form() {
        let codes = [
            Code::Required,
            Code::TooLong(7),
            Code::TooShort(8),
            Code::Invalid,
            Code::Taken,
            Code::OutOfRange(-3, 99),
            Code::Moved(3),
            Code::Unknown,
        ];
        for code in codes {
            assert_eq!(Code::unpack(&code.pack()), code);
            assert!(code.words(Lang::Fa) != code.words(Lang::En));
        }
        assert_eq!(Code::unpack("something else"), Code::Invalid);
    }

    #[test]
    fn persian_numbers() {
        assert_eq!(persian(1_205), "۱۲۰۵");
        assert_eq!(persian(-7), "−۷");
    }
}
