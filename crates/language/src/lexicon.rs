//! A business's catalogue compiled for matching: fuzzy, in Persian, English and Finglish.
//!
//! A word counts by how few products share it. Products that a text names equally well are all
//! returned: ambiguous means candidates, never a guess.

mod runs;
mod words;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use palette_domain::understanding::ProductMatch;

use crate::entities::{self, Token};
use crate::lists;
use crate::normal::normalize;
use crate::view::{Pattern, View, pattern};
use runs::{adjoins, is_telling, longest};
use words::{Alike, Words};

/// A product as the catalogue names it.
#[derive(Clone, Debug, Default)]
pub struct LexiconItem {
    /// Given back in [`ProductMatch::id`].
    pub id: String,
    /// All its names, in any language.
    pub names: Vec<String>,
    /// Its sizes as written in the catalogue.
    pub sizes: Vec<String>,
    /// Its colours: Persian name, English name.
    pub colours: Vec<(String, String)>,
}

/// The compiled catalogue.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    ids: Vec<String>,
    words: Words,
    weights: Vec<f32>,
    goods: Vec<Good>,
    /// By word: the products that are named with it.
    holders: Vec<Vec<u32>>,
    /// Two words of a name written as one.
    joined: HashMap<String, (u32, u32)>,
    sizes: BTreeSet<String>,
    prices: BTreeSet<i64>,
    code: Option<Pattern>,
}

/// A product: the words of all its names, and each name apart.
#[derive(Clone, Debug, Default)]
struct Good {
    words: Vec<u32>,
    names: Vec<Vec<u32>>,
}

/// What was met of a product.
struct Met {
    product: u32,
    /// The weight of the words met.
    weight: f32,
    /// The share of a name met, of the name that was met best.
    share: f32,
    /// A name of two words or more was said whole.
    whole: bool,
}

/// Words of a text that name products.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) ids: Vec<String>,
}

/// A place in the text, in tokens, and the words of the catalogue that may stand there.
#[derive(Debug)]
struct Hit {
    from: usize,
    to: usize,
    words: Vec<Alike>,
}

/// Products looked at for one text at most, those with the rarest words first.
const LOOKED_AT: usize = 200;
/// Products given back at most.
const FOUND_MAX: usize = 12;

/// Words that no product is known by.
static IDLE: LazyLock<HashSet<&'static str>> = LazyLock::new(|| lists::words("idle_in_names"));

impl Lexicon {
    /// Compiles a catalogue.
    pub fn build(items: &[LexiconItem]) -> Self {
        let mut out = Self::default();
        for (product, item) in items.iter().enumerate() {
            let product = u32::try_from(product).unwrap_or(u32::MAX);
            out.ids.push(item.id.clone());
            out.sizes
                .extend(item.sizes.iter().map(|s| normalize(s).text));
            let mut good = Good::default();
            for name in &item.names {
                let words = out.name(name);
                for &word in &words {
                    if !good.words.contains(&word) {
                        good.words.push(word);
                        out.holders[word as usize].push(product);
                    }
                }
                if !words.is_empty() {
                    good.names.push(words);
                }
            }
            out.goods.push(good);
        }
        let weights = out.holders.iter().map(|held| {
            #[expect(clippy::cast_precision_loss, reason = "a catalogue is small")]
            let share = items.len() as f32 / held.len().max(1) as f32;
            0.35 + share.ln().max(0.0)
        });
        out.weights = weights.collect();
        out
    }

    /// The words of a name, each once.
    fn name(&mut self, name: &str) -> Vec<u32> {
        let normal = normalize(name);
        let mut made_of: Vec<u32> = Vec::new();
        let mut before: Option<String> = None;
        for (_, word) in normal.words().filter(|(_, w)| !IDLE.contains(*w)) {
            let id = self.words.add(word);
            if id as usize == self.holders.len() {
                self.holders.push(Vec::new());
            }
            if let (Some(before), Some(&last)) = (before, made_of.last()) {
                self.joined
                    .entry(format!("{before}{word}"))
                    .or_insert((last, id));
            }
            before = Some(word.to_owned());
            if !made_of.contains(&id) {
                made_of.push(id);
            }
        }
        made_of
    }

    /// The same, with the letters that the business's order codes begin with (`PL-1043`).
    #[must_use]
    pub fn with_code_prefix(mut self, prefix: &str) -> Self {
        let prefix = regex::escape(&normalize(prefix).text);
        if !prefix.is_empty() {
            self.code = Some(pattern(&format!(r"\b(?P<all>{prefix}[- ]?\d{{2,10}})\b")));
        }
        self
    }

    /// The same, with the prices of its products in Toman: a spoken amount near one is that one.
    #[must_use]
    pub fn with_prices(mut self, tomans: impl IntoIterator<Item = i64>) -> Self {
        self.prices = tomans.into_iter().filter(|price| *price > 0).collect();
        self
    }

    /// Whether a product costs within a tenth of this many Toman.
    pub(crate) fn has_price_near(&self, toman: i64) -> bool {
        let slack = toman / 10;
        let range = toman.saturating_sub(slack)..=toman.saturating_add(slack);
        toman > 0 && self.prices.range(range).next().is_some()
    }

