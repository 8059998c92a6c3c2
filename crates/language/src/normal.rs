//! The normal form of a text: what search, rules, matching and the model read.
//!
//! The original is never changed; every character of the normal form knows which bytes of the
//! original it came from.

use crate::fold::{fold_into, is_emoji, is_persian};

/// What kind of thing a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenKind {
    /// A word in Persian script.
    Persian,
    /// A word in Latin letters, perhaps with digits in it (`2xl`).
    Latin,
    /// Digits, with separators inside.
    Number,
    /// `@name`.
    Mention,
    /// A link.
    Link,
    /// One picture.
    Emoji,
    /// A word in any other script.
    Foreign,
    /// Anything else.
    Punctuation,
}

/// A piece of the normal form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// What kind of thing it is.
    pub kind: TokenKind,
    /// First byte in [`Normalized::text`].
    pub start: usize,
    /// One past the last byte in [`Normalized::text`].
    pub end: usize,
    /// First byte in the original.
    pub from: usize,
    /// One past the last byte in the original.
    pub to: usize,
}

/// What the normal form leaves out, and what pictures say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Flags {
    /// A letter was drawn out: «خیلیییی», "soooo".
    pub elongated: bool,
    /// Hearts, smiles, flowers.
    pub love: bool,
    /// Folded hands.
    pub pleading: bool,
    /// Angry faces.
    pub anger: bool,
    /// Laughter.
    pub laughter: bool,
    /// Tears, broken hearts.
    pub sorrow: bool,
    /// A question mark in any form.
    pub question: bool,
}

/// A text in its normal form.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Normalized {
    /// Folded, squeezed, with one space between words.
    pub text: String,
    /// Words, numbers and marks, in order.
    pub tokens: Vec<Token>,
    /// What the folding left out.
    pub flags: Flags,
    map: Vec<(u32, u32)>,
}

impl Normalized {
    /// The text of a token.
    pub fn token(&self, token: &Token) -> &str {
        &self.text[token.start..token.end]
    }

    /// The words (of any script) and numbers, in order.
    pub fn words(&self) -> impl Iterator<Item = (&Token, &str)> {
        self.tokens
            .iter()
            .filter(|t| t.kind != TokenKind::Punctuation && t.kind != TokenKind::Emoji)
            .map(|t| (t, self.token(t)))
    }

    /// The bytes of the original that the `index`-th character of the normal form came from.
    pub fn origin(&self, index: usize) -> Option<(usize, usize)> {
        self.map.get(index).map(|&(a, b)| (a as usize, b as usize))
    }

    /// Whether there is anything but marks and pictures.
    pub fn has_words(&self) -> bool {
        self.words().next().is_some()
    }
}

#[derive(Clone, Copy)]
struct Piece {
    c: char,
    from: u32,
    to: u32,
}

/// The normal form of `text`. Applying it to its own result changes nothing.
pub fn normalize(text: &str) -> Normalized {
    let mut flags = Flags::default();
    let pieces = fold(text);
    let pieces = squeeze(&pieces, &mut flags);
    let pieces = join(&pieces);
    let mut out = Normalized {
        flags,
        ..Normalized::default()
    };
    for piece in &pieces {
        out.text.push(piece.c);
        out.map.push((piece.from, piece.to));
        read_mark(piece.c, &mut out.flags);
    }
    out.tokens = tokens(&pieces);
    out
}

/// Letters folded, spaces collapsed, a space between a digit and a Persian letter.
fn fold(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let from = u32::try_from(at).unwrap_or(u32::MAX);
        let to = from.saturating_add(u32::try_from(c.len_utf8()).unwrap_or(0));
        fold_into(c, |c| {
            let last = pieces.last().map(|p| p.c);
            if c == ' ' && matches!(last, None | Some(' ')) {
                return;
            }
            if let Some(last) = last
                && ((last.is_ascii_digit() && is_persian(c))
                    || (is_persian(last) && c.is_ascii_digit()))
            {
                pieces.push(Piece {
                    c: ' ',
                    from,
                    to: from,
                });
            }
            pieces.push(Piece { c, from, to });
        });
    }
    while pieces.last().is_some_and(|p| p.c == ' ') {
        pieces.pop();
    }
    pieces
}

/// Runs of three or more of one sign become one; digits are left alone.
fn squeeze(pieces: &[Piece], flags: &mut Flags) -> Vec<Piece> {
    let mut out = Vec::with_capacity(pieces.len());
    let mut at = 0;
    while at < pieces.len() {
        let c = pieces[at].c;
        let run = pieces[at..].iter().take_while(|p| p.c == c).count();
        if run >= 3 && !c.is_numeric() {
            flags.elongated |= c.is_alphabetic();
            out.push(Piece {
                c,
                from: pieces[at].from,
                to: pieces[at + run - 1].to,
            });
        } else {
            out.extend_from_slice(&pieces[at..at + run]);
        }
        at += run;
    }
    out
}

