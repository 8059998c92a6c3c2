//! Keeping tokens alive: refreshed early and often; a dead one stops its account and is shown.

use palette_domain::account::AccountStatus;
use palette_domain::{Instant, Span};
use palette_instagram::{Class, Token};
use palette_store::{ExpiringToken, StoreError};
use tokio::sync::Notify;

use super::rest;
use crate::state::App;

/// A token of 60 days is refreshed at half its life: what fails then has a month to be mended.
const REFRESH_BEFORE_END: Span = Span::days(30);
/// How often expiring tokens are looked for.
const EVERY: Span = Span::hours(6);

/// Runs until the app stops.
pub async fn run(app: App) {
    let never = Notify::new();
    let mut next = app.now() + Span::minutes(1);
    while rest(&app, &never, Some(next)).await {
        if app.now() < next {
            continue;
        }
        next = app.now() + EVERY;
        match app
            .store
            .accounts_with_expiring_tokens(app.now() + REFRESH_BEFORE_END)
            .await
        {
            Ok(expiring) => {
                for token in expiring {
                    if let Err(error) = refresh(&app, &token, app.now()).await {
                        tracing::error!(error = %error, "a refreshed token was not stored");
                    }
                }
            }
            Err(error) => tracing::error!(error = %error, "expiring tokens can't be looked for"),
        }
    }
}

async fn refresh(app: &App, expiring: &ExpiringToken, now: Instant) -> Result<(), StoreError> {
    let account = &expiring.account;
    let business = app.store.business(account.business_id);
    let token = Token::of(account, expiring.token.clone());
    match app.instagram.refresh(&token).await {
        Ok(Some(fresh)) => {
            let ends = fresh.expires_in.map(|span| now + span);
            business
                .update_token(account.id, &fresh.secret, ends, now)
                .await
        }
        Ok(None) => Ok(()),
        Err(trouble) => {
            tracing::warn!(
                account = %account.id,
                code = trouble.code_name(),
                "a token could not be refreshed"
            );
            let ended = account.token_expires_at.is_some_and(|ends| ends <= now);
            if trouble.class == Class::TokenDead || ended {
                business
                    .set_account_status(account.id, AccountStatus::TokenDead, now)
                    .await?;
                app.live.bump();
            }
            Ok(())
        }
    }
}
