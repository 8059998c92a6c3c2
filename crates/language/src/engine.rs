//! The whole of understanding: the model's shares, the rules over them, the context.

use std::sync::LazyLock;

use palette_domain::understanding::{
    Entity, EntityKind, Intent, Language, Moderation, ProductMatch, Scored, Understanding,
};

use crate::concepts::Concepts;
use crate::context::{Channel, Context};
use crate::decide::{self, Facts};
use crate::entities::{self, Scene};
use crate::examples::Vote;
use crate::features::{Feature, Reader};
use crate::finglish::Vocabulary;
use crate::guess;
use crate::lexicon::Lexicon;
use crate::model::{CLASSES, Model, place};
use crate::normal::normalize;
use crate::rules::QUESTION;
use crate::view::View;
use crate::{clauses, moderation};

static SHARED: LazyLock<Engine> = LazyLock::new(|| {
    let bytes = include_bytes!("../model/intents.bin");
    Engine::new(Model::from_bytes(bytes).expect("the model in the program is of this version"))
});

/// Texts beyond this many characters are read by their first and last parts.
const LONG: usize = 4000;
/// More letters than an ordinary message has.
const PAGE: usize = 400;
/// Sentences at the end of a page that are heard by themselves.
const LAST: usize = 3;

/// Understands messages; made once, used by all.
#[derive(Debug)]
pub struct Engine {
    model: Model,
    reader: Reader,
}

impl Engine {
    /// The one with the model of the program.
    pub fn shared() -> &'static Engine {
        &SHARED
    }

    /// One with a model of your own.
    pub fn new(model: Model) -> Self {
        let reader = Reader {
            vocabulary: Vocabulary::new(model.words.iter().map(String::as_str)),
            concepts: Concepts::new(),
        };
        Self { model, reader }
    }

    /// What it has learnt.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The language of a text.
    pub fn detect(&self, text: &str) -> Language {
        guess::language(&normalize(text), &self.model)
    }

    /// The Persian reading of a Finglish text, word by word; other texts in their normal form.
    pub fn persian(&self, text: &str) -> String {
        let normal = normalize(text);
        match guess::language(&normal, &self.model) {
            Language::Finglish => self
                .reader
                .words(&normal, Language::Finglish)
                .persian
                .join(" "),
            _ => normal.text,
        }
    }

    /// What a message means.
    pub fn understand(&self, text: &str, channel: Channel, context: &Context<'_>) -> Understanding {
        let normal = normalize(text);
        if normal.text.is_empty() {
            return Understanding::default();
        }
        let language = guess::language(&normal, &self.model);
        let view = View::new(&shortened(text));
        let (entities, products) = named(&view, language, context);
        let unnamed = unnamed(text, &entities, context);
        let words = self.reader.words(&normal, language);
        let features = match &unnamed {
            Some(unnamed) => self.reader.features(&normalize(unnamed), language),
            None => self.reader.features_of(&normal, &words, language),
        };
        let shares = self.model.shares(&features);
        let reading = words.persian.join(" ");
        let readings = [normal.text.as_str(), reading.as_str()];
        let moderation = moderation::judge(&normal, &readings, &self.heard_out(text, shares));
        let clauses = self.clauses(unnamed.as_deref().unwrap_or(text), language);
        let taught = match moderation {
            Moderation::Clean => self.taught(&features, &clauses, context),
            _ => None,
        };
        let facts = Facts {
            normal: &normal,
            readings: &readings,
            text,
            moderation,
            entities: &entities,
            channel,
            context,
            shares: &shares,
            floor: self.model.floor,
            clauses: clauses.into_iter().map(|c| (c.scored, c.weak)).collect(),
            taught,
        };
        let intents = decide::intents(&facts);
        let question = normal.flags.question || readings.iter().any(|text| QUESTION.hit(text));
        Understanding {
            language,
            intents,
            moderation,
            entities,
            products,
            question,
        }
    }

    /// Whether a guard decides about this text, whatever anyone teaches: spam, abuse, commands,
    /// opt-out, "a person, please".
    pub fn guarded(&self, text: &str) -> bool {
        let found = self.understand(text, Channel::Dm, &Context::default());
        let ruled = matches!(found.intent(), Intent::OptOut | Intent::Human);
        found.moderation != Moderation::Clean || (ruled && found.confidence() >= decide::RULE)
    }

    /// What the model would read of a message.
    pub(crate) fn features_of(&self, text: &str, lexicon: Option<&Lexicon>) -> Vec<Feature> {
        let context = Context {
            lexicon,
            ..Context::default()
        };
        let normal = normalize(text);
        let language = guess::language(&normal, &self.model);
        let (entities, _) = named(&View::new(&shortened(text)), language, &context);
        match unnamed(text, &entities, &context) {
            Some(unnamed) => self.reader.features(&normalize(&unnamed), language),
            None => self.reader.features(&normal, language),
        }
    }

    /// What the business's own examples say: of the whole, or of the one clause that says more
    /// than a greeting.
    fn taught(
        &self,
        features: &[Feature],
        clauses: &[Clause],
        context: &Context<'_>,
    ) -> Option<Vote> {
        let examples = context.examples?;
        if let Some(vote) = examples.vote(features) {
            return Some(vote);
        }
        let mut speaking = clauses.iter().filter(|c| !decide::idle(c.scored.intent));
        let only = match (speaking.next(), speaking.next()) {
            (Some(only), None) => only,
            // «سلام، …» whose second part the model makes nothing of either.
            (None, _) if clauses.len() == 2 => clauses
                .iter()
                .find(|c| !matches!(c.scored.intent, Intent::Greeting | Intent::Thanks))?,
            _ => return None,
        };
        examples.vote(&only.features)
    }

    /// The shares of a text; of a long one with the share of a command to the assistant in its last
    /// sentences, which may stand behind a page of ordinary talk.
    fn heard_out(&self, text: &str, mut shares: [f32; CLASSES]) -> [f32; CLASSES] {
        if text.chars().nth(PAGE).is_none() {
            return shares;
        }
        let ends = |c: char| matches!(c, '.' | '!' | '?' | '؟' | '\n');
        let sentences = text
            .rsplit(ends)
            .filter(|sentence| !sentence.trim().is_empty());
        let at = place(Intent::Injection);
        for sentence in sentences.take(LAST) {
            let normal = normalize(sentence);
            let language = guess::language(&normal, &self.model);
            let heard = self.model.shares(&self.reader.features(&normal, language));
            shares[at] = shares[at].max(heard[at]);
        }
        shares
    }

    /// The likeliest intent of each clause.
    fn clauses(&self, text: &str, language: Language) -> Vec<Clause> {
        clauses::split(text)
            .iter()
            .map(|clause| {
                let features = self.reader.features(&normalize(clause.text), language);
                Clause {
                    scored: decide::top(&self.model.shares(&features)),
                    weak: clause.weak,
                    features,
                }
            })
            .collect()
    }
}

