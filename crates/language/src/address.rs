//! One long message read into name, phone, province, city, street and postal code.

use std::sync::LazyLock;

use crate::entities::{phone_in, place_named, postal_in};
use crate::view::{Pattern, View, pattern};

/// What an address must have before a parcel can be sent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Field {
    /// Who receives it.
    Name,
    /// How the courier calls them.
    Phone,
    /// The city.
    City,
    /// Street, number, unit.
    Street,
    /// Ten digits.
    PostalCode,
}

/// What a message says of an address. The province follows from the city when it is not said.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Address {
    /// First and family name.
    pub name: Option<String>,
    /// E.164.
    pub phone: Option<String>,
    /// Persian name.
    pub province: Option<String>,
    /// Persian name.
    pub city: Option<String>,
    /// As written, without the other fields.
    pub street: Option<String>,
    /// Ten ASCII digits.
    pub postal_code: Option<String>,
}

impl Address {
    /// What is still missing, in the order one asks for it.
    pub fn missing(&self) -> Vec<Field> {
        let mut out = Vec::new();
        for (field, there) in [
            (Field::Name, self.name.is_some()),
            (Field::Phone, self.phone.is_some()),
            (Field::City, self.city.is_some()),
            (Field::Street, self.street.is_some()),
            (Field::PostalCode, self.postal_code.is_some()),
        ] {
            if !there {
                out.push(field);
            }
        }
        out
    }

    /// This one, with what `other` says in place of what this does not.
    #[must_use]
    pub fn or(self, other: Address) -> Address {
        Address {
            name: self.name.or(other.name),
            phone: self.phone.or(other.phone),
            province: self.province.or(other.province),
            city: self.city.or(other.city),
            street: self.street.or(other.street),
            postal_code: self.postal_code.or(other.postal_code),
        }
    }
}

static NAME_LABEL: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:(?:به ?)?(?:نام|اسم)(?: ?(?:و|:)? ?(?:نام ?)?(?:خانوادگی|فامیلی?))?(?: ?گیرنده)?|",
        r"گیرنده|",
        r"تحویل ?گیرنده|خریدار|esm(?:am|e)?|nam(?:am)?|be name|be esme|girande|full name|",
        r"my name is|name|recipient)",
        r" ?(?:هست|است|:|=|-)? ?(?P<all>[^\d\n,;:]{3,40})"
    ))
});
static LABELS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:(?:ادرس|نشانی)(?: ?(?:من|ما|کامل|دقیق|پستی|ارسال))?(?:م|مون)? ?(?:اینه|هست|:|=)?|",
        r"کد ?پستی(?:م|ش)? ?(?:هست|:|=)?|شماره ?(?:ی )?(?:تماس|موبایل|همراه|تلفن|من)?(?:م|",
        r"مم)? ?(?:هست|:|=)?|",
        r"(?:موبایل|تلفن|همراه|تماس|شماره) ?:?|استان ?:?|شهر(?:ستان)? ?:?|",
        r"\b(?:adres(?:am|e man)?|address|my address is|postal code|post code|zip code|zip|",
        r"kod ?posti|code ?posti|",
        r"shomare(?: tamas|am)?|phone(?: number)?|mobile|mobayl|tel|city|shahr|ostan|",
        r"province)\b ?:?)"
    ))
});
static STREET_START: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"خیابان|خیابون|خ\.|بلوار|کوچه|بن ?\u{200c}?بست|میدان|میدون|بزرگراه|شهرک|فلکه|چهارراه|",
        r"جاده|مجتمع|محله|",
        r"منطقه|پلاک|طبقه|واحد|برج|زنگ|kh(?:i|ey|iy)aban|bolvar|kuche|kooche|meydan|meidan|",
        r"shahrak|pelak|vahed|",
        r"street|avenue|\bave\b|road|blvd|alley|\bunit\b|\bapt\b|\bst\b"
    ))
});