    /// Whether some product comes in a size.
    pub(crate) fn has_size(&self, size: &str) -> bool {
        self.sizes.contains(size)
    }

    pub(crate) fn code_pattern(&self) -> Option<&Pattern> {
        self.code.as_ref()
    }

    /// The products a text names, best first, with scores from 0 to 1.
    pub fn search(&self, text: &str) -> Vec<ProductMatch> {
        self.matches(&View::new(text))
    }

    pub(crate) fn matches(&self, view: &View) -> Vec<ProductMatch> {
        let hits = self.hits(&entities::tokens(view));
        let heaviest = |hit: &Hit| {
            let weights = hit.words.iter().map(|hit| self.weigh(*hit));
            weights.max_by(f32::total_cmp).unwrap_or(0.0)
        };
        let said: f32 = hits.iter().map(heaviest).sum();
        // How much of what was said is this product, and how much of its name was said.
        let score =
            |met: &Met| (0.7 * met.weight / said.max(met.weight) + 0.3 * met.share).min(1.0);
        let mut out: Vec<(u32, f32)> = self
            .met(&hits)
            .iter()
            .map(|met| (met.product, score(met)))
            .collect();
        out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let top = out.first().map_or(0.0, |m| m.1);
        out.retain(|m| m.1 > 0.25 && m.1 >= top * 0.6);
        out.truncate(FOUND_MAX);
        out.into_iter()
            .map(|(product, score)| ProductMatch {
                id: self.ids[product as usize].clone(),
                score,
            })
            .collect()
    }

    fn weigh(&self, (word, score): Alike) -> f32 {
        score * self.weights[word as usize]
    }

