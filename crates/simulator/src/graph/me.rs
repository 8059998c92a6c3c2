//! The account, the Page and the Facebook user themselves.

use serde_json::{Value, json};

use super::ask::Ask;
use super::error::GraphError;
use super::fields::{Held, nonexisting, render};
use super::page::{Page, listed};
use super::resolve::Node;
use super::{mentions, read};
use crate::people::Account;
use crate::settings::Wrapping;
use crate::tokens::{Scope, Token, TokenKind};
use crate::world::World;

/// The account that a token reaches.
///
/// # Errors
/// When it is not there.
pub fn of<'a>(world: &'a World, token: &Token) -> Result<&'a Account, GraphError> {
    world
        .account(&token.ig_id)
        .ok_or_else(|| GraphError::no_object(&token.ig_id))
}

/// What a field of this name holds when it is a list that hangs on the node.
fn hanging(
    world: &World,
    token: &Token,
    node: &Node,
    name: &str,
    ask: &Ask,
) -> Result<Held, GraphError> {
    let list = super::list(world, token, node, name, ask)?;
    Ok(list.map_or(Held::Unknown, Held::Edge))
}

/// `GET /me` and `GET /{ig-id}`.
///
/// # Errors
/// Meta's refusal.
pub fn account(world: &World, token: &Token, ask: &Ask) -> Result<Value, GraphError> {
    world.leave(token, Scope::Basic)?;
    let node = account_node(world, token, ask)?;
    let path = &ask.call.path;
    let by_me = path.len() == 1 && path.first().is_some_and(|id| id == "me");
    if by_me && world.settings.me == Wrapping::Wrapped {
        return Ok(json!({"data": [node]}));
    }
    Ok(node)
}

fn account_node(world: &World, token: &Token, ask: &Ask) -> Result<Value, GraphError> {
    let account = of(world, token)?;
    let instagram = token.kind.is_instagram();
    let id = if instagram {
        &account.app_scoped_id
    } else {
        &account.ig_id
    };
    render("IGUser", id, &ask.fields("id")?, |field| {
        let within = Ask::within(ask.call, field);
        Ok(match field.name.as_str() {
            "user_id" if instagram => Held::Value(json!(account.ig_id)),
            "account_type" if instagram => Held::Value(json!(world.settings.account_type)),
            "ig_id" if !instagram => Held::Value(json!(account.ig_id)),
            "collaborative_media_search"
            | "legacy_instagram_user_id"
            | "mini_shop_storefront"
            | "owner_business"
            | "shopping_review_status"
                if !instagram =>
            {
                Held::Nothing
            }
            "is_published" if !instagram => Held::Value(json!(true)),
            "shopping_product_tag_eligibility" if !instagram => Held::Value(json!(false)),
            "username" => Held::Value(json!(account.username)),
            "name" => Held::Value(json!(account.name)),
            "biography" => Held::Value(json!(account.biography)),
            "website" => Held::Nothing,
            "has_profile_pic" => Held::Value(json!(true)),
            "profile_picture_url" => {
                let base = &ask.call.base;
                Held::Value(json!(format!("{base}/avatar/{}.svg", account.ig_id)))
            }
            "followers_count" => Held::Value(json!(account.followers)),
            "follows_count" => Held::Value(json!(112)),
            "media_count" => Held::Value(json!(world.posts(&account.ig_id).len())),
            "business_discovery" if !instagram => discovered(world, token, &within)?,
            "mentioned_comment" => mentions::comment(world, token, &within)?,
            "mentioned_media" => mentions::media(world, token, &within)?,
            name => hanging(world, token, &Node::Account, name, &within)?,
        })
    })
}

/// `business_discovery.username(…){…}`: what anybody may see of another professional account.
fn discovered(world: &World, token: &Token, ask: &Ask) -> Result<Held, GraphError> {
    let name = ask.text("username");
    let name = name.ok_or_else(|| GraphError::missing("username"))?;
    let other = world.accounts.iter().find(|one| one.username == name);
    let Some(other) = other else {
        return Err(GraphError::new(110, Some(2_207_013), "Invalid user id"));
    };
    let token = Token {
        ig_id: other.ig_id.clone(),
        ..token.clone()
    };
    const PUBLIC: &[&str] = &[
        "biography",
        "followers_count",
        "follows_count",
        "id",
        "ig_id",
        "media",
        "media_count",
        "name",
        "profile_picture_url",
        "username",
        "website",
    ];
    let fields = ask.fields("id")?;
    let private = fields
        .iter()
        .find(|one| !PUBLIC.contains(&one.name.as_str()));
    if let Some(private) = private {
        return Err(nonexisting(&private.name, "IGUser"));
    }
    Ok(Held::Edge(account_node(world, &token, ask)?))
}

/// `GET /{page-id}`, and `GET /me` with a Page token.
///
/// # Errors
/// Meta's refusal.
pub fn page(world: &World, token: &Token, ask: &Ask) -> Result<Value, GraphError> {
    page_node(world, token, ask, "id,name")
}

