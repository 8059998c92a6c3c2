//! One correction teaches a phrasing and those near it, and nothing else; guards stand above it.

use palette_language::{
    Asked, Channel, Context, EXAMPLES_MAX, Engine, Example, Examples, Intent, Lexicon, LexiconItem,
    Moderation, Understanding,
};

fn taught(pairs: &[(&str, Intent)]) -> Examples {
    let examples: Vec<Example> = pairs
        .iter()
        .map(|&(text, intent)| Example {
            text: text.to_owned(),
            intent,
        })
        .collect();
    Examples::compile(&examples, None)
}

fn read(text: &str, examples: Option<&Examples>) -> Understanding {
    let context = Context {
        examples,
        ..Context::default()
    };
    Engine::shared().understand(text, Channel::Dm, &context)
}

/// An odd phrasing, what the shop says it means, and phrasings near it.
const ODD: [(&str, Intent, &[&str]); 4] = [
    (
        "چوب خطش پر شده؟",
        Intent::Stock,
        &["چوب‌خطش پر شده", "چوب خطش پر شد؟", "سلام چوب خطش پر شده؟"],
    ),
    (
        "سرش به سنگ خورده یا نه هنوز",
        Intent::Discount,
        &[
            "سرش به سنگ خورده یا نه",
            "سلام، سرش به سنگ خورده یا نه هنوز؟",
        ],
    ),
    (
        "bokhare mikhad ya na?",
        Intent::Material,
        &["bokhare mikhad ya na", "salam, bokhare mikhad ya na?"],
    ),
    (
        "has the stork landed with mine",
        Intent::OrderStatus,
        &[
            "Has the stork landed with mine?",
            "hi! has the stork landed with mine",
        ],
    ),
];

/// What every shop is asked; no example above has to do with it.
const ORDINARY: [&str; 24] = [
    "سلام",
    "قیمتش چنده؟",
    "موجوده؟",
    "سایز ۴۰ دارین؟",
    "جنسش چیه",
    "هزینه ارسال چقدره",
    "کی به دستم می‌رسه؟",
    "می‌خوام سفارش بدم",
    "سفارشم کجاست؟",
    "میشه رنگش رو عوض کنم؟",
    "سفارشمو لغو کنید",
    "چطور مرجوع کنم",
    "شماره کارت بدین",
    "تخفیف دارین؟",
    "خیلی بی‌کیفیت بود",
    "ممنون از شما",
    "salam gheymat chande",
    "mojoode?",
    "sefaresham koja ast",
    "how much is it",
    "is it in stock?",
    "where is my order",
    "do you ship to Shiraz",
    "what's the weather like in Paris",
];

#[test]
fn a_correction_teaches_the_phrasing_and_those_near_it() {
    for (odd, intent, near) in ODD {
        assert_ne!(read(odd, None).intent(), intent, "{odd} needs no teaching");
        let examples = taught(&[(odd, intent)]);
        for text in std::iter::once(&odd).chain(near) {
            assert_eq!(read(text, Some(&examples)).intent(), intent, "{text}");
        }
        assert!(read(odd, Some(&examples)).confidence() >= 0.9, "{odd}");
    }
}

#[test]
fn other_words_mean_what_they_meant() {
    let examples = taught(&ODD.map(|(odd, intent, _)| (odd, intent)));
    for text in ORDINARY {
        assert_eq!(read(text, Some(&examples)), read(text, None), "{text}");
    }
}

#[test]
fn what_was_told_last_holds() {
    let (text, first, last) = ("چوب خطش پر شده؟", Intent::Price, Intent::Stock);
    let examples = taught(&[(text, last), (text, first)]);
    assert_eq!(read(text, Some(&examples)).intent(), last);
}

#[test]
fn guards_stand_above_every_example() {
    for (text, moderation, intent) in [
        ("فالوور ارزان 👉 bit.ly/abc", Moderation::Spam, Intent::Spam),
        ("دیگه پیام ندین", Moderation::Clean, Intent::OptOut),
        ("با یه آدم صحبت کنم", Moderation::Clean, Intent::Human),
        ("real person please", Moderation::Clean, Intent::Human),
    ] {
        let examples = taught(&[(text, Intent::Thanks)]);
        let found = read(text, Some(&examples));
        assert_eq!(found.moderation, moderation, "{text}");
        assert_eq!(found.intent(), intent, "{text}");
        assert!(Engine::shared().guarded(text), "{text}");
    }
    assert!(!Engine::shared().guarded("قیمتش چنده؟"));
}

#[test]
fn a_bare_answer_still_answers_what_was_asked() {
    let examples = taught(&[("آره", Intent::Thanks)]);
    let context = Context {
        asked: Some(Asked::Confirm),
        examples: Some(&examples),
        ..Context::default()
    };
    let found = Engine::shared().understand("آره", Channel::Dm, &context);
    assert_eq!(found.intent(), Intent::PlaceOrder);
}

#[test]
fn a_name_in_an_example_stands_for_no_name() {
    let item = |id: &str, name: &str| LexiconItem {
        id: id.to_owned(),
        names: vec![name.to_owned()],
        sizes: Vec::new(),
        colours: Vec::new(),
    };
    let shop = Lexicon::build(&[item("a", "مانتو لینن بهار"), item("b", "مانتو کرپ پاییز")]);
    let example = Example {
        text: "مانتو لینن بهار چوب خطش پر شده؟".to_owned(),
        intent: Intent::Stock,
    };
    let examples = Examples::compile(&[example], Some(&shop));
    let context = Context {
        lexicon: Some(&shop),
        examples: Some(&examples),
        ..Context::default()
    };
    let text = "مانتو کرپ پاییز چوب خطش پر شده؟";
    let found = Engine::shared().understand(text, Channel::Dm, &context);
    assert_eq!(found.intent(), Intent::Stock);
}

#[test]
fn the_newest_five_hundred_count_and_none_is_well_too() {
    let many: Vec<Example> = (0..EXAMPLES_MAX + 20)
        .map(|n| Example {
            text: format!("چوب خط شماره {n} پر شده"),
            intent: Intent::Stock,
        })
        .collect();
    assert_eq!(Examples::compile(&many, None).len(), EXAMPLES_MAX);
    let none = Examples::compile(&[], None);
    assert!(none.is_empty());
    assert_eq!(read("سلام", Some(&none)), read("سلام", None));
    let wordless = taught(&[("", Intent::Price)]);
    assert!(wordless.is_empty());
}
