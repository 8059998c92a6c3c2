//! The HTTP API: sign-in, errors, pages, idempotency, names of paths and members.

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use super::world::{World, resolve};
use super::{Row, row};
use crate::http::Client;

pub const ROWS: &[Row] = &[
    row(
        "sign-in takes email and password and sets the session cookie",
        sign_in,
    ),
    row(
        "a wrong password and a missing session are problems with status 401",
        unauthorized,
    ),
    row(
        "a bad field is a problem with its pointer, code and detail",
        bad_field,
    ),
    row(
        "too many sign-ins are answered with 429 and Retry-After",
        too_many,
    ),
    row("lists are pages: items, next, after, limit", pages),
    row("the same Idempotency-Key makes a thing once", idempotency),
    row(
        "lists and details have the promised ends, and parameters say what they mean",
        names,
    ),
    row("money is minor units and a currency", money),
    row(
        "a product has both its names and Meta's ids of its posts",
        product,
    ),
];

/// `http://host:port` and the business's part of the API.
fn bases(world: &mut World) -> anyhow::Result<(String, String)> {
    let ready = &world.demo()?.ready;
    let product = ready.dashboard.trim_end_matches('/').to_owned();
    let business = format!("{}/businesses/{}", ready.api, ready.business_id);
    Ok((product, business))
}

fn sign_in(world: &mut World) -> anyhow::Result<()> {
    let session = world.session()?;
    let (_, business) = bases(world)?;
    let answer = session.client.get(&business)?;
    ensure!(
        answer.status == 200,
        "the business with the session: {}",
        answer.status
    );
    ensure!(
        session.answer.is_object(),
        "sign-in answers {}",
        session.answer
    );
    Ok(())
}

/// The members that every problem has.
fn require_problem(answer: &crate::http::Answer, status: u16) -> anyhow::Result<Value> {
    ensure!(
        answer.status == status,
        "{} instead of {status}: {}",
        answer.status,
        answer.start()
    );
    let kind = answer.header("content-type").unwrap_or_default();
    ensure!(
        kind.starts_with("application/problem+json"),
        "content-type is {kind}"
    );
    let problem = answer.json()?;
    for name in ["type", "title", "detail", "request_id"] {
        ensure!(problem[name].is_string(), "`{name}` is {}", problem[name]);
    }
    ensure!(
        problem["status"] == status,
        "`status` is {}",
        problem["status"]
    );
    Ok(problem)
}

fn unauthorized(world: &mut World) -> anyhow::Result<()> {
    let (product, business) = bases(world)?;
    let body = json!({ "email": world.demo()?.ready.email, "password": "not this one" });
    let wrong = Client::new().post(&format!("{product}/api/v1/session"), &body)?;
    require_problem(&wrong, 401).context("a wrong password")?;
    require_problem(&Client::new().get(&business)?, 401).context("no session")?;
    Ok(())
}

fn bad_field(world: &mut World) -> anyhow::Result<()> {
    let (product, _) = bases(world)?;
    let body = json!({ "email": "", "password": "" });
    let answer = Client::new().post(&format!("{product}/api/v1/session"), &body)?;
    let problem = require_problem(&answer, 422)?;
    let errors = problem["errors"].as_array().context("no `errors`")?;
    ensure!(!errors.is_empty(), "`errors` is empty");
    for error in errors {
        for name in ["pointer", "code", "detail"] {
            ensure!(
                error[name].is_string(),
                "`{name}` is {} in {error}",
                error[name]
            );
        }
        let pointer = error["pointer"].as_str().unwrap_or_default();
        ensure!(pointer.starts_with('/'), "the pointer is {pointer:?}");
    }
    Ok(())
}

fn too_many(world: &mut World) -> anyhow::Result<()> {
    // At the installation made by hand: the demo's own sign-in must stay open for other rows.
    let product = world.alone()?.product_url.clone();
    let body = json!({ "email": "nobody@example.com", "password": "not this one either" });
    for _ in 0..60 {
        let answer = Client::new().post(&format!("{product}/api/v1/session"), &body)?;
        if answer.status == 429 {
            let after = answer
                .header("retry-after")
                .and_then(|text| text.parse::<u64>().ok());
            ensure!(
                after.is_some_and(|seconds| seconds > 0),
                "no Retry-After in seconds"
            );
            return require_problem(&answer, 429).map(drop);
        }
    }
    anyhow::bail!("sixty wrong sign-ins in a row were all looked at")
}

