//! Reading what webhooks leave out: names of people who wrote, facts of posts they speak of.

use palette_domain::Span;
use palette_domain::inbound::{MediaFacts, PersonFacts};
use palette_instagram::Token;
use palette_store::{BusinessStore, StoreError};
use tokio::sync::Notify;

use super::reconcile::passing;
use super::rest;
use crate::state::App;

/// Reads in one round of one business.
const ROUND: u64 = 10;
/// Rest between rounds: look-ups are never urgent and share Meta's allowance with sending.
const EVERY: Span = Span::secs(1);

/// Runs until the app stops.
pub async fn run(app: App) {
    let never = Notify::new();
    let mut next = app.now();
    while rest(&app, &never, Some(next)).await {
        if app.now() < next {
            continue;
        }
        next = app.now() + EVERY;
        if let Err(error) = round(&app).await {
            tracing::error!(error = %error, "look-ups failed");
        }
    }
}

async fn round(app: &App) -> Result<(), StoreError> {
    for id in app.store.business_ids().await? {
        let business = app.store.business(id);
        people(app, &business).await?;
        media(app, &business).await?;
    }
    Ok(())
}

async fn people(app: &App, business: &BusinessStore) -> Result<(), StoreError> {
    for customer in business.customers_without_profile(ROUND).await? {
        let Some(token) = token(business, customer.account_id).await? else {
            continue;
        };
        let found: PersonFacts = match app.instagram.profile(&token, &customer.igsid).await {
            Ok(answer) => answer.value,
            Err(trouble) if passing(&trouble) => return Ok(()),
            Err(_) => {
                business.profile_tried(customer.id, app.now()).await?;
                continue;
            }
        };
        business
            .update_person(customer.id, &found, app.now())
            .await?;
        app.live.bump();
    }
    Ok(())
}

async fn media(app: &App, business: &BusinessStore) -> Result<(), StoreError> {
    for media in business.media_without_facts(ROUND).await? {
        let Some(token) = token(business, media.account_id).await? else {
            continue;
        };
        match app.instagram.media(&token, &media.ig_media_id).await {
            Ok(answer) => {
                business
                    .save_media(media.account_id, &answer.value, app.now())
                    .await?;
                app.live.bump();
            }
            Err(trouble) if passing(&trouble) => return Ok(()),
            Err(trouble) => {
                let code = trouble.code_name();
                tracing::debug!(media = %media.id, code, "a media has no facts");
                // It is gone or not ours to read: what is known of it is all there will be.
                let known = MediaFacts {
                    ig_media_id: media.ig_media_id.clone(),
                    kind: media.kind,
                    caption: media.caption.clone(),
                    permalink: media.permalink.clone(),
                    picture_url: media.picture_url.clone(),
                    posted_at: media.posted_at,
                };
                business
                    .save_media(media.account_id, &known, app.now())
                    .await?;
            }
        }
    }
    Ok(())
}

/// The token of an account that can be used.
pub(super) async fn token(
    business: &BusinessStore,
    account: palette_domain::AccountId,
) -> Result<Option<Token>, StoreError> {
    let Some(account) = business.account(account).await? else {
        return Ok(None);
    };
    if account.status != palette_domain::account::AccountStatus::Active {
        return Ok(None);
    }
    let secret = business.token(account.id).await?;
    Ok(Some(Token::of(&account, secret)))
}
