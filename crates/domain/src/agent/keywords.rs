//! Words that settle a matter without the classifier: where and when the shop is open, "start"
//! after an opt-out, "I have paid", a wish for advice on sizes, and texts that say nothing.

mod delivery_words;
mod goods_words;
mod mood_words;
mod talk_words;

use self::delivery_words::{
    ABROAD, CARRIER, DELIVERY, DURATION, FEE, SUM, WHO_PAYS, WITH_DELIVERY,
};
use self::goods_words::{
    ADVICE, BEYOND, BOUGHT, BROKEN, CHEAPEST, COLOURS, FABRIC, GENUINE, HAVE, IF, MANY, MISFIT,
    ORIGINAL, PHOTO, PRICE, RESTOCK, UNDER, WHOLESALE,
};
use self::mood_words::{ANGRY, BUT, COURTESY, PARDON, PRAISE, UNTRACED};
use self::talk_words::{
    ADDRESS, BUY, CARD, FINE, HOURS, PAID, PAYING, PERSON, START, WISHED_TO_KNOW,
};
use super::Snapshot;
use super::fold::{fold, has_words};

/// Praise of fewer words is a nod, and a busy page would answer hundreds of them.
const PRAISE_WORDS: usize = 3;

/// A question about the shop itself, which has no intent of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ShopFact {
    Hours,
    Address,
}

/// All words of the burst, folded, a line break between messages.
pub(super) fn folded(snapshot: &Snapshot) -> String {
    let texts = snapshot.texts.iter().map(|text| fold(text.reveal()));
    texts
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|needle| has_words(text, needle))
}

/// Whether the shop's hours or address are asked for.
pub(super) fn shop_facts(snapshot: &Snapshot) -> Vec<ShopFact> {
    let text = folded(snapshot);
    let mut found = Vec::new();
    let bare = ["ادرس", "ادرس لطفا", "adres", "address"].contains(&text.as_str());
    if bare || any(&text, ADDRESS) {
        found.push(ShopFact::Address);
    }
    if any(&text, HOURS) {
        found.push(ShopFact::Hours);
    }
    found
}

/// Whether automated messages are wanted again.
pub(super) fn asks_to_start(snapshot: &Snapshot) -> bool {
    let text = folded(snapshot);
    text.split(' ').count() <= 6 && any(&text, START)
        || snapshot
            .payload
            .as_deref()
            .is_some_and(|payload| payload.eq_ignore_ascii_case("start"))
}

/// Of delivery: whether its cost and whether its time are spoken of.
pub(super) fn delivery_words(snapshot: &Snapshot) -> (bool, bool) {
    let text = folded(snapshot);
    (any(&text, FEE), any(&text, DURATION))
}

/// Whether a price with delivery is asked for.
pub(super) fn with_delivery(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), WITH_DELIVERY)
}

/// Whether it is asked who carries the parcel.
pub(super) fn asks_carrier(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), CARRIER)
}

/// Whether a question about a product is one of what there is: its colours, or itself by name.
pub(super) fn asks_what_there_is(snapshot: &Snapshot) -> bool {
    let text = folded(snapshot);
    let named = !snapshot.understood.products.is_empty();
    any(&text, COLOURS) || (named && any(&text, HAVE))
}

/// Whether a colour is asked for where the fabric is not spoken of.
pub(super) fn asks_colour(snapshot: &Snapshot) -> bool {
    let text = folded(snapshot);
    any(&text, COLOURS) && !any(&text, FABRIC)
}

/// Whether a price is spoken of in so many words.
pub(super) fn speaks_of_price(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), PRICE)
}

/// Whether hardly more than "how much" is said.
pub(super) fn is_bare_price(snapshot: &Snapshot) -> bool {
    let text = folded(snapshot);
    // «چند» alone counts anything: years, days.
    let price = PRICE.iter().filter(|word| **word != "چند");
    text.split(' ').count() <= 4 && price.into_iter().any(|word| has_words(&text, word))
}

/// Whether it is said that something was wished to be known, not to be bought.
pub(super) fn wished_to_know(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), WISHED_TO_KNOW)
}

/// Whether it is asked if delivery is free: that asks for no price.
pub(super) fn asks_free(snapshot: &Snapshot) -> bool {
    any(
        &folded(snapshot),
        &["رایگان", "رایگانه", "مجانی", "مجانیه", "rayegan", "free"],
    )
}

/// Whether something came broken; what may come broken is only asked about.
pub(super) fn came_broken(snapshot: &Snapshot) -> bool {
    let text = folded(snapshot);
    any(&text, BROKEN) && !any(&text, IF)
}

/// Whether it is said that something does not fit.
pub(super) fn misfit(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), MISFIT)
}

/// Whether what was bought does not fit.
pub(super) fn bought_misfit(snapshot: &Snapshot) -> bool {
    let text = folded(snapshot);
    any(&text, BOUGHT) && any(&text, MISFIT)
}

/// Whether there is praise, and nothing that takes it back.
pub(super) fn only_praises(snapshot: &Snapshot) -> bool {
    let text = folded(snapshot);
    let spoilt = [BUT, ANGRY, BROKEN, MISFIT, UNTRACED];
    any(&text, PRAISE) && !spoilt.into_iter().any(|words| any(&text, words))
}

/// Whether the carrier's code leads nowhere.
pub(super) fn untraced(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), UNTRACED)
}

/// Whether several pieces are to cost less.
pub(super) fn asks_for_many(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), MANY)
}

/// Whether several pieces would be taken, if they cost less.
pub(super) fn might_take_many(snapshot: &Snapshot) -> bool {
    asks_for_many(snapshot) && any(&folded(snapshot), IF)
}

