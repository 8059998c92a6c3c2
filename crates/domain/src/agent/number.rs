//! Numbers, amounts, days and lists as a Persian or an English reader expects them.

use crate::{Currency, Money};

/// An amount in words: «۸۵۰٬۰۰۰ تومان», "850,000 toman", "$12.50".
pub fn money_text(money: Money, persian: bool) -> String {
    with_unit(&digits_text(money, persian), money.currency, persian)
}

/// From one amount to another of the same currency: «از ۸۵۰٬۰۰۰ تا ۸۹۰٬۰۰۰ تومان».
pub(super) fn range_text(low: Money, high: Money, persian: bool) -> String {
    let (from, to) = (digits_text(low, persian), digits_text(high, persian));
    match (persian, low.currency) {
        (true, currency) => with_unit(&format!("از {from} تا {to}"), currency, true),
        (false, Currency::Irt | Currency::Irr) => {
            with_unit(&format!("{from} to {to}"), low.currency, false)
        }
        (false, Currency::Usd | Currency::Eur) => {
            format!("{} to {}", money_text(low, false), money_text(high, false))
        }
    }
}

fn digits_text(money: Money, persian: bool) -> String {
    let decimals = money.currency.decimals();
    let unit = 10u64.pow(decimals);
    let size = money.minor.unsigned_abs();
    let mut text = if money.minor < 0 {
        "-".to_owned()
    } else {
        String::new()
    };
    text.push_str(&grouped(size / unit, if persian { '٬' } else { ',' }));
    if !size.is_multiple_of(unit) {
        text.push(if persian { '٫' } else { '.' });
        text.push_str(&format!(
            "{:0width$}",
            size % unit,
            width = decimals as usize
        ));
    }
    if persian { persian_digits(&text) } else { text }
}

fn with_unit(digits: &str, currency: Currency, persian: bool) -> String {
    match (persian, currency) {
        (true, Currency::Irt) => format!("{digits} تومان"),
        (true, Currency::Irr) => format!("{digits} ریال"),
        (true, Currency::Usd) => format!("{digits} دلار"),
        (true, Currency::Eur) => format!("{digits} یورو"),
        (false, Currency::Irt) => format!("{digits} toman"),
        (false, Currency::Irr) => format!("{digits} rial"),
        (false, Currency::Usd) => format!("${digits}"),
        (false, Currency::Eur) => format!("€{digits}"),
    }
}

/// A whole number.
pub(super) fn number_text(value: i64, persian: bool) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = grouped(value.unsigned_abs(), if persian { '٬' } else { ',' });
    if persian {
        persian_digits(&format!("{sign}{digits}"))
    } else {
        format!("{sign}{digits}")
    }
}

/// A stretch of working days.
pub(super) fn days_text(min: u16, max: u16, persian: bool) -> String {
    let (min, max) = (min.min(max), min.max(max));
    match (persian, min == max) {
        (true, true) => persian_digits(&format!("{max} روز کاری")),
        (true, false) => persian_digits(&format!("{min} تا {max} روز کاری")),
        (false, true) if max == 1 => "1 working day".to_owned(),
        (false, true) => format!("{max} working days"),
        (false, false) => format!("{min} to {max} working days"),
    }
}

/// Things in a row, the last joined by "and".
pub(super) fn list_text(things: &[String], persian: bool) -> String {
    let (comma, and) = if persian {
        ("، ", " و ")
    } else {
        (", ", " and ")
    };
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}{and}{last}", first.join(comma)),
    }
}

/// ASCII digits as Persian ones; all else as it is.
pub(super) fn persian_digits(text: &str) -> String {
    text.chars()
        .map(|letter| match letter.to_digit(10) {
            Some(digit) => char::from_u32(u32::from('۰') + digit).unwrap_or(letter),
            None => letter,
        })
        .collect()
}

fn grouped(value: u64, separator: char) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_both_languages() {
        for (money, persian, expected) in [
            (Money::toman(850_000), true, "۸۵۰٬۰۰۰ تومان"),
            (Money::toman(850_000), false, "850,000 toman"),
            (Money::toman(1_250_000), true, "۱٬۲۵۰٬۰۰۰ تومان"),
            (Money::toman(0), false, "0 toman"),
            (Money::new(8_500_000, Currency::Irr), true, "۸٬۵۰۰٬۰۰۰ ریال"),
            (Money::new(1_250, Currency::Usd), false, "$12.50"),
            (Money::new(1_200, Currency::Eur), false, "€12"),
            (Money::new(1_205, Currency::Usd), true, "۱۲٫۰۵ دلار"),
        ] {
            assert_eq!(money_text(money, persian), expected);
        }
    }

    #[test]
    fn ranges_say_the_unit_once() {
        let (low, high) = (Money::toman(850_000), Money::toman(890_000));
        assert_eq!(range_text(low, high, true), "از ۸۵۰٬۰۰۰ تا ۸۹۰٬۰۰۰ تومان");
        assert_eq!(range_text(low, high, false), "850,000 to 890,000 toman");
        let (low, high) = (
            Money::new(1_200, Currency::Usd),
            Money::new(1_550, Currency::Usd),
        );
        assert_eq!(range_text(low, high, false), "$12 to $15.50");
    }

    #[test]
    fn days_numbers_and_lists() {
        assert_eq!(days_text(2, 4, true), "۲ تا ۴ روز کاری");
        assert_eq!(days_text(1, 1, false), "1 working day");
        assert_eq!(days_text(4, 2, false), "2 to 4 working days");
        assert_eq!(number_text(12_345, true), "۱۲٬۳۴۵");
        let sizes = ["38".to_owned(), "40".to_owned(), "42".to_owned()];
        assert_eq!(list_text(&sizes, false), "38, 40 and 42");
        assert_eq!(list_text(&sizes[..2], true), "38 و 40");
    }
}