/// Words of a run that can be a person's name are few and none of these.
const NOT_NAMES: [&str; 40] = [
    "سلام",
    "لطفا",
    "ممنون",
    "مرسی",
    "ارسال",
    "ادرس",
    "کد",
    "پستی",
    "شماره",
    "تلفن",
    "موبایل",
    "سایز",
    "رنگ",
    "عدد",
    "تا",
    "میخوام",
    "سفارش",
    "این",
    "خیابان",
    "کوچه",
    "پلاک",
    "واحد",
    "طبقه",
    "بلوار",
    "میدان",
    "استان",
    "شهر",
    "شهرک",
    "من",
    "رو",
    "برای",
    "بفرستید",
    "خدمت",
    "شما",
    "hi",
    "please",
    "address",
    "thanks",
    "phone",
    "street",
];

/// Reads one message; never asks for what it says.
pub fn parse(text: &str) -> Address {
    let view = View::new(text);
    let mut out = Address::default();
    let mut holes: Vec<(usize, usize)> = Vec::new();
    if let Some((phone, span)) = phone_in(&view) {
        out.phone = Some(phone);
        holes.push(span);
    }
    if let Some((code, span)) = postal_in(&view) {
        out.postal_code = Some(code);
        holes.push(span);
    }
    places(&view, &mut out);
    if let Some((name, span)) = labelled_name(&view) {
        out.name = Some(name);
        holes.push(span);
    }
    for hit in view.matches(&LABELS) {
        holes.push(hit.span("whole"));
    }
    let parts = parts(&view, &holes);
    if out.name.is_none() {
        out.name = bare_name(&parts);
    }
    out.street = street(&parts, &out);
    out
}

/// The characters from the first to the last sign of a street address.
pub(crate) fn span(text: &str) -> Option<(usize, usize)> {
    let view = View::new(text);
    let parsed = parse(text);
    let street = parsed.street?;
    let first = street.split(['،', ',']).next()?.trim();
    let last = street.rsplit(['،', ',']).next()?.trim();
    let start = text.find(first)?;
    let end = text.rfind(last)? + last.len();
    let chars = |byte: usize| text.get(..byte).map(|s| s.chars().count());
    let (start, end) = (chars(start)?, chars(end)?);
    (start < end && end <= view.len()).then_some((start, end))
}

fn places(view: &View, out: &mut Address) {
    let words = view.words();
    let mut at = 0;
    while at < words.len() {
        let hit = (1..=3).rev().find_map(|length| {
            let last = words.get(at + length - 1)?;
            let named = place_named(view.folded(words[at].0, last.1))?;
            Some((named, length))
        });
        let Some(((city, province), length)) = hit else {
            at += 1;
            continue;
        };
        let before = at
            .checked_sub(1)
            .map_or("", |p| view.folded(words[p].0, words[p].1));
        let street = matches!(
            before,
            "خیابان" | "خیابون" | "خ" | "کوچه" | "بلوار" | "میدان"
        );
        if !street {
            match city {
                Some(city) if out.city.is_none() => {
                    out.city = Some(city.to_owned());
                    out.province = Some(province.to_owned());
                }
                None if out.province.is_none() => out.province = Some(province.to_owned()),
                _ => {}
            }
        }
        at += length;
    }
}

fn labelled_name(view: &View) -> Option<(String, (usize, usize))> {
    let hit = view.matches(&NAME_LABEL).next()?;
    let (start, _) = hit.span("all");
    let words: Vec<&str> = hit.group("all").split_whitespace().collect();
    let mut count = 0;
    let mut length = 0;
    let all = hit.group("all");
    for word in words.iter().take(4) {
        if !name_word(word) {
            break;
        }
        count += 1;
        let at = all.find(word)?;
        length = all[..at].chars().count() + word.chars().count();
    }
    if count == 0 {
        return None;
    }
    let name = view.original(start, start + length).trim().to_owned();
    Some((name, (hit.span("whole").0, start + length)))
}

fn name_word(word: &str) -> bool {
    let letters = word.chars().all(|c| c.is_alphabetic() || c == '\u{200c}');
    letters
        && word.chars().count() >= 2
        && !NOT_NAMES.contains(&word)
        && place_named(word).is_none()
        && !STREET_START.is_match(word)
}

