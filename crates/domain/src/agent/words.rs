//! The wordings: for each thing that can be said, several ways to say it, by language and tone.
//!
//! No wording holds a digit: every number comes in through a hole, as a fact.

use crate::business::Tone;

mod en_goods;
mod en_shop;
mod en_talk;
mod fa_goods;
mod fa_shop;
mod fa_talk;

macro_rules! says {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// A thing that can be said. Its holes are named in its comment.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) enum Say { $($(#[$doc])* $name,)* }

        impl Say {
            /// All of them.
            #[cfg(test)]
            pub(super) const ALL: &'static [Say] = &[$(Say::$name),*];
            /// Its name in a wording's name.
            pub(super) const fn code(self) -> &'static str {
                match self { $(Say::$name => $code,)* }
            }
        }
    };
}

says! {
    /// Hello, and an offer of help.
    Greet = "greet",
    /// Hello before an answer.
    Hello = "hello",
    /// You're welcome.
    Thanks = "thanks",
    /// A colleague will answer.
    HandOver = "hand_over",
    /// A colleague will answer the rest.
    HandOverRest = "hand_over_rest",
    /// This too was passed to the colleague.
    Noted = "noted",
    /// A colleague will go through the order with you.
    HandOverOrder = "hand_over_order",
    /// A colleague will look into your order (change, cancel, return).
    HandOverCase = "hand_over_case",
    /// Sorry; a colleague will look into it.
    Sorry = "sorry",
    /// The request about your data was noted.
    Privacy = "privacy",
    /// No automated message will follow; how to have them again.
    OptOut = "opt_out",
    /// Automated answers are on again.
    OptIn = "opt_in",
    /// Can't do that; can help with the shop's things.
    Refusal = "refusal",
    /// Got what you sent; a colleague will look at it.
    Attachment = "attachment",
    /// Noted your payment; a colleague will check it.
    Receipt = "receipt",
    /// 0 name, 1 price.
    Price = "price",
    /// Before a list of prices.
    PriceList = "price_list",
    /// 0 name, 1 price: one line of a list.
    PriceLine = "price_line",
    /// 0 name.
    InStock = "in_stock",
    /// 0 name, 1 sizes and colours there are.
    Choices = "choices",
    /// 0 name.
    SoldOut = "sold_out",
    /// 0 name, 1 size and colour.
    VariantInStock = "variant_in_stock",
    /// 0 name, 1 size or colour, 2 what there is of it.
    VariantChoices = "variant_choices",
    /// 0 name, 1 size and colour.
    VariantSoldOut = "variant_sold_out",
    /// 0 name, 1 size and colour that it is not made in.
    NotCarried = "not_carried",
    /// 0 what else there is.
    Others = "others",
    /// 0 name, 1 the size guide.
    SizeGuide = "size_guide",
    /// 0 general words on sizes.
    SizesGeneral = "sizes_general",
    /// 0 name, 1 material.
    Material = "material",
    /// 0 name, 1 description.
    Describe = "describe",
    /// Which product is meant?
    Which = "which",
    /// 0 candidates.
    WhichOf = "which_of",
    /// 0 area, 1 amount.
    ShippingCost = "shipping_cost",
    /// 0 area.
    ShippingFree = "shipping_free",
    /// 0 area.
    ShippingByReceiver = "shipping_by_receiver",
    /// 0 amount.
    FreeFrom = "free_from",
    /// 0 area, 1 days.
    ShippingTime = "shipping_time",
    /// 0 area, 1 carrier.
    Carrier = "carrier",
    /// 0 ways.
    Payment = "payment",
    /// 0 rules.
    Returns = "returns",
    /// 0 hours.
    Hours = "hours",
    /// 0 address.
    Address = "address",
    /// 0 words on discounts.
    Discounts = "discounts",
    /// There is none now.
    NoDiscount = "no_discount",
    /// 0 code, 1 state.
    OrderStatus = "order_status",
    /// No order of yours was found; a colleague will look.
    OrderNotFound = "order_not_found",
    /// In a draft: what is still needed for an order. 0 name and variant.
    AskOrderFacts = "ask_order_facts",
    /// Public: the answer is in your messages.
    SeeDm = "see_dm",
    /// Public: please write us a message.
    PleaseDm = "please_dm",
    /// Public: thanks for your kind words.
    PublicThanks = "public_thanks",
    /// Public: sorry; please write us.
    PublicSorry = "public_sorry",
}