    /// For each place of the text: the words of the catalogue it may be, with likeness.
    fn hits(&self, tokens: &[Token]) -> Vec<Hit> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let used = self.hit(tokens, at, &mut out);
            at += used.max(1);
        }
        out
    }

    /// Adds what stands at a token; how many tokens it takes.
    fn hit(&self, tokens: &[Token], at: usize, out: &mut Vec<Hit>) -> usize {
        let word = tokens[at].text.as_str();
        if IDLE.contains(word) || tokens[at].number {
            return 0;
        }
        if let Some(next) = tokens.get(at + 1).filter(|t| t.mark == ' ' && !t.number) {
            let both = format!("{word}{}", next.text);
            let one = self.words.exact(&both).or_else(|| {
                entities::word_stems(&both)
                    .filter(|stem| stem.chars().count() > word.chars().count() + 2)
                    .find_map(|stem| self.words.exact(stem))
            });
            if let Some(id) = one {
                out.push(Hit {
                    from: at,
                    to: at + 2,
                    words: vec![(id, 1.0)],
                });
                return 2;
            }
        }
        let mut words = self.words.alike(word);
        let sure = words.iter().any(|hit| hit.1 >= 0.95);
        if let Some(&(first, second)) = self.joined.get(word).filter(|_| !sure) {
            for id in [first, second] {
                out.push(Hit {
                    from: at,
                    to: at + 1,
                    words: vec![(id, 1.0)],
                });
            }
            return 1;
        }
        if word.chars().count() < 2 {
            words.retain(|hit| hit.1 >= 1.0);
        }
        if !words.is_empty() {
            out.push(Hit {
                from: at,
                to: at + 1,
                words,
            });
        }
        1
    }

    /// The products that hold words of the hits, and what of each was met.
    fn met(&self, hits: &[Hit]) -> Vec<Met> {
        let mut words: Vec<u32> = hits
            .iter()
            .flat_map(|hit| hit.words.iter().map(|w| w.0))
            .collect();
        words.sort_unstable();
        words.dedup();
        words.sort_by_key(|word| self.holders[*word as usize].len());
        let mut products: Vec<u32> = Vec::new();
        for &word in &words {
            let room = LOOKED_AT.saturating_sub(products.len());
            products.extend(self.holders[word as usize].iter().take(room));
        }
        products.sort_unstable();
        products.dedup();
        let met = products
            .into_iter()
            .map(|product| self.met_of(product, hits));
        met.collect()
    }

    fn met_of(&self, product: u32, hits: &[Hit]) -> Met {
        let good = &self.goods[product as usize];
        let held = |hit: &Hit, words: &[u32]| {
            let own = hit.words.iter().filter(|w| words.contains(&w.0));
            own.map(|w| self.weigh(*w)).max_by(f32::total_cmp)
        };
        let weight = hits.iter().filter_map(|hit| held(hit, &good.words)).sum();
        let (mut share, mut whole) = (0.0_f32, false);
        for name in &good.names {
            let all: f32 = name.iter().map(|w| self.weights[*w as usize]).sum();
            let said: f32 = hits.iter().filter_map(|hit| held(hit, name)).sum();
            let every = name
                .iter()
                .all(|w| hits.iter().any(|hit| hit.words.iter().any(|h| h.0 == *w)));
            share = share.max((said / all).min(1.0));
            whole |= name.len() >= 2 && every;
        }
        Met {
            product,
            weight,
            share,
            whole,
        }
    }

    /// Runs of words that name products, with the ids that share the best score.
    pub(crate) fn mentions(&self, tokens: &[Token]) -> Vec<Mention> {
        let hits = self.hits(tokens);
        let mut out = Vec::new();
        let mut from = 0;
        for at in 1..=hits.len() {
            let ends = hits
                .get(at)
                .is_none_or(|next| !adjoins(tokens, hits[at - 1].to, next.from));
            if ends {
                self.segment(tokens, &hits[from..at], &mut out);
                from = at;
            }
        }
        out.sort_by_key(|mention| mention.start);
        out
    }

    /// The best product of a run first, then what is left on either side of its words.
    fn segment(&self, tokens: &[Token], run: &[Hit], out: &mut Vec<Mention>) {
        if run.is_empty() {
            return;
        }
        let best = self.best(run);
        let used: Vec<bool> = run
            .iter()
            .map(|hit| {
                let held = |product: &u32| {
                    let words = &self.goods[*product as usize].words;
                    hit.words.iter().any(|w| words.contains(&w.0))
                };
                best.iter().any(held)
            })
            .collect();
        let Some((from, to)) = longest(&used) else {
            return;
        };
        let block = &run[from..to];
        if is_telling(tokens, block) {
            let products = self.best(block).into_iter().take(FOUND_MAX);
            let ids = products.map(|p| self.ids[p as usize].clone());
            out.push(Mention {
                start: tokens[block[0].from].start,
                end: tokens[block[block.len() - 1].to - 1].end,
                ids: ids.collect(),
            });
        }
        self.segment(tokens, &run[..from], out);
        self.segment(tokens, &run[to..], out);
    }

    /// The products of which most was said; a name said whole beats those said in part.
    fn best(&self, hits: &[Hit]) -> Vec<u32> {
        let mut met = self.met(hits);
        let top = met.iter().map(|m| m.weight).fold(0.0, f32::max);
        met.retain(|m| m.weight >= top * 0.93 - 0.01);
        if met.iter().any(|m| m.whole) {
            met.retain(|m| m.whole);
        }
        met.into_iter().map(|m| m.product).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, names: &[&str]) -> LexiconItem {
        LexiconItem {
            id: id.to_owned(),
            names: names.iter().map(|n| (*n).to_owned()).collect(),
            sizes: vec!["38".to_owned(), "40".to_owned()],
            colours: vec![("مشکی".to_owned(), "black".to_owned())],
        }
    }

    fn shop() -> Lexicon {
        Lexicon::build(&[
            item("manto-nila", &["مانتو لینن نیلا", "Nila linen manto"]),
            item("manto-sara", &["مانتو مجلسی سارا", "Sara evening manto"]),
            item("jeans-mom", &["شلوار جین مام", "Mom jeans"]),
            item("bag-rona", &["کیف دوشی رونا", "Rona shoulder bag"]),
            item("shirt-tara", &["پیراهن نخی تارا", "Tara cotton shirt"]),
        ])
        .with_code_prefix("PL")
    }

    #[test]
    fn finds_what_is_meant() {
        for (text, expected) in [
            ("مانتو نیلا چنده؟", "manto-nila"),
            ("مانتوی نیلا رو میخوام", "manto-nila"),
            ("شلوارجین مام دارین؟", "jeans-mom"),
            ("kif rona mojode?", "bag-rona"),
            ("how much is the rona bag", "bag-rona"),
            ("پیرهن تارا", "shirt-tara"),
            ("manto nila", "manto-nila"),
        ] {
            let found = shop().search(text);
            assert_eq!(
                found.first().map(|m| m.id.as_str()),
                Some(expected),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn ambiguous_means_candidates() {
        let found = shop().search("مانتوهاتون چنده");
        let ids: Vec<_> = found.iter().map(|m| m.id.as_str()).collect();
        assert_eq!(ids, ["manto-nila", "manto-sara"]);
        assert!(shop().search("سلام خوبین").is_empty());
    }

    #[test]
    fn two_products_side_by_side_are_two() {
        let tokens = entities::tokens(&View::new("مانتو نیلا کیف رونا"));
        let found: Vec<Vec<String>> = shop()
            .mentions(&tokens)
            .into_iter()
            .map(|m| m.ids)
            .collect();
        assert_eq!(found, [["manto-nila"], ["bag-rona"]]);
    }

    #[test]
    fn a_large_catalogue_costs_no_more_candidates() {
        let items: Vec<LexiconItem> = (0..2000)
            .map(|n| {
                let name = format!(
                    "مانتو مدل شماره{}",
                    char::from_u32(0x628 + n % 20).unwrap_or('ب')
                );
                item(&n.to_string(), &[&name, "Manto number"])
            })
            .collect();
        let lexicon = Lexicon::build(&items);
        let hits = lexicon.hits(&entities::tokens(&View::new("مانتو دارین")));
        assert!(lexicon.met(&hits).len() <= LOOKED_AT);
        assert_eq!(lexicon.search("مانتو دارین").len(), FOUND_MAX);
    }
}