/// The pieces of the message between commas, line breaks and the holes.
fn parts(view: &View, holes: &[(usize, usize)]) -> Vec<String> {
    let mut out = vec![String::new()];
    for at in 0..view.len() {
        let hole = holes.iter().any(|&(a, b)| at >= a && at < b);
        let c = view.folded(at, at + 1);
        if hole || matches!(c, "\n" | "," | ";" | ":") {
            if out.last().is_some_and(|last| !last.trim().is_empty()) {
                out.push(String::new());
            }
        } else if let Some(last) = out.last_mut() {
            last.push_str(&view.original(at, at + 1));
        }
    }
    out.into_iter()
        .map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

/// Two or three words that are nothing else, at either end of the message.
fn bare_name(parts: &[String]) -> Option<String> {
    let fits = |part: &&String| {
        let words: Vec<String> = part.split_whitespace().map(|w| View::new(w).text).collect();
        (2..=3).contains(&words.len()) && words.iter().all(|w| name_word(w))
    };
    let found = parts
        .iter()
        .rev()
        .take(2)
        .find(fits)
        .or_else(|| parts.iter().take(2).find(fits));
    found.cloned()
}

fn street(parts: &[String], address: &Address) -> Option<String> {
    let kept: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| address.name.as_deref() != Some(part))
        .skip_while(|part| {
            let folded = View::new(part).text;
            let greeting = folded.starts_with("سلام") || folded.starts_with("salam");
            greeting && !STREET_START.is_match(&folded)
        })
        .collect();
    let first = kept
        .iter()
        .position(|part| STREET_START.is_match(&View::new(part).text))?;
    let begin = kept[..first]
        .iter()
        .rposition(|part| place_named(part).is_some())
        .map_or(first.saturating_sub(1), |at| at + 1)
        .min(first);
    let last = kept.iter().rposition(|part| {
        let folded = View::new(part).text;
        STREET_START.is_match(&folded) || folded.chars().all(|c| c.is_ascii_digit())
    })?;
    let text = kept[begin..=last.max(first)].join("، ");
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_one_long_message() {
        let text = "تهران، ستارخان، خیابان کوکب پلاک ۱۲ واحد ۳ کدپستی ۱۴۵۶۷۸۹۰۱۲ شماره \
                    ۰۹۱۲۳۴۵۶۷۸۹ نیلوفر احمدی";
        let read = parse(text);
        assert_eq!(read.city.as_deref(), Some("تهران"));
        assert_eq!(read.province.as_deref(), Some("تهران"));
        assert_eq!(read.phone.as_deref(), Some("+989123456789"));
        assert_eq!(read.postal_code.as_deref(), Some("1456789012"));
        assert_eq!(read.name.as_deref(), Some("نیلوفر احمدی"));
        let street = read.street.clone().unwrap_or_default();
        assert!(
            street.contains("کوکب") && street.contains("واحد ۳"),
            "{street}"
        );
        assert!(
            street.contains("ستارخان") && !street.contains("نیلوفر"),
            "{street}"
        );
        assert_eq!(read.missing(), []);
    }

    #[test]
    fn says_what_is_missing() {
        for (text, missing) in [
            (
                "شیراز خیابان معالی‌آباد پلاک ۲۰",
                vec![Field::Name, Field::Phone, Field::PostalCode],
            ),
            (
                "09121234567",
                vec![Field::Name, Field::City, Field::Street, Field::PostalCode],
            ),
            (
                "نام: زهرا محمدی\nموبایل: 0935 111 2233\nآدرس: اصفهان، بلوار آینه‌خانه، کوچه ۵، پلاک ۷\nکد پستی: 81649-12345",
                vec![],
            ),
            (
                "esmam Ali Rezaei, adres: karaj, khiaban beheshti, pelak 5, 09351112233",
                vec![Field::PostalCode],
            ),
        ] {
            let read = parse(text);
            assert_eq!(read.missing(), missing, "{text}: {read:?}");
        }
    }
}