const PREFIXES: [&str; 2] = ["می", "نمی"];
const SUFFIXES: [&str; 8] = ["ها", "های", "هایی", "هام", "هات", "هاش", "تر", "ترین"];

/// «می خوام» and «قیمت ها» are one word each, as with the half-space and with nothing.
fn join(pieces: &[Piece]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut word = 0;
    for (at, piece) in pieces.iter().enumerate() {
        if piece.c == ' ' {
            if joins(&out[word..], &pieces[at + 1..]) {
                continue;
            }
            word = out.len() + 1;
        }
        out.push(*piece);
    }
    out
}

fn joins(before: &[Piece], after: &[Piece]) -> bool {
    if before.is_empty() || !before.iter().all(|p| is_persian(p.c)) {
        return false;
    }
    let Some(first) = after.first().filter(|p| is_persian(p.c)) else {
        return false;
    };
    let tail = before.iter().rev().take_while(|p| p.c == first.c).count();
    let head = after.iter().take_while(|p| p.c == first.c).count();
    if tail > 0 && tail + head >= 3 {
        return false;
    }
    let is = |word: &str| before.len() <= 4 && before.iter().map(|p| p.c).eq(word.chars());
    if PREFIXES.iter().any(|prefix| is(prefix)) {
        return true;
    }
    let letters = after.iter().take_while(|p| is_persian(p.c)).count();
    let ends = after.get(letters).is_none_or(|p| !p.c.is_alphanumeric());
    ends && SUFFIXES
        .iter()
        .any(|s| after[..letters].iter().map(|p| p.c).eq(s.chars()))
}

fn read_mark(c: char, flags: &mut Flags) {
    match c {
        '?' | '❓' | '❔' | '⁉' => flags.question = true,
        '❤' | '♥' | '😍' | '🥰' | '😘' | '💕' | '💖' | '💗' | '💙' | '💚' | '💛' | '💜' | '🧡'
        | '🤍' | '🖤' | '🌹' | '🌸' | '💐' | '🌺' | '🌷' | '😊' | '👏' | '👌' | '👍' | '🤩'
        | '🔥' | '😻' | '🫶' => flags.love = true,
        '🙏' => flags.pleading = true,
        '😡' | '🤬' | '😠' | '😤' | '👎' | '🖕' | '💩' => flags.anger = true,
        '😂' | '🤣' | '😅' | '😆' | '😄' => flags.laughter = true,
        '😢' | '😭' | '💔' | '😞' | '😔' | '🥲' | '🥺' => flags.sorrow = true,
        _ => {}
    }
}

fn tokens(pieces: &[Piece]) -> Vec<Token> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut byte = 0;
    while at < pieces.len() {
        let c = pieces[at].c;
        if c == ' ' {
            at += 1;
            byte += 1;
            continue;
        }
        let (kind, length) = take(&pieces[at..]);
        let bytes: usize = pieces[at..at + length].iter().map(|p| p.c.len_utf8()).sum();
        out.push(Token {
            kind,
            start: byte,
            end: byte + bytes,
            from: pieces[at].from as usize,
            to: pieces[at + length - 1].to as usize,
        });
        at += length;
        byte += bytes;
    }
    out
}

fn take(rest: &[Piece]) -> (TokenKind, usize) {
    let chunk = rest.iter().take_while(|p| p.c != ' ').count();
    if let Some(length) = link(&rest[..chunk]) {
        return (TokenKind::Link, length);
    }
    let c = rest[0].c;
    let count = |test: &dyn Fn(char) -> bool| rest.iter().take_while(|p| test(p.c)).count();
    let name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    if c == '@' && chunk > 1 && name(rest[1].c) {
        let length = 1 + rest[1..].iter().take_while(|p| name(p.c)).count();
        return (TokenKind::Mention, length);
    }
    if is_persian(c) {
        return (TokenKind::Persian, count(&is_persian));
    }
    if c.is_ascii_alphanumeric() {
        let inside = |c: char| c.is_ascii_alphanumeric() || c == '\'' || c == '_';
        let length = count(&inside);
        if rest[..length].iter().all(|p| p.c.is_ascii_digit()) {
            return (TokenKind::Number, number(rest));
        }
        return (TokenKind::Latin, length);
    }
    if is_emoji(c) {
        return (TokenKind::Emoji, 1);
    }
    if c.is_alphabetic() {
        let foreign = |c: char| c.is_alphanumeric() && !is_persian(c) && !c.is_ascii_digit();
        let latin = |c: char| c.is_alphabetic() && (c as u32) < 0x250;
        let length = count(&foreign);
        let kind = if latin(c) {
            TokenKind::Latin
        } else {
            TokenKind::Foreign
        };
        return (kind, length.max(1));
    }
    (TokenKind::Punctuation, 1)
}

