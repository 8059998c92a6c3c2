//! What `palette doctor` asks Instagram: the apps, the webhook's address, and each account.

use std::time::Duration;

use palette_domain::account::{Account, AccountStatus, Login};
use palette_domain::{Instant, Span};
use palette_instagram::client::AccountKind;
use palette_instagram::error::table::Tell;
use palette_instagram::version::Standing;
use palette_instagram::{Class, Client, ConnectError, Token, Trouble};
use palette_store::{BusinessStore, Store, StoreError};
use secrecy::ExposeSecret as _;

use super::Check;
use crate::config::Config;

/// An account that is silent for longer may have lost its webhooks.
const SILENT_FOR: Span = Span::days(7);
/// A token is refreshed when half its life is left: from here on that has failed for weeks.
const TOKEN_ENDS_SOON: Span = Span::days(7);
/// How long our own address gets to answer.
const CALLBACK_TIMEOUT: Duration = Duration::from_secs(5);
/// What the handshake must give back.
const CHALLENGE: &str = "1158201444";

/// Everything there is to ask. An account's checks after its token's are left out when that fails.
pub async fn checks(
    config: &Config,
    client: &Client,
    store: &Store,
    now: Instant,
) -> Result<Vec<Check>, StoreError> {
    let mut checks = vec![version(config, now)];
    for login in [Login::Instagram, Login::Facebook] {
        checks.extend(app(config, client, login).await);
    }
    checks.push(callback(config).await);
    for id in store.business_ids().await? {
        let business = store.business(id);
        for account in business.accounts().await? {
            if account.status != AccountStatus::Disconnected {
                checks.extend(of_account(client, &business, &account, now).await?);
            }
        }
    }
    Ok(checks)
}

fn version(config: &Config, now: Instant) -> Check {
    let version = &config.instagram.api_version;
    let standing = Standing::of(version, now);
    let problem = standing.problem(version);
    match standing {
        Standing::Good | Standing::Over(_) => Check::of("graph version", problem),
        _ => Check::noted("graph version", problem),
    }
}

/// Whether id and secret belong together: Instagram's are others than Facebook's.
async fn app(config: &Config, client: &Client, login: Login) -> Option<Check> {
    let name = format!("{} app", login.as_str());
    match client.check_app(login, &config.redirect_uri(login)).await {
        Err(ConnectError::NotConfigured { .. }) => None,
        Ok(()) => Some(Check::of(name, None)),
        Err(error @ (ConnectError::WrongApp | ConnectError::RedirectMismatch)) => {
            Some(Check::of(name, Some(error.to_string())))
        }
        Err(error) => Some(Check::noted(
            name,
            Some(format!("could not be asked: {error}")),
        )),
    }
}

/// Our own address as Meta calls it, handshake and all.
async fn callback(config: &Config) -> Check {
    let public = config.public_url();
    let problem = match &config.instagram.verify_token {
        None => Some("no verify token is set (PALETTE_INSTAGRAM__VERIFY_TOKEN)".to_owned()),
        Some(token) => shake(&public, token.expose_secret()).await,
    };
    let problem = problem.or_else(|| {
        (!config.is_https()).then(|| {
            format!(
                "{public} is no https address: Meta calls none other; set PALETTE_HTTP__PUBLIC_URL"
            )
        })
    });
    Check::noted("webhook address", problem)
}

async fn shake(public: &str, verify_token: &str) -> Option<String> {
    let query = [
        ("hub.mode", "subscribe"),
        ("hub.challenge", CHALLENGE),
        ("hub.verify_token", verify_token),
    ];
    let http = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(CALLBACK_TIMEOUT)
        .build();
    let asked = match http {
        Ok(http) => {
            let request = http
                .get(format!("{public}/webhooks/instagram"))
                .query(&query);
            request.send().await
        }
        Err(error) => Err(error),
    };
    let answer = match asked {
        Ok(answer) => answer,
        // The address holds the verify token, so the error is told without it.
        Err(_) => {
            return Some(format!(
                "{public} does not answer; start `palette serve`, and see that the proxy before \
                 it passes /webhooks/instagram on"
            ));
        }
    };
    let status = answer.status().as_u16();
    match answer.text().await {
        Ok(text) if status == 200 && text == CHALLENGE => None,
        _ => Some(format!(
            "{public}/webhooks/instagram answers {status} to the handshake; another program or \
             another verify token stands there"
        )),
    }
}