/// Whether the lowest price is asked for.
pub(super) fn asks_cheapest(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), CHEAPEST)
}

/// Whether there is a most that may be spent.
pub(super) fn has_limit(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), UNDER)
}

/// Whether it is asked who pays the postage.
pub(super) fn asks_who_pays(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), WHO_PAYS)
}

/// Whether it is asked what all comes to.
pub(super) fn asks_sum(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), SUM)
}

/// Whether it only says sorry.
pub(super) fn begs_pardon(snapshot: &Snapshot) -> bool {
    let text = folded(snapshot);
    text.split(' ').count() <= 5 && any(&text, PARDON) && !asks_by_sign(snapshot)
}

/// Whether delivery is spoken of in so many words.
pub(super) fn speaks_of_delivery(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), DELIVERY)
}

/// Whether buying is, in a few words.
pub(super) fn speaks_of_buying(snapshot: &Snapshot) -> bool {
    let text = folded(snapshot);
    text.split(' ').count() <= 8 && any(&text, BUY)
}

/// Whether somebody says that they have paid: a person has to check the account.
pub(super) fn says_paid(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), PAID)
}

/// Whether the words are those of somebody who has waited too long.
pub(super) fn sounds_angry(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), ANGRY)
}

/// Whether the number of a bank card is asked for.
pub(super) fn asks_card(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), CARD)
}

/// Whether paying is spoken of in so many words.
pub(super) fn speaks_of_paying(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), PAYING)
}

/// Whether it is asked when a thing is there again.
pub(super) fn asks_restock(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), RESTOCK)
}

/// Whether praise says something: three words or more beside courtesies and tags.
pub(super) fn praises_something(snapshot: &Snapshot) -> bool {
    let mut said: Vec<String> = Vec::new();
    for text in &snapshot.texts {
        let words = text
            .reveal()
            .split_whitespace()
            .filter(|word| !is_tag_or_link(word));
        let words = words
            .map(fold)
            .filter(|word| !COURTESY.contains(&word.as_str()));
        said.extend(words.filter(|word| !word.is_empty()));
    }
    said.sort_unstable();
    said.dedup();
    said.len() >= PRAISE_WORDS
}

/// Whether a body is to be fitted, not a list of sizes told.
pub(super) fn wants_size_advice(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), ADVICE)
}

/// Whether it only says "fine": nothing was asked, so nothing is to be answered.
pub(super) fn acknowledges(snapshot: &Snapshot) -> bool {
    let text = folded(snapshot);
    !asks_by_sign(snapshot) && FINE.contains(&text.as_str())
}

/// Whether the burst has words of its own beside tags, links and emoji.
pub(super) fn has_words_of_its_own(snapshot: &Snapshot) -> bool {
    snapshot.texts.iter().any(|text| {
        let mut words = text
            .reveal()
            .split_whitespace()
            .filter(|word| !is_tag_or_link(word));
        words.any(|word| word.chars().any(char::is_alphanumeric))
    })
}

/// Whether it talks to somebody else: it begins with another person's name.
pub(super) fn begins_with_tag(snapshot: &Snapshot) -> bool {
    snapshot
        .texts
        .iter()
        .any(|text| text.reveal().trim_start().starts_with(['@', '＠']))
}

/// Whether there is a question mark.
pub(super) fn asks_by_sign(snapshot: &Snapshot) -> bool {
    snapshot
        .texts
        .iter()
        .any(|text| text.reveal().contains(['?', '؟', '❓', '❔']))
}

fn is_tag_or_link(word: &str) -> bool {
    word.starts_with(['@', '＠', '#']) || word.contains("://") || word.starts_with("www.")
}

/// Whether a person is named as the one to answer.
pub(super) fn names_a_person(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), PERSON)
}

/// The place abroad that is named, folded.
pub(super) fn abroad(snapshot: &Snapshot) -> Option<String> {
    let text = folded(snapshot);
    ABROAD
        .iter()
        .find(|place| has_words(&text, place))
        .map(|place| (*place).to_owned())
}

/// Whether what is asked of a product is more than its description says: pictures of it, whether
/// it is an original, a guarantee, where the description does not speak of that.
pub(super) fn asks_beyond(snapshot: &Snapshot, description: &str) -> bool {
    let (text, description) = (folded(snapshot), fold(description));
    let unsaid = |words| any(&text, words) && !any(&description, words);
    any(&text, PHOTO) || unsaid(ORIGINAL) || unsaid(BEYOND)
}

/// Whether it is asked if a thing is really of what it is said to be of.
pub(super) fn asks_genuine(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), GENUINE)
}

/// Whether prices for resale are asked for.
pub(super) fn asks_wholesale(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), WHOLESALE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_spelt_as_they_are_compared() {
        let lists = [
            BEYOND,
            BOUGHT,
            BROKEN,
            BUT,
            BUY,
            DELIVERY,
            PRAISE,
            MISFIT,
            CHEAPEST,
            SUM,
            WHO_PAYS,
            UNDER,
            FABRIC,
            IF,
            MANY,
            PARDON,
            PRICE,
            UNTRACED,
            WISHED_TO_KNOW,
            WHOLESALE,
            ABROAD,
            ADDRESS,
            ADVICE,
            ANGRY,
            CARD,
            CARRIER,
            COLOURS,
            COURTESY,
            DURATION,
            FEE,
            FINE,
            GENUINE,
            HAVE,
            HOURS,
            ORIGINAL,
            PAID,
            PAYING,
            PERSON,
            PHOTO,
            RESTOCK,
            START,
            WITH_DELIVERY,
        ];
        for word in lists.into_iter().flatten() {
            assert_eq!(fold(word), *word);
        }
    }
}
