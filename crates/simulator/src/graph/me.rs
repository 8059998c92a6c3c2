//! The account, the Page and the Facebook user themselves.

use serde_json::{Value, json};

use super::call::Call;
use super::error::GraphError;
use super::fields::{Field, Held, render};
use super::media;
use super::page::{Page, listed};
use crate::people::Account;
use crate::settings::Wrapping;
use crate::tokens::{Scope, Token, TokenKind};
use crate::world::World;

fn of<'a>(world: &'a World, token: &Token) -> Result<&'a Account, GraphError> {
    world
        .account(&token.ig_id)
        .ok_or_else(|| GraphError::no_object(&token.ig_id))
}

/// `GET /me` and `GET /{ig-id}`.
///
/// # Errors
/// Meta's refusal.
pub fn account(world: &World, call: &Call, token: &Token) -> Result<Value, GraphError> {
    token.needs(Scope::Basic)?;
    let node = account_node(world, call, token, &call.fields("id")?)?;
    let by_me = call.path.first().is_some_and(|id| id == "me");
    if by_me && world.settings.me == Wrapping::Wrapped {
        return Ok(json!({"data": [node]}));
    }
    Ok(node)
}

fn account_node(
    world: &World,
    call: &Call,
    token: &Token,
    fields: &[Field],
) -> Result<Value, GraphError> {
    let account = of(world, token)?;
    let instagram = token.kind.is_instagram();
    let id = if instagram {
        &account.app_scoped_id
    } else {
        &account.ig_id
    };
    render("IGUser", id, fields, |field| {
        Ok(match field.name.as_str() {
            "user_id" if instagram => Held::Value(json!(account.ig_id)),
            "ig_id" if !instagram => Held::Value(json!(account.ig_id)),
            "username" => Held::Value(json!(account.username)),
            "name" => Held::Value(json!(account.name)),
            "account_type" => Held::Value(json!("BUSINESS")),
            "biography" => Held::Value(json!(account.biography)),
            "website" => Held::Nothing,
            "profile_picture_url" => {
                Held::Value(json!(format!("{}/avatar/{}.svg", call.base, account.ig_id)))
            }
            "followers_count" => Held::Value(json!(account.followers)),
            "follows_count" => Held::Value(json!(112)),
            "media_count" => Held::Value(json!(world.posts(&account.ig_id).len())),
            "media" => Held::Value(media::nested(world, call, token, field)?),
            _ => Held::Unknown,
        })
    })
}

/// `GET /{page-id}`, and `GET /me` with a Page token.
///
/// # Errors
/// Meta's refusal.
pub fn page(world: &World, call: &Call, token: &Token) -> Result<Value, GraphError> {
    let account = of(world, token)?;
    let fields = call.fields("id,name")?;
    page_node(world, call, token, account, &fields, None)
}

fn page_node(
    world: &World,
    call: &Call,
    token: &Token,
    account: &Account,
    fields: &[Field],
    page_token: Option<&str>,
) -> Result<Value, GraphError> {
    render("Page", &account.page_id, fields, |field| {
        Ok(match field.name.as_str() {
            "name" => Held::Value(json!(account.name)),
            "access_token" => {
                let own = (token.kind == TokenKind::FacebookPage).then_some(call.token.as_deref());
                page_token
                    .or(own.flatten())
                    .map_or(Held::Nothing, |text| Held::Value(json!(text)))
            }
            "category" => Held::Value(json!("Clothing store")),
            "tasks" => Held::Value(json!([
                "ANALYZE",
                "ADVERTISE",
                "MESSAGING",
                "MODERATE",
                "CREATE_CONTENT",
                "MANAGE"
            ])),
            "instagram_business_account" | "connected_instagram_account" => {
                let inner = &field.inner;
                let linked = render("IGUser", &account.ig_id, inner, |inner| {
                    Ok(match inner.name.as_str() {
                        "username" => Held::Value(json!(account.username)),
                        "name" => Held::Value(json!(account.name)),
                        "media_count" => Held::Value(json!(world.posts(&account.ig_id).len())),
                        _ => Held::Unknown,
                    })
                })?;
                Held::Value(linked)
            }
            _ => Held::Unknown,
        })
    })
}

/// `GET /me` with a Facebook user's token.
///
/// # Errors
/// Meta's refusal.
pub fn facebook_user(world: &World, call: &Call, token: &Token) -> Result<Value, GraphError> {
    let account = of(world, token)?;
    render(
        "User",
        &account.facebook_user_id,
        &call.fields("id,name")?,
        |field| {
            Ok(match field.name.as_str() {
                "name" => Held::Value(json!(format!("{} (owner)", account.name))),
                "email" => Held::Nothing,
                _ => Held::Unknown,
            })
        },
    )
}

/// `GET /me/accounts`: the Pages, each with a token of its own.
///
/// # Errors
/// Meta's refusal.
pub fn accounts(world: &mut World, call: &Call, token: &Token) -> Result<Value, GraphError> {
    let account = of(world, token)?.clone();
    let page_token = page_token(world, token, &account);
    let fields = call.fields("access_token,category,name,id,tasks")?;
    let page = Page::of_call(call, "me", "accounts", 100)?;
    let (_, paging) = page.cut(std::slice::from_ref(&account.page_id))?;
    let node = page_node(world, call, token, &account, &fields, Some(&page_token))?;
    Ok(listed(vec![node], paging))
}

/// The Page token for these scopes: the same each time it is asked for.
fn page_token(world: &mut World, user: &Token, account: &Account) -> String {
    let now = world.now;
    let known = world.tokens.iter().find(|(_, one)| {
        one.kind == TokenKind::FacebookPage
            && one.ig_id == account.ig_id
            && one.scopes == user.scopes
            && one.trouble(now).is_none()
    });
    match known {
        Some((text, _)) => text.clone(),
        None => world.grant(TokenKind::FacebookPage, &account.ig_id, &user.scopes),
    }
}