/// The checks of one account, named by our id of it: a username says who the shop is.
async fn of_account(
    client: &Client,
    business: &BusinessStore,
    account: &Account,
    now: Instant,
) -> Result<Vec<Check>, StoreError> {
    let named = |what: &str| format!("account {} {what}", account.id);
    let token = Token::of(account, business.token(account.id).await?);
    let me = match client.me(&token).await {
        Ok(me) => me.value,
        Err(trouble) => return Ok(vec![Check::of(named("token"), Some(told(&trouble)))]),
    };
    let mut checks = vec![
        Check::of(named("token"), wrong_account(account, &me.ig_id)),
        token_life(named("token's life"), account, now),
        Check::of(named("kind"), wrong_kind(me.kind)),
    ];
    checks.push(permissions(named("permissions"), client, account, &token).await);
    let access = client.message_access(&token).await.err();
    checks.push(Check::of(
        named("access to messages"),
        access.map(|trouble| told(&trouble)),
    ));
    checks.push(subscription(named("subscription"), client, &token).await);
    checks.push(last_webhook(named("last webhook"), account, now));
    Ok(checks)
}

fn wrong_account(account: &Account, ig_id: &str) -> Option<String> {
    (account.ig_id != ig_id)
        .then(|| "it speaks for another account than it was stored for; connect again".to_owned())
}

fn wrong_kind(kind: Option<AccountKind>) -> Option<String> {
    (kind == Some(AccountKind::Personal)).then(|| {
        "it is a personal account; switch it to a professional one in Instagram's settings, \
         \"Account type and tools\""
            .to_owned()
    })
}

fn token_life(name: String, account: &Account, now: Instant) -> Check {
    let Some(ends) = account.token_expires_at else {
        return Check::of(name, None);
    };
    let left = ends.since(now);
    if left <= Span::ZERO {
        return Check::of(
            name,
            Some("it has ended; connect the account again".to_owned()),
        );
    }
    let days = left.as_millis() / Span::days(1).as_millis();
    let soon = left < TOKEN_ENDS_SOON;
    Check::of(
        name,
        soon.then(|| {
            format!(
                "{days} days are left and renewing it has failed; connect the account again, or \
                 see the log for why"
            )
        }),
    )
}

async fn permissions(name: String, client: &Client, account: &Account, token: &Token) -> Check {
    let mut account = account.clone();
    if account.login == Login::Facebook {
        match client.inspect(token).await {
            Ok(inspected) if !inspected.is_valid => {
                let problem = "Meta says that the token is not valid; connect the account again";
                return Check::of(name, Some(problem.to_owned()));
            }
            Ok(inspected) => account.scopes = inspected.scopes,
            Err(error) => {
                return Check::noted(name, Some(format!("they could not be asked for: {error}")));
            }
        }
    }
    let missing = account.missing_scopes();
    Check::of(
        name,
        (!missing.is_empty()).then(|| {
            format!(
                "not granted: {}; connect the account again and leave every box ticked",
                missing.join(", ")
            )
        }),
    )
}

async fn subscription(name: String, client: &Client, token: &Token) -> Check {
    let problem = match client.subscribed_fields(token).await {
        Err(trouble) => Some(told(&trouble)),
        Ok(fields) if fields.value.is_empty() => Some(
            "no events are sent for it; connect the account again, which subscribes it".to_owned(),
        ),
        Ok(fields) if token.login() == Login::Instagram => {
            let has = |field: &&str| fields.value.iter().any(|have| have == *field);
            let missing: Vec<&str> = ["messages", "comments"]
                .into_iter()
                .filter(|field| !has(field))
                .collect();
            (!missing.is_empty()).then(|| {
                format!(
                    "no {} are sent for it; connect the account again, which subscribes it",
                    missing.join(" and no ")
                )
            })
        }
        Ok(_) => None,
    };
    Check::of(name, problem)
}

fn last_webhook(name: String, account: &Account, now: Instant) -> Check {
    let mend = "if people wrote since, see that Meta's app is live, has Advanced Access and knows \
                the webhook's address";
    let problem = match account.last_webhook_at {
        None => Some(format!("none came yet; {mend}")),
        Some(at) if now.since(at) > SILENT_FOR => {
            let days = now.since(at).as_millis() / Span::days(1).as_millis();
            Some(format!("the last came {days} days ago; {mend}"))
        }
        Some(_) => None,
    };
    Check::noted(name, problem)
}

/// A trouble with its mend, by the one table of Meta's errors.
fn told(trouble: &Trouble) -> String {
    let mend = match (trouble.class, trouble.tell) {
        (Class::TokenDead, _) => "connect the account again",
        (Class::Retry | Class::Throttled | Class::OutcomeUnknown, _) => "try again later",
        (_, Tell::Operator) => "see the app in Meta's dashboard",
        (Class::NotAllowed, _) => {
            "the owner allows it in Instagram's settings (\"Messages\", \"Connected tools\"), then \
             connects again"
        }
        _ => "connect the account again",
    };
    format!("{trouble}; {mend}")
}