fn page_node(world: &World, token: &Token, ask: &Ask, default: &str) -> Result<Value, GraphError> {
    let account = of(world, token)?;
    let own = (token.kind == TokenKind::FacebookPage)
        .then(|| ask.call.token.clone())
        .flatten();
    let page_token = own.or_else(|| token.pages.get(&token.ig_id).cloned());
    render("Page", &account.page_id, &ask.fields(default)?, |field| {
        let within = Ask::within(ask.call, field);
        Ok(match field.name.as_str() {
            "name" => Held::Value(json!(account.name)),
            "access_token" => page_token
                .as_ref()
                .map_or(Held::Nothing, |text| Held::Value(json!(text))),
            "category" => Held::Value(json!("Clothing store")),
            "category_list" => {
                Held::Value(json!([{"id": "1059500904164085", "name": "Clothing store"}]))
            }
            "link" => {
                let address = format!("https://www.facebook.com/{}", account.page_id);
                Held::Value(json!(address))
            }
            "username" => Held::Value(json!(account.username.replace('.', ""))),
            "about" => Held::Value(json!(account.biography)),
            "fan_count" | "followers_count" => Held::Value(json!(account.followers / 3)),
            "is_published" | "can_post" | "is_webhooks_subscribed" => Held::Value(json!(true)),
            "bio"
            | "business"
            | "contact_address"
            | "cover"
            | "description"
            | "emails"
            | "location"
            | "phone"
            | "single_line_address"
            | "verification_status"
            | "website" => Held::Nothing,
            "tasks" => Held::Value(json!([
                "ANALYZE",
                "ADVERTISE",
                "MESSAGING",
                "MODERATE",
                "CREATE_CONTENT",
                "MANAGE"
            ])),
            "instagram_business_account" | "connected_instagram_account" => {
                Held::Edge(account_node(world, token, &within)?)
            }
            name => hanging(world, token, &Node::Page, name, &within)?,
        })
    })
}

/// `GET /{user-id or page-id}/picture`, always as JSON.
///
/// # Errors
/// Meta's refusal.
pub fn picture(world: &World, token: &Token, node: &Node, ask: &Ask) -> Result<Value, GraphError> {
    let account = of(world, token)?;
    let id = if *node == Node::Page {
        &account.ig_id
    } else {
        &account.facebook_user_id
    };
    let base = &ask.call.base;
    let whole = json!({"data": {
        "height": 50, "is_silhouette": false, "url": format!("{base}/avatar/{id}.svg"),
        "width": 50,
    }});
    ask.picked(whole)
}

/// What else a Facebook user may show; none of it is shown here.
const PERSONAL: &[&str] = &[
    "about",
    "age_range",
    "birthday",
    "cover",
    "education",
    "email",
    "gender",
    "hometown",
    "id_for_avatars",
    "install_type",
    "installed",
    "is_guest_user",
    "languages",
    "link",
    "locale",
    "location",
    "middle_name",
    "profile_pic",
    "quotes",
    "relationship_status",
    "timezone",
    "token_for_business",
    "updated_time",
    "verified",
    "website",
    "work",
];

/// `GET /me` with a Facebook user's token.
///
/// # Errors
/// Meta's refusal.
pub fn facebook_user(world: &World, token: &Token, ask: &Ask) -> Result<Value, GraphError> {
    let account = of(world, token)?;
    let may = |scope: &str| token.scopes.iter().any(|granted| granted == scope);
    let id = &account.facebook_user_id;
    render("User", id, &ask.fields("id,name")?, |field| {
        let within = Ask::within(ask.call, field);
        Ok(match field.name.as_str() {
            "name" => Held::Value(json!(format!("{} Owner", account.name))),
            "first_name" | "short_name" => Held::Value(json!(account.name)),
            "last_name" => Held::Value(json!("Owner")),
            "name_format" => Held::Value(json!("{first} {last}")),
            "email" if may("email") => {
                let name = account.username.replace('.', "-");
                Held::Value(json!(format!("owner@{name}.test")))
            }
            name if PERSONAL.contains(&name) => Held::Nothing,
            name => hanging(world, token, &Node::FacebookUser, name, &within)?,
        })
    })
}

/// `GET /me/accounts`: the Pages, each with a token of its own.
///
/// # Errors
/// Meta's refusal.
pub fn accounts(world: &World, token: &Token, ask: &Ask) -> Result<Value, GraphError> {
    let ids: Vec<String> = if token.scopes.iter().any(|one| one == "pages_show_list") {
        token.accounts().map(str::to_owned).collect()
    } else {
        // Without leave to see Pages there are none to see.
        Vec::new()
    };
    let (ids, paging) = Page::of(ask, "me", "accounts", 100)?.cut(&ids)?;
    let default = "access_token,category,category_list,name,id,tasks";
    let one = |ig_id: &String| {
        let token = Token {
            ig_id: ig_id.clone(),
            ..token.clone()
        };
        page_node(world, &token, ask, default)
    };
    let data = ids.iter().map(one).collect::<Result<Vec<_>, _>>()?;
    Ok(listed(data, paging))
}

/// A node within another one.
///
/// # Errors
/// Meta's refusal.
pub fn linked(world: &World, token: &Token, node: &Node, ask: &Ask) -> Result<Held, GraphError> {
    Ok(Held::Edge(read(world, token, node, ask)?))
}