/// A clause as the model reads it.
struct Clause {
    scored: Scored,
    /// Cut at a weak joint.
    weak: bool,
    features: Vec<Feature>,
}

/// Very long texts: what matters stands at the start or at the end.
fn shortened(text: &str) -> String {
    if text.len() <= LONG {
        return text.to_owned();
    }
    text.chars().take(LONG).collect()
}

fn named(
    view: &View,
    language: Language,
    context: &Context<'_>,
) -> (Vec<Entity>, Vec<ProductMatch>) {
    let scene = Scene::new(view, language, context);
    let products = context.lexicon.map(|l| l.matches(view)).unwrap_or_default();
    (entities::find(&scene), products)
}

/// The text with the catalogue's long names cut to their head: «مانتو لینن بهار چنده» asks the
/// price of a coat, and nothing about linen. `None` when it holds no such name.
fn unnamed(text: &str, entities: &[Entity], context: &Context<'_>) -> Option<String> {
    context.lexicon?;
    let mut rest = text.chars();
    let (mut out, mut at, mut cut) = (String::with_capacity(text.len()), 0, false);
    for name in entities.iter().filter(|e| e.kind == EntityKind::Product) {
        let words: Vec<&str> = name.text.split_whitespace().collect();
        if words.len() < 2 || name.start < at {
            continue;
        }
        let garment = words.iter().find(|word| entities::is_garment(word));
        out.extend(rest.by_ref().take(name.start - at));
        out.push_str(garment.copied().unwrap_or(words[0]));
        rest.by_ref().take(name.end - name.start).for_each(drop);
        (at, cut) = (name.end, true);
    }
    out.extend(rest);
    cut.then_some(out)
}

/// The intent that a judgement stands for.
pub(crate) fn of_moderation(moderation: Moderation) -> Option<Intent> {
    match moderation {
        Moderation::Clean => None,
        Moderation::Spam => Some(Intent::Spam),
        Moderation::Abuse => Some(Intent::Abuse),
        Moderation::Injection => Some(Intent::Injection),
    }
}
