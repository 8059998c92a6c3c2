//! What is known of a business besides a message, compiled for understanding and kept at hand.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use moka::sync::Cache;
use palette_domain::catalogue::Product;
use palette_domain::{BusinessId, Currency};
use palette_language::{Example, Examples, Lexicon, LexiconItem};
use palette_store::{BusinessStore, ExamplesVersion, StoreError};

/// Compiled catalogues held at once; each is some hundred kilobytes at most.
const LEXICONS_MAX: u64 = 256;
/// Compiled examples held at once; 500 of them are a megabyte or two.
const EXAMPLES_MAX: u64 = 64;

/// A business's catalogue and examples.
pub struct Known {
    /// The catalogue.
    pub lexicon: Arc<Lexicon>,
    /// What members taught; nothing where they taught nothing.
    pub examples: Option<Arc<Examples>>,
}

/// What is known of businesses: compiled anew when a product or an example changes.
pub struct Shelf {
    lexicons: Cache<(BusinessId, u64), Arc<Lexicon>>,
    examples: Cache<(BusinessId, u64, ExamplesVersion), Arc<Examples>>,
}

impl Default for Shelf {
    fn default() -> Self {
        Self {
            lexicons: Cache::new(LEXICONS_MAX),
            examples: Cache::new(EXAMPLES_MAX),
        }
    }
}

impl Shelf {
    /// What is known of a business with these products.
    ///
    /// # Errors
    /// When its examples can't be read.
    pub async fn of(
        &self,
        business: &BusinessStore,
        products: &[Product],
    ) -> Result<Known, StoreError> {
        // Only a cache key within this process, so the hasher may differ between versions.
        let mut hasher = DefaultHasher::new();
        for product in products {
            (product.id, product.updated_at).hash(&mut hasher);
        }
        let catalogue = hasher.finish();
        let lexicon = self.lexicons.get_with((business.id(), catalogue), || {
            let items: Vec<_> = products.iter().map(item).collect();
            Arc::new(Lexicon::build(&items).with_prices(tomans(products)))
        });
        let version = business.examples_version().await?;
        if version == ExamplesVersion::default() {
            let examples = None;
            return Ok(Known { lexicon, examples });
        }
        let key = (business.id(), catalogue, version);
        let examples = match self.examples.get(&key) {
            Some(examples) => examples,
            None => {
                let taught = business.examples().await?.into_iter();
                let taught: Vec<_> = taught
                    .map(|one| Example {
                        text: one.text.into_revealed(),
                        intent: one.intent,
                    })
                    .collect();
                let compiled = Arc::new(Examples::compile(&taught, Some(&lexicon)));
                self.examples.insert(key, Arc::clone(&compiled));
                compiled
            }
        };
        Ok(Known {
            lexicon,
            examples: Some(examples),
        })
    }
}

/// Prices in Toman: «۸۵۰» near 850,000 of the catalogue is that price.
fn tomans(products: &[Product]) -> impl Iterator<Item = i64> + '_ {
    let variants = products.iter().flat_map(|product| &product.variants);
    variants.filter_map(|variant| match variant.price.currency {
        Currency::Irt => Some(variant.price.minor),
        Currency::Irr => Some(variant.price.minor / 10),
        Currency::Usd | Currency::Eur => None,
    })
}

fn item(product: &Product) -> LexiconItem {
    let facts = &product.facts;
    let mut names = vec![facts.name.fa.clone(), facts.name.en.clone()];
    names.extend(facts.aliases.iter().cloned());
    names.retain(|name| !name.trim().is_empty());
    let mut sizes: Vec<_> = product
        .variants
        .iter()
        .map(|variant| variant.size.clone())
        .collect();
    sizes.retain(|size| !size.is_empty());
    sizes.sort();
    sizes.dedup();
    let mut colours: Vec<_> = product
        .variants
        .iter()
        .map(|variant| (variant.colour.fa.clone(), variant.colour.en.clone()))
        .collect();
    colours.sort();
    colours.dedup();
    LexiconItem {
        id: product.id.to_string(),
        names,
        sizes,
        colours,
    }
}
