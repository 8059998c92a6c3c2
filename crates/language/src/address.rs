//! One long message read into name, phone, province, city, street and postal code.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::entities::{self, Token, is_no_name, phone_in, place_at, postal_in, street_span};
use crate::lists;
use crate::view::View;

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

/// First names, in both scripts: a run of words that begins with one is a person.
static FIRST_NAMES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    lists::lines(include_str!("../data/lists/names.txt"))
        .flat_map(str::split_whitespace)
        .collect()
});

/// Words that are neither a name nor anything else of an address.
static NOT_NAMES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    lists::lines(include_str!("../data/lists/not_names.txt"))
        .flat_map(str::split_whitespace)
        .collect()
});

/// Whether a folded word is a person's first name.
pub(crate) fn is_first_name(word: &str) -> bool {
    FIRST_NAMES.contains(word)
}

/// Reads one message; never asks for what it says.
pub fn parse(text: &str) -> Address {
    let view = View::new(text);
    let tokens = entities::tokens(&view);
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
    if let Some((start, end)) = street_span(&view, &tokens) {
        out.street = Some(view.original(start, end).trim().to_owned());
        holes.push((start, end));
    }
    places(&tokens, &mut holes, &mut out);
    out.name = labelled_name(&view, &tokens, &holes).or_else(|| bare_name(&view, &tokens, &holes));
    out
}

/// The city and the province; what stands in the street part is neither.
fn places(tokens: &[Token], holes: &mut Vec<(usize, usize)>, out: &mut Address) {
    let mut at = 0;
    while at < tokens.len() {
        let place = place_at(tokens, at).filter(|_| !within(&tokens[at], holes));
        let Some((name, province, is_province, length)) = place else {
            at += 1;
            continue;
        };
        let said_province =
            at > 0 && matches!(tokens[at - 1].text.as_str(), "استان" | "ostan" | "ostane");
        let free = !is_named(tokens, at);
        if free && (is_province || said_province) {
            out.province.get_or_insert_with(|| province.to_owned());
        } else if free && out.city.is_none() {
            out.city = Some(name.to_owned());
            if out.province.is_none() {
                out.province = Some(province.to_owned());
            }
        }
        if free {
            holes.push((tokens[at].start, tokens[at + length - 1].end));
        }
        at += length;
    }
}

/// Whether the word before is a first name, so that this is a family's.
fn is_named(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|p| tokens[p].text.as_str());
    before.is_some_and(|word| FIRST_NAMES.contains(word)) && tokens[at].mark == ' '
}

fn within(token: &Token, holes: &[(usize, usize)]) -> bool {
    holes.iter().any(|&(a, b)| token.start < b && token.end > a)
}

/// Whether a token may be part of a person's name.
fn name_word(token: &Token, holes: &[(usize, usize)]) -> bool {
    !token.number
        && token.text.chars().count() >= 2
        && !within(token, holes)
        && !NOT_NAMES.contains(token.text.as_str())
        && !is_no_name(&token.text)
}

/// How many tokens from `at` on are the words of a name, at most four, all in one piece.
fn run(tokens: &[Token], at: usize, holes: &[(usize, usize)]) -> usize {
    let mut end = at;
    while end < tokens.len() && end - at < 4 {
        let joined = end == at || matches!(tokens[end].mark, ' ' | '-' | '.');
        if !joined || !name_word(&tokens[end], holes) {
            break;
        }
        end += 1;
    }
    end - at
}

/// «به نام سارا نوری», "my name is …", «گیرنده: …»; and «سارا نوری هستم».
fn labelled_name(view: &View, tokens: &[Token], holes: &[(usize, usize)]) -> Option<String> {
    let label = |word: &str| {
        matches!(
            word,
            "نام"
                | "اسم"
                | "اسمم"
                | "نامم"
                | "گیرنده"
                | "خانوادگی"
                | "فامیل"
                | "فامیلی"
                | "خریدار"
                | "esm"
                | "esmam"
                | "esme"
                | "nam"
                | "name"
                | "girande"
                | "recipient"
                | "receiver"
                | "esmesh"
        )
    };
    for at in 0..tokens.len() {
        if !label(&tokens[at].text) || within(&tokens[at], holes) {
            continue;
        }
        let mut next = at + 1;
        while tokens.get(next).is_some_and(|t| {
            label(&t.text)
                || matches!(
                    t.text.as_str(),
                    "و" | "هست" | "من" | "is" | "va" | "hast" | "man" | "o" | "کامل"
                )
        }) {
            next += 1;
        }
        let length = run(tokens, next, holes).min(3);
        if length > 0 {
            return Some(words(view, tokens, next, length));
        }
    }
    let ends = |t: &Token| matches!(t.text.as_str(), "هستم" | "hastam");
    let last = tokens.iter().position(ends)?;
    (1..=3)
        .rev()
        .filter_map(|length| Some((last.checked_sub(length)?, length)))
        .find(|&(at, length)| run(tokens, at, holes) >= length && length >= 2)
        .map(|(at, length)| words(view, tokens, at, length))
}

