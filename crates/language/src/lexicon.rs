//! A business's catalogue compiled for matching: fuzzy, in Persian, English and Finglish.
//!
//! A word counts by how few products share it. Products that a text names equally well are all
//! returned: ambiguous means candidates, never a guess.

use std::collections::{BTreeMap, BTreeSet};

use palette_domain::understanding::ProductMatch;
use rapidfuzz::distance::levenshtein;

use crate::finglish::{shared_skeleton, sounds};
use crate::fold::is_persian;
use crate::normal::normalize;
use crate::view::{Pattern, View, pattern};

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
    /// Every word of every name, with the products that have it.
    words: Vec<Word>,
    /// By product and name: the words it is made of.
    names: Vec<(usize, Vec<usize>)>,
    sizes: BTreeSet<String>,
    code: Option<Pattern>,
}

#[derive(Clone, Debug)]
struct Word {
    text: String,
    skeleton: String,
    weight: f32,
}

/// Words of a text that name products.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) ids: Vec<String>,
}

/// Words that no product is known by.
const IDLE: [&str; 22] = [
    "این",
    "اون",
    "از",
    "با",
    "به",
    "برای",
    "و",
    "the",
    "a",
    "an",
    "of",
    "for",
    "with",
    "in",
    "and",
    "مدل",
    "رنگ",
    "سایز",
    "زنانه",
    "مردانه",
    "model",
    "size",
];