/// The ways to say one thing, by tone.
pub(super) struct Lines {
    /// Complete sentences.
    pub formal: &'static [&'static str],
    /// Warm.
    pub warm: &'static [&'static str],
    /// Short.
    pub brief: &'static [&'static str],
}

impl Lines {
    /// The same in every tone: the words are the business's own, or too plain for a tone.
    pub const fn all(lines: &'static [&'static str]) -> Self {
        Self {
            formal: lines,
            warm: lines,
            brief: lines,
        }
    }
    const fn of(&self, tone: Tone) -> &'static [&'static str] {
        match tone {
            Tone::Formal => self.formal,
            Tone::Warm => self.warm,
            Tone::Brief => self.brief,
        }
    }
}

type Table = &'static [(Say, Lines)];

/// The ways to say `say`; never empty (a test holds both languages to that).
pub(super) fn lines(say: Say, persian: bool, tone: Tone) -> &'static [&'static str] {
    let tables: &[Table] = if persian {
        &[fa_talk::TABLE, fa_goods::TABLE, fa_shop::TABLE]
    } else {
        &[en_talk::TABLE, en_goods::TABLE, en_shop::TABLE]
    };
    let mut rows = tables.iter().copied().flatten();
    rows.find(|(key, _)| *key == say)
        .map_or(&[], |(_, lines)| lines.of(tone))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TONES: [Tone; 3] = [Tone::Formal, Tone::Warm, Tone::Brief];

    fn all() -> impl Iterator<Item = (Say, bool, Tone, &'static [&'static str])> {
        Say::ALL.iter().flat_map(|say| {
            [true, false].into_iter().flat_map(move |persian| {
                TONES.map(move |tone| (*say, persian, tone, lines(*say, persian, tone)))
            })
        })
    }

    #[test]
    fn each_thing_has_four_ways_and_no_two_are_alike() {
        for (say, persian, tone, lines) in all() {
            assert!(
                lines.len() >= 4,
                "{say:?} persian={persian} {tone:?}: {}",
                lines.len()
            );
            for (at, line) in lines.iter().enumerate() {
                assert!(!lines[..at].contains(line), "{say:?} {line}");
            }
        }
    }

    #[test]
    fn no_wording_holds_a_number_or_a_promise_and_all_use_the_same_holes() {
        for (say, _, _, lines) in all() {
            let holes = |line: &str| {
                (0..3)
                    .filter(|hole| line.contains(&format!("{{{hole}}}")))
                    .collect::<Vec<_>>()
            };
            for line in lines {
                let bare = line
                    .replace("{0}", "")
                    .replace("{1}", "")
                    .replace("{2}", "");
                assert!(!bare.chars().any(char::is_numeric), "{say:?}: {line}");
                assert!(!bare.contains(['{', '}']), "{say:?}: {line}");
                assert_eq!(holes(line), holes(lines[0]), "{say:?}: {line}");
                for promise in [
                    "حتما",
                    "تضمین",
                    "قول می",
                    "guarantee",
                    "promise",
                    "definitely",
                ] {
                    assert!(!line.contains(promise), "{say:?}: {line}");
                }
            }
        }
    }

    #[test]
    fn persian_is_spelt_with_persian_letters_and_joiners() {
        for (say, persian, _, lines) in all() {
            for line in lines.iter().filter(|_| persian) {
                let foreign = ['ي', 'ك', 'ة', ',', ';', '?'];
                assert!(!line.contains(foreign), "{say:?}: {line}");
                for open in [" می ", " نمی ", " ها ", " های "] {
                    assert!(!format!(" {line} ").contains(open), "{say:?}: {line}");
                }
            }
        }
    }
}
