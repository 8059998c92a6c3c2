//! Times understanding beside catalogues of 20 and of 2,000 products, message by message.

use std::io::Write as _;
use std::time::{Duration, Instant};

use palette_language::{Channel, Context, Engine, Lexicon, LexiconItem};

const KINDS: [(&str, &str); 8] = [
    ("مانتو", "manto"),
    ("شلوار", "trousers"),
    ("کیف", "bag"),
    ("هودی", "hoodie"),
    ("کفش", "shoes"),
    ("پیراهن", "shirt"),
    ("روسری", "scarf"),
    ("پالتو", "coat"),
];

const TEXTS: [&str; 6] = [
    "سلام مانتو نیلاب مشکی سایز ۴۰ موجوده؟ قیمتش چنده",
    "هودی سارن رو میخوام دو تا لارج",
    "how much is the mirab bag in black",
    "kif mirab mojode? gheymatesh 850 bud",
    "مرسی عزیزم خیلی خوشگل بود دستتون درد نکنه",
    "پالتووو کرم دارید سایز ۴۲ برای فردا بفرستید تهران",
];

/// A made-up name: three syllables told by its number.
fn name(n: usize) -> String {
    const PARTS: [&str; 13] = [
        "نی", "سا", "می", "را", "لا", "تا", "دو", "هو", "وی", "با", "شی", "زا", "پا",
    ];
    const ENDS: [&str; 12] = ["ب", "ن", "ر", "م", "ش", "ک", "ل", "د", "ز", "س", "ف", "ت"];
    let (first, rest) = (n % 13, n / 13);
    let (second, third) = (rest % 13, rest / 13);
    format!("{}{}{}", PARTS[first], PARTS[second], ENDS[third % 12])
}

fn shop(size: usize) -> Lexicon {
    let items: Vec<LexiconItem> = (0..size)
        .map(|n| {
            let (persian, english) = KINDS[n % KINDS.len()];
            let own = name(n);
            LexiconItem {
                id: n.to_string(),
                names: vec![format!("{persian} {own}"), format!("{own} {english}")],
                sizes: vec!["38".to_owned(), "40".to_owned()],
                colours: Vec::new(),
            }
        })
        .collect();
    Lexicon::build(&items)
}

#[expect(
    clippy::disallowed_methods,
    reason = "measuring time is what this is for"
)]
fn main() -> std::io::Result<()> {
    for size in [0, 20, 2_000] {
        let lexicon = shop(size);
        let context = Context {
            lexicon: (size > 0).then_some(&lexicon),
            ..Context::default()
        };
        let mut times: Vec<Duration> = Vec::new();
        for _ in 0..500 {
            for text in TEXTS {
                let start = Instant::now();
                let read = Engine::shared().understand(text, Channel::Dm, &context);
                times.push(start.elapsed());
                std::hint::black_box(read);
            }
        }
        times.sort();
        writeln!(
            std::io::stdout(),
            "{size} products: median {:?}, 99 % {:?}",
            times[times.len() / 2],
            times[times.len() * 99 / 100]
        )?;
    }
    Ok(())
}