impl Lexicon {
    /// Compiles a catalogue.
    pub fn build(items: &[LexiconItem]) -> Self {
        let mut out = Self::default();
        let mut index: BTreeMap<String, usize> = BTreeMap::new();
        let mut holders: Vec<BTreeSet<usize>> = Vec::new();
        for (product, item) in items.iter().enumerate() {
            out.ids.push(item.id.clone());
            out.sizes
                .extend(item.sizes.iter().map(|s| normalize(s).text));
            for name in &item.names {
                let normal = normalize(name);
                let mut made_of = Vec::new();
                for (_, word) in normal.words().filter(|(_, w)| !IDLE.contains(w)) {
                    let at = *index.entry(word.to_owned()).or_insert_with(|| {
                        holders.push(BTreeSet::new());
                        out.words.push(Word {
                            text: word.to_owned(),
                            skeleton: shared_skeleton(word),
                            weight: 1.0,
                        });
                        holders.len() - 1
                    });
                    holders[at].insert(product);
                    made_of.push(at);
                }
                if !made_of.is_empty() {
                    out.names.push((product, made_of));
                }
            }
        }
        for (word, held) in out.words.iter_mut().zip(&holders) {
            #[expect(clippy::cast_precision_loss, reason = "a catalogue is small")]
            let share = items.len() as f32 / held.len().max(1) as f32;
            word.weight = 0.35 + share.ln().max(0.0);
        }
        out
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

    /// Whether some product comes in a size.
    pub(crate) fn has_size(&self, size: &str) -> bool {
        self.sizes.contains(size)
    }

    pub(crate) fn code_pattern(&self) -> Option<&Pattern> {
        self.code.as_ref()
    }

    /// The products a text names, best first, with scores from 0 to 1.
    pub fn search(&self, text: &str) -> Vec<ProductMatch> {
        let view = View::new(text);
        let hits = self.hits(&view, &view.words());
        self.rank(&hits)
    }

    pub(crate) fn matches(&self, view: &View) -> Vec<ProductMatch> {
        self.rank(&self.hits(view, &view.words()))
    }

    /// For each word of the text: the words of the catalogue it may be, with likeness.
    fn hits(&self, view: &View, places: &[(usize, usize)]) -> Vec<Vec<(usize, f32)>> {
        places
            .iter()
            .map(|&(start, end)| {
                let word = normalize(view.folded(start, end)).text;
                if IDLE.contains(&word.as_str()) || word.chars().count() < 2 {
                    return Vec::new();
                }
                self.alike(&word)
            })
            .collect()
    }

    fn alike(&self, word: &str) -> Vec<(usize, f32)> {
        let persian = word.starts_with(is_persian);
        let skeleton = shared_skeleton(word);
        let mut out: Vec<(usize, f32)> = self
            .words
            .iter()
            .enumerate()
            .filter_map(|(at, known)| {
                let same_script = known.text.starts_with(is_persian) == persian;
                let score = if same_script {
                    within(word, &known.text)
                } else {
                    across(word, &skeleton, known)
                };
                (score > 0.0).then_some((at, score))
            })
            .collect();
        let top = out.iter().map(|h| h.1).fold(0.0, f32::max);
        out.retain(|h| h.1 >= top - 0.05);
        out
    }

    fn rank(&self, hits: &[Vec<(usize, f32)>]) -> Vec<ProductMatch> {
        let mut strength: BTreeMap<usize, f32> = BTreeMap::new();
        for &(word, score) in hits.iter().flatten() {
            let best = strength.entry(word).or_default();
            *best = best.max(score);
        }
        if strength.is_empty() {
            return Vec::new();
        }
        let said: f32 = hits
            .iter()
            .filter_map(|h| {
                h.iter()
                    .map(|&(w, s)| s * self.words[w].weight)
                    .max_by(f32::total_cmp)
            })
            .sum();
        let mut best: BTreeMap<usize, f32> = BTreeMap::new();
        for (product, name) in &self.names {
            let whole: f32 = name.iter().map(|&w| self.words[w].weight).sum();
            let met: f32 = name
                .iter()
                .map(|w| strength.get(w).copied().unwrap_or(0.0) * self.words[*w].weight)
                .sum();
            // How much of what was said is this product, and how much of its name was said.
            let score = (0.7 * met / said.max(met) + 0.3 * met / whole).min(1.0);
            let kept = best.entry(*product).or_default();
            *kept = kept.max(score);
        }
        let mut out: Vec<(usize, f32)> = best.into_iter().filter(|m| m.1 > 0.25).collect();
        out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let top = out.first().map_or(0.0, |m| m.1);
        out.retain(|m| m.1 >= top * 0.6);
        out.truncate(12);
        out.into_iter()
            .map(|(product, score)| ProductMatch {
                id: self.ids[product].clone(),
                score,
            })
            .collect()
    }

    /// Runs of words that name products, with the ids that share the best score.
    pub(crate) fn mentions(&self, view: &View, places: &[(usize, usize)]) -> Vec<Mention> {
        let hits = self.hits(view, places);
        let mut out = Vec::new();
        let mut at = 0;
        while at < hits.len() {
            if hits[at].is_empty() {
                at += 1;
                continue;
            }
            let mut end = at + 1;
            while end < hits.len() && !hits[end].is_empty() {
                end += 1;
            }
            let ranked = self.rank(&hits[at..end]);
            let top = ranked.first().map_or(0.0, |m| m.score);
            let ids: Vec<String> = ranked
                .into_iter()
                .filter(|m| m.score >= top - 0.02)
                .map(|m| m.id)
                .collect();
            if !ids.is_empty() {
                out.push(Mention {
                    start: places[at].0,
                    end: places[end - 1].1,
                    ids,
                });
            }
            at = end;
        }
        out
    }
}

/// Likeness of two words of one script; 0 when they are different words.
fn within(word: &str, known: &str) -> f32 {
    if word == known {
        return 1.0;
    }
    let (a, b) = (word.chars().count(), known.chars().count());
    // A spoken ending: «مانتوش», «کیفه», "shirts".
    if let Some(rest) = word.strip_prefix(known)
        && b >= 2
        && SPOKEN.contains(&rest)
    {
        return 0.95;
    }
    if a.min(b) < 4 || a.abs_diff(b) > 2 {
        return 0.0;
    }
    let score = levenshtein::normalized_similarity(word.chars(), known.chars());
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
    let score = score as f32;
    let same_start = word.chars().next() == known.chars().next();
    if score >= 0.8 || (score >= 0.74 && same_start && a >= 6) {
        score * 0.95
    } else {
        0.0
    }
}

const SPOKEN: [&str; 19] = [
    "ش",
    "ه",
    "ی",
    "و",
    "رو",
    "ها",
    "های",
    "هاش",
    "هاتون",
    "هایی",
    "ای",
    "تون",
    "شو",
    "م",
    "ت",
    "s",
    "es",
    "'s",
    "ا",
];

/// Likeness of a Latin and a Persian word by sound.
fn across(word: &str, skeleton: &str, known: &Word) -> f32 {
    let same = skeleton == known.skeleton && skeleton.chars().count() >= 2;
    if !same {
        return 0.0;
    }
    let latin = |w: &str| {
        if w.starts_with(is_persian) {
            crate::finglish::romanise(w)
        } else {
            sounds(w)
        }
    };
    let score = levenshtein::normalized_similarity(latin(word).chars(), latin(&known.text).chars());
    if score >= 0.5 { 0.9 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop() -> Lexicon {
        let item = |id: &str, names: &[&str]| LexiconItem {
            id: id.to_owned(),
            names: names.iter().map(|n| (*n).to_owned()).collect(),
            sizes: vec!["38".to_owned(), "40".to_owned()],
            colours: vec![("مشکی".to_owned(), "black".to_owned())],
        };
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
}