fn pages(world: &mut World) -> anyhow::Result<()> {
    let session = world.session()?;
    let (_, business) = bases(world)?;
    for list in ["conversations", "comments", "orders", "products"] {
        let url = format!("{business}/{list}");
        let first = session.client.get(&format!("{url}?limit=1"))?.json()?;
        let items = first["items"]
            .as_array()
            .with_context(|| format!("{list}: no `items`"))?;
        ensure!(
            items.len() == 1,
            "{list}: {} items for limit=1",
            items.len()
        );
        let next = first["next"]
            .as_str()
            .with_context(|| format!("{list}: no `next`"))?;
        let second = session
            .client
            .get(&format!("{url}?limit=1&after={next}"))?
            .json()?;
        ensure!(
            second["items"]
                .as_array()
                .is_some_and(|items| items.len() == 1),
            "{list}: {second}"
        );
        ensure!(
            second["items"][0] != first["items"][0],
            "{list}: `after` gives the same again"
        );
    }
    Ok(())
}

fn idempotency(world: &mut World) -> anyhow::Result<()> {
    let session = world.session()?;
    let (_, business) = bases(world)?;
    let products = format!("{business}/products?limit=1");
    let page = session.client.get(&products)?.json()?;
    let variant = &page["items"][0]["variants"][0]["id"];
    let order = json!({
        "lines": [{ "variant_id": variant, "quantity": 1 }],
        "shipping": { "minor": 0, "currency": "IRT" },
        "recipient": {
            "name": "مینا آزمون", "phone": "09120000000", "province": "تهران", "city": "تهران",
            "street": "خیابان آزمون", "postal_code": "1234567890"
        }
    });
    let key = format!("contract-{}", std::process::id());
    let headers = [
        ("content-type", "application/json"),
        ("idempotency-key", key.as_str()),
    ];
    let url = format!("{business}/orders");
    let text = order.to_string();
    let first = session.client.send("POST", &url, Some(&text), &headers)?;
    ensure!(
        first.status == 201,
        "an order: {} {}",
        first.status,
        first.start()
    );
    let second = session.client.send("POST", &url, Some(&text), &headers)?;
    ensure!(
        second.json()?["id"] == first.json()?["id"],
        "two orders were made"
    );
    Ok(())
}

fn names(world: &mut World) -> anyhow::Result<()> {
    let document = world.document()?;
    let paths = document["paths"].as_object().context("no paths")?;
    for end in ["/conversations", "/comments", "/orders", "/products"] {
        let list = paths
            .iter()
            .find(|(path, item)| path.ends_with(end) && item["get"].is_object());
        ensure!(list.is_some(), "no list ends in {end}");
    }
    let detail = paths.keys().find(|path| {
        path.rsplit_once('/').is_some_and(|(before, last)| {
            before.ends_with("/products") && last.starts_with('{') && last.ends_with('}')
        })
    });
    ensure!(detail.is_some(), "no detail `…/products/{{id}}`");
    for path in paths.keys() {
        for (noun, word) in [("/businesses/{", "business"), ("/accounts/{", "account")] {
            let Some((_, rest)) = path.split_once(noun) else {
                continue;
            };
            let name = rest.split('}').next().unwrap_or_default();
            ensure!(
                name.contains(word),
                "{path}: the parameter is called {name}"
            );
        }
    }
    Ok(())
}

fn money(world: &mut World) -> anyhow::Result<()> {
    let document = world.document()?;
    let money = &document["components"]["schemas"]["Money"];
    let properties = &resolve(document, money)["properties"];
    ensure!(
        properties["minor"].is_object() && properties["currency"].is_object(),
        "{money}"
    );
    let session = world.session()?;
    let (_, business) = bases(world)?;
    let order = session
        .client
        .get(&format!("{business}/orders?limit=1"))?
        .json()?;
    let total = &order["items"][0]["total"];
    ensure!(
        total["minor"].is_i64() && total["currency"].is_string(),
        "a total is {total}"
    );
    Ok(())
}

fn product(world: &mut World) -> anyhow::Result<()> {
    let session = world.session()?;
    let (_, business) = bases(world)?;
    let page = session
        .client
        .get(&format!("{business}/products?limit=50"))?
        .json()?;
    let items = page["items"].as_array().context("no `items`")?;
    ensure!(items.len() >= 24, "the shop has {} products", items.len());
    for item in items {
        for name in ["name_fa", "name_en"] {
            ensure!(
                item[name].as_str().is_some_and(|text| !text.is_empty()),
                "`{name}`: {item}"
            );
        }
    }
    let id = items[0]["id"].as_str().context("a product has no id")?;
    let detail = session.client.get(&format!("{business}/products/{id}"))?;
    ensure!(detail.status == 200, "the detail: {}", detail.status);
    let linked = items.iter().filter_map(|item| item["media_ids"].as_array());
    ensure!(
        linked.flatten().any(Value::is_string),
        "no product is linked to a post"
    );
    Ok(())
}