fn words(view: &View, tokens: &[Token], at: usize, length: usize) -> String {
    view.original(tokens[at].start, tokens[at + length - 1].end)
}

/// Two or three words that are nothing else; a known first name makes it sure.
fn bare_name(view: &View, tokens: &[Token], holes: &[(usize, usize)]) -> Option<String> {
    let mut found = None;
    let mut at = 0;
    while at < tokens.len() {
        let length = run(tokens, at, holes);
        if length == 0 {
            at += 1;
            continue;
        }
        let first = (at..at + length).find(|p| FIRST_NAMES.contains(tokens[*p].text.as_str()));
        if let Some(first) = first.filter(|first| at + length - first >= 2) {
            return Some(words(view, tokens, first, (at + length - first).min(3)));
        }
        if (2..=3).contains(&length) && !holes.is_empty() {
            found = Some(words(view, tokens, at, length));
        }
        at += length;
    }
    found
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

    /// Name, phone, province, city, postal code; each part of the street must be in what was read.
    type Row = (&'static str, [&'static str; 5], &'static [&'static str]);

    fn check(rows: &[Row]) {
        for (text, [name, phone, province, city, postal], street) in rows {
            let read = parse(text);
            let said = |field: &Option<String>| field.clone().unwrap_or_default();
            let found = [
                said(&read.name),
                said(&read.phone),
                said(&read.province),
                said(&read.city),
                said(&read.postal_code),
            ];
            assert_eq!(
                &found,
                &[*name, *phone, *province, *city, *postal],
                "{text}"
            );
            let whole = said(&read.street);
            assert_eq!(whole.is_empty(), street.is_empty(), "{text}: {whole}");
            for part in *street {
                assert!(whole.contains(part), "{text}: {whole}");
            }
            for other in [name, postal].into_iter().filter(|other| !other.is_empty()) {
                assert!(!whole.contains(*other), "{text}: {whole}");
            }
        }
    }

    #[test]
    fn in_any_order_and_in_one_breath() {
        check(&[
            (
                "سلام وقت بخیر سارا محمدی هستم آدرسم مشهد بلوار وکیل‌آباد کوچه ۱۲ پلاک ۴ کدپستی \
                 ۹۱۸۷۶۵۴۳۲۱ تلفن ۰۹۱۵۱۲۳۴۵۶۷",
                [
                    "سارا محمدی",
                    "+989151234567",
                    "خراسان رضوی",
                    "مشهد",
                    "9187654321",
                ],
                &["وکیل‌آباد", "پلاک ۴"],
            ),
            (
                "۰۹۱۲۷۴۱۸۵۲۰\nزنجان\nخیابان سعدی جنوبی، ساختمان پارس، طبقه ۴، واحد ۱۶\nامیر صادقی\n\
                 ۴۵۱۳۸۷۶۵۴۳",
                [
                    "امیر صادقی",
                    "+989127418520",
                    "زنجان",
                    "زنجان",
                    "4513876543",
                ],
                &["سعدی", "واحد ۱۶"],
            ),
            (
                "استان گیلان شهر لاهیجان خیابان امام کوچه گلستان پلاک ۷ گیرنده مریم شیرازی",
                ["مریم شیرازی", "", "گیلان", "لاهیجان", ""],
                &["گلستان", "پلاک ۷"],
            ),
            (
                "تهران، خیابان شیراز، پلاک ۱۲، واحد ۳",
                ["", "", "تهران", "تهران", ""],
                &["خیابان شیراز", "واحد ۳"],
            ),
        ]);
    }

    #[test]
    fn in_latin_letters_too() {
        check(&[
            (
                "esmam sara noori, shiraz khiaban zand kuche 5 pelak 20 vahed 3 kodposti 7134567890 \
                 shomare 09171234567",
                ["sara noori", "+989171234567", "فارس", "شیراز", "7134567890"],
                &["zand", "vahed 3"],
            ),
            (
                "Zahra Moradi\n09361234567\nQazvin, Noruzian street, alley 4, no. 32\n3414567890",
                [
                    "Zahra Moradi",
                    "+989361234567",
                    "قزوین",
                    "قزوین",
                    "3414567890",
                ],
                &["Noruzian", "32"],
            ),
            (
                "ship to John Smith, 45 Elm Street, flat 2, London, +44 7700 900123",
                ["John Smith", "+447700900123", "انگلیس", "لندن", ""],
                &["45 Elm Street", "flat 2"],
            ),
        ]);
    }

    #[test]
    fn ordinary_words_are_no_address() {
        for text in [
            "سلام قیمت مانتو مشکی چنده",
            "آدرس مغازتون کجاست؟",
            "do you ship on Monday?",
            "salam manto nila mojude",
        ] {
            let read = parse(text);
            assert_eq!(
                (read.street, read.phone, read.name),
                (None, None, None),
                "{text}"
            );
        }
    }
}