/// Digits with single separators between them.
fn number(rest: &[Piece]) -> usize {
    let mut length = 0;
    while length < rest.len() {
        let c = rest[length].c;
        let digit_next = rest.get(length + 1).is_some_and(|p| p.c.is_ascii_digit());
        if c.is_ascii_digit() || (matches!(c, '.' | ',' | '/' | ':' | '-') && digit_next) {
            length += 1;
        } else {
            break;
        }
    }
    length
}

const LINK_STARTS: [&str; 4] = ["http://", "https://", "www.", "t.me/"];
const LINK_ENDS: [&str; 17] = [
    "com", "ir", "me", "ly", "org", "net", "io", "link", "shop", "site", "xyz", "info", "app",
    "co", "vip", "online", "bet",
];

/// The length of a link at the start of a run without spaces.
fn link(chunk: &[Piece]) -> Option<usize> {
    let starts = |s: &str| chunk.len() > s.len() && s.chars().zip(chunk).all(|(a, b)| a == b.c);
    let ascii = chunk.iter().take_while(|p| p.c.is_ascii_graphic()).count();
    if LINK_STARTS.iter().any(|s| starts(s)) {
        return Some(trim(&chunk[..ascii]));
    }
    if ascii < 4 || !chunk[0].c.is_ascii_alphanumeric() {
        return None;
    }
    let host: String = chunk[..ascii]
        .iter()
        .map(|p| p.c)
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        .collect();
    let (name, end) = host.trim_end_matches('.').rsplit_once('.')?;
    let known = LINK_ENDS.contains(&end) && name.chars().any(|c| c.is_ascii_alphabetic());
    let after = chunk.get(host.len()).map(|p| p.c);
    (known && after != Some('@')).then(|| trim(&chunk[..ascii]))
}

fn trim(chunk: &[Piece]) -> usize {
    let tail = chunk.iter().rev();
    let marks = tail
        .take_while(|p| matches!(p.c, '.' | ',' | '!' | '?' | ')' | '"' | ';'))
        .count();
    (chunk.len() - marks).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_what_people_write() {
        for (input, expected) in [
            ("سـلاااام", "سلام"),
            ("مي‌خوام", "میخوام"),
            ("می خوام", "میخوام"),
            ("قیمت ها چنده؟", "قیمتها چنده?"),
            ("۲تا", "2 تا"),
            ("٢عدد", "2 عدد"),
            ("  Sooooo   NICE!!! ", "so nice!"),
            ("۸٬۵۰۰٬۰۰۰ ریال", "8,500,000 ریال"),
            ("مُدِل", "مدل"),
            ("2XL", "2xl"),
            ("café", "cafe"),
        ] {
            assert_eq!(normalize(input).text, expected, "{input}");
        }
    }

    #[test]
    fn knows_what_a_token_is() {
        use TokenKind::*;
        for (input, expected) in [
            ("سلام", vec![Persian]),
            ("@sara_m @niloo.k", vec![Mention, Mention]),
            ("bit.ly/xxx", vec![Link]),
            ("www.site.ir.", vec![Link, Punctuation]),
            ("سایز 2xl ❤️", vec![Persian, Latin, Emoji]),
            ("8,500 تومن", vec![Number, Persian]),
            ("ok.thanks", vec![Latin, Punctuation, Latin]),
            ("привет", vec![Foreign]),
        ] {
            let kinds: Vec<_> = normalize(input).tokens.iter().map(|t| t.kind).collect();
            assert_eq!(kinds, expected, "{input}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]
        #[test]
        fn twice_is_once(text in "(\\PC|[ یهاامینمتر\u{200c}\u{640}۳3aA!]){0,40}") {
            let once = normalize(&text);
            prop_assert_eq!(&normalize(&once.text).text, &once.text);
        }

        #[test]
        fn offsets_stand_in_the_original(text in any::<String>()) {
            let normal = normalize(&text);
            prop_assert_eq!(normal.map.len(), normal.text.chars().count());
            for &(from, to) in &normal.map {
                prop_assert!(from <= to && text.is_char_boundary(from as usize));
                prop_assert!(text.is_char_boundary(to as usize));
            }
            for token in &normal.tokens {
                prop_assert!(text.get(token.from..token.to).is_some());
                prop_assert!(!normal.token(token).is_empty());
            }
        }

        #[test]
        fn digits_are_kept(digits in "[0-9۰-۹]{1,30}") {
            let kept = normalize(&digits).text;
            prop_assert_eq!(kept.chars().count(), digits.chars().count());
        }
    }
}
