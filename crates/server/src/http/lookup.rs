//! What rows only name by id, looked up once per answer: members, customers, posts, products.

use std::collections::HashMap;

use palette_domain::account::AccountStatus;
use palette_domain::catalogue::Product;
use palette_domain::customer::Customer;
use palette_domain::media::Media;
use palette_domain::{AccountId, CustomerId, Instant, MediaId, MemberId, ProductId};
use palette_store::BusinessStore;
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Problem;
use super::view::{BilingualView, CustomerName, MemberName};

/// A post, reel or story, as other things refer to it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MediaRef {
    /// Its id.
    pub id: String,
    /// Instagram's id.
    pub ig_media_id: String,
    /// `feed`, `reels`, `story` or `ad`.
    pub kind: &'static str,
    /// The business's words under it.
    pub caption: String,
    /// A picture that the product serves itself, when there is one.
    pub picture_url: Option<String>,
    /// Its address on Instagram.
    pub permalink: Option<String>,
    /// Products it shows.
    pub products: Vec<ProductName>,
}

/// A product, by name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProductName {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: BilingualView,
}

/// Finds things by id, each at most once.
pub struct Lookup<'a> {
    business: &'a BusinessStore,
    members: Option<HashMap<MemberId, String>>,
    customers: HashMap<CustomerId, Option<CustomerName>>,
    media: HashMap<MediaId, Option<MediaRef>>,
    products: HashMap<ProductId, Option<Product>>,
    accounts: HashMap<AccountId, AccountStatus>,
}

impl<'a> Lookup<'a> {
    /// In one business.
    pub fn new(business: &'a BusinessStore) -> Self {
        Self {
            business,
            members: None,
            customers: HashMap::new(),
            media: HashMap::new(),
            products: HashMap::new(),
            accounts: HashMap::new(),
        }
    }

    /// A member of the business; one who left it has no name any more.
    pub async fn member(&mut self, id: Option<MemberId>) -> Result<Option<MemberName>, Problem> {
        let Some(id) = id else { return Ok(None) };
        if self.members.is_none() {
            let members = self.business.members().await?.into_iter();
            let names = members.map(|(member, _)| (member.id, member.name.into_revealed()));
            self.members = Some(names.collect());
        }
        let names = self.members.as_ref();
        let name = names
            .and_then(|names| names.get(&id))
            .cloned()
            .unwrap_or_default();
        Ok(Some(MemberName {
            id: id.to_string(),
            name,
        }))
    }

    /// A customer.
    pub async fn customer(
        &mut self,
        id: Option<CustomerId>,
    ) -> Result<Option<CustomerName>, Problem> {
        let Some(id) = id else { return Ok(None) };
        if let Some(known) = self.customers.get(&id) {
            return Ok(known.clone());
        }
        let name = self
            .business
            .customer(id)
            .await?
            .as_ref()
            .map(customer_name);
        self.customers.insert(id, name.clone());
        Ok(name)
    }

    /// A post, reel or story.
    pub async fn media(&mut self, id: Option<MediaId>) -> Result<Option<MediaRef>, Problem> {
        let Some(id) = id else { return Ok(None) };
        if let Some(known) = self.media.get(&id) {
            return Ok(known.clone());
        }
        let found = match self.business.media(id).await? {
            Some(media) => Some(self.media_ref(&media).await?),
            None => None,
        };
        self.media.insert(id, found.clone());
        Ok(found)
    }

    /// The same from a media that was read already.
    pub async fn media_ref(&mut self, media: &Media) -> Result<MediaRef, Problem> {
        let mut products = Vec::new();
        let mut picture_url = None;
        for id in &media.products {
            let Some(product) = self.product(*id).await? else {
                continue;
            };
            if picture_url.is_none() && product.facts.picture.starts_with('/') {
                picture_url = Some(product.facts.picture.clone());
            }
            products.push(ProductName {
                id: id.to_string(),
                name: product.facts.name.into(),
            });
        }
        Ok(MediaRef {
            id: media.id.to_string(),
            ig_media_id: media.ig_media_id.clone(),
            kind: media.kind.as_str(),
            caption: media.caption.clone(),
            picture_url: picture_url.or_else(|| own_picture(media)),
            permalink: media.permalink.clone(),
            products,
        })
    }

    /// Whether an account can be used; one that is gone can't.
    pub async fn account_status(&mut self, id: AccountId) -> Result<AccountStatus, Problem> {
        if let Some(known) = self.accounts.get(&id) {
            return Ok(*known);
        }
        let account = self.business.account(id).await?;
        let status = account.map_or(AccountStatus::Disconnected, |account| account.status);
        self.accounts.insert(id, status);
        Ok(status)
    }

    async fn product(&mut self, id: ProductId) -> Result<Option<Product>, Problem> {
        if let Some(known) = self.products.get(&id) {
            return Ok(known.clone());
        }
        let found = self.business.product(id).await?;
        self.products.insert(id, found.clone());
        Ok(found)
    }
}

/// Where the product itself serves a post's picture: the pages load nothing from elsewhere.
fn own_picture(media: &Media) -> Option<String> {
    let url = url::Url::parse(media.picture_url.as_deref()?).ok()?;
    if url.path().starts_with("/pictures/") {
        return Some(url.path().to_owned());
    }
    Some(format!(
        "/api/v1/businesses/{}/media/{}/picture",
        media.business_id, media.id
    ))
}

/// A customer, as lists name them.
pub fn customer_name(customer: &Customer) -> CustomerName {
    CustomerName {
        id: customer.id.to_string(),
        name: customer.name.as_ref().map(|name| name.reveal().clone()),
        username: customer.username.as_ref().map(|name| name.reveal().clone()),
    }
}

/// A time as the API tells it.
pub fn millis(at: Option<Instant>) -> Option<i64> {
    at.map(Instant::millis)
}
