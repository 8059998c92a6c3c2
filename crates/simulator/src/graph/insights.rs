//! Insights of an account.
//!
//! Source: the account insights reference: which metric goes with which period, type and
//! breakdown; an unsupported breakdown is "unknown", missing data is an empty list, not a zero.

use serde_json::{Value, json};

use super::ask::Ask;
use super::call::Call;
use super::error::GraphError;
use super::me;
use super::numbers::{self, DAY_ENDS};
use crate::clock::{DAY, Millis, SECOND, graph_time};
use crate::people::Account;
use crate::tokens::{Scope, Token};
use crate::world::World;

/// The longest range of time asked for at once.
const RANGE: Millis = 30 * DAY;
/// How long numbers of an account are kept.
const KEPT: Millis = 90 * DAY;
/// With fewer followers than this, what followers are and do is not told.
const FOLLOWERS: u64 = 100;

/// A metric: its name and title, its period, whether it comes as a series and as a total, and the
/// breakdowns it takes.
struct Metric {
    name: &'static str,
    title: &'static str,
    lifetime: bool,
    series: bool,
    total: bool,
    breakdowns: &'static [&'static str],
}

const fn total(
    name: &'static str,
    title: &'static str,
    breakdowns: &'static [&'static str],
) -> Metric {
    Metric {
        name,
        title,
        lifetime: false,
        series: false,
        total: true,
        breakdowns,
    }
}

const PRODUCT: &[&str] = &["media_product_type"];
const WHO: &[&str] = &["age", "city", "country", "gender"];

const METRICS: &[Metric] = &[
    Metric {
        series: true,
        ..total(
            "reach",
            "Accounts reached",
            &["media_product_type", "follow_type"],
        )
    },
    total("views", "Views", &["follower_type", "media_product_type"]),
    total("accounts_engaged", "Accounts engaged", &[]),
    total("total_interactions", "Interactions", PRODUCT),
    total("likes", "Likes", PRODUCT),
    total("comments", "Comments", PRODUCT),
    total("saves", "Saves", PRODUCT),
    total("shares", "Shares", PRODUCT),
    total("replies", "Replies", &[]),
    total("reposts", "Reposts", &[]),
    total(
        "follows_and_unfollows",
        "Follows and unfollows",
        &["follow_type"],
    ),
    total(
        "profile_links_taps",
        "Taps on profile links",
        &["contact_button_type"],
    ),
    total("profile_views", "Profile views", &[]),
    total("website_clicks", "Website taps", &[]),
    Metric {
        lifetime: true,
        ..total("follower_demographics", "Who follows", WHO)
    },
    Metric {
        lifetime: true,
        ..total("engaged_audience_demographics", "Who engages", WHO)
    },
    Metric {
        series: true,
        total: false,
        ..total("follower_count", "New followers", &[])
    },
    Metric {
        lifetime: true,
        series: true,
        total: false,
        ..total("online_followers", "Followers online", &[])
    },
];

/// The call `/{id}/insights/{metric}[/{period}]` as one with parameters.
pub fn named(call: &Call, names: &[&str]) -> Call {
    let mut call = call.clone();
    for (name, value) in ["metric", "period"].iter().zip(names) {
        call.params.insert((*name).to_owned(), json!(value));
    }
    call.path.truncate(2);
    call
}

/// What was asked, once it is well asked.
struct Asked {
    metrics: Vec<&'static Metric>,
    period: &'static str,
    series: bool,
    breakdowns: Vec<String>,
    since: Millis,
    until: Millis,
}

/// `GET /{ig-id}/insights`.
///
/// # Errors
/// Meta's refusal.
pub fn of_account(world: &World, token: &Token, ask: &Ask) -> Result<Value, GraphError> {
    world.leave(token, Scope::Insights)?;
    let account = me::of(world, token)?;
    let asked = read(world, ask)?;
    let few = account.followers < FOLLOWERS;
    let too_old = asked.until < world.now - KEPT;
    let told = |metric: &&&Metric| {
        let of_followers =
            metric.lifetime || matches!(metric.name, "follower_count" | "follows_and_unfollows");
        !(too_old || (few && of_followers))
    };
    let data: Vec<Value> = asked
        .metrics
        .iter()
        .filter(told)
        .map(|metric| row(world, account, metric, &asked))
        .collect();
    let mut answer = ask.picked(json!({ "data": data }))?;
    if asked.period == "day" {
        answer["paging"] = paging(ask, &account.ig_id, &asked);
    }
    Ok(answer)
}

fn read(world: &World, ask: &Ask) -> Result<Asked, GraphError> {
    let names = ask.list("metric")?;
    if names.is_empty() {
        return Err(GraphError::missing("metric"));
    }
    let mut metrics = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let metric = METRICS.iter().find(|metric| metric.name == name);
        metrics.push(metric.ok_or_else(|| unknown(place, name))?);
    }
    let period = match ask.choice("period").as_deref() {
        Some("day") => "day",
        Some("lifetime") => "lifetime",
        None => return Err(GraphError::missing("period")),
        Some(other) => {
            let message = format!(
                "period must be one of the following values: day, week, days_28, month, \
                 lifetime, total_over_range - got {other}"
            );
            let known = ["week", "days_28", "month", "total_over_range"].contains(&other);
            let first = metrics.first().map_or("", |metric| metric.name);
            return Err(GraphError::parameter(if known {
                incompatible(first, other)
            } else {
                message
            }));
        }
    };
    let wrong = metrics
        .iter()
        .find(|metric| metric.lifetime != (period == "lifetime"));
    if let Some(wrong) = wrong {
        return Err(GraphError::parameter(incompatible(wrong.name, period)));
    }
    let series = series(ask, &metrics)?;
    let breakdowns = breakdowns(ask, &metrics)?;
    timeframe(ask, &metrics)?;
    let (since, until) = range(world, ask)?;
    Ok(Asked {
        metrics,
        period,
        series,
        breakdowns,
        since,
        until,
    })
}

fn incompatible(metric: &str, period: &str) -> String {
    format!("The metric {metric} is not compatible with the period {period}")
}

fn unknown(place: usize, name: &str) -> GraphError {
    if name == "impressions" {
        return GraphError::parameter(
            "Starting from version v22.0 and above, the impressions metric is no longer \
             supported for the queried user.",
        );
    }
    let names: Vec<&str> = METRICS.iter().map(|metric| metric.name).collect();
    GraphError::parameter(format!(
        "metric[{place}] must be one of the following values: {}",
        names.join(", ")
    ))
}

/// Whether a series is asked for, and whether all the metrics come as what is asked for.
fn series(ask: &Ask, metrics: &[&Metric]) -> Result<bool, GraphError> {
    let kind = ask.choice("metric_type").unwrap_or_default();
    let series = match kind.as_str() {
        "" | "time_series" | "default" => true,
        "total_value" => false,
        _ => {
            let message = "metric_type must be one of the following values: default, \
                           time_series, total_value";
            return Err(GraphError::parameter(message));
        }
    };
    let fits = |metric: &&&Metric| {
        if series {
            !metric.series
        } else {
            !metric.total
        }
    };
    let wrong: Vec<&str> = metrics
        .iter()
        .filter(fits)
        .map(|metric| metric.name)
        .collect();
    if wrong.is_empty() {
        return Ok(series);
    }
    let right = if series { "total_value" } else { "time_series" };
    Err(GraphError::parameter(format!(
        "The following metrics ({}) should be specified with parameter metric_type={right}",
        wrong.join(", ")
    )))
}

fn breakdowns(ask: &Ask, metrics: &[&Metric]) -> Result<Vec<String>, GraphError> {
    let asked = ask.list("breakdown")?;
    let takes = |name: &String| {
        metrics
            .iter()
            .all(|metric| metric.breakdowns.contains(&name.as_str()))
    };
    // Meta says no more than that.
    if !asked.iter().all(takes) {
        return Err(GraphError::unknown());
    }
    Ok(asked)
}

fn timeframe(ask: &Ask, metrics: &[&Metric]) -> Result<(), GraphError> {
    if !metrics.iter().any(|metric| metric.breakdowns == WHO) {
        return Ok(());
    }
    match ask.choice("timeframe").as_deref() {
        Some("this_week" | "this_month") => Ok(()),
        None => Err(GraphError::missing("timeframe")),
        Some(_) => Err(GraphError::parameter(
            "timeframe must be one of the following values: this_week, this_month",
        )),
    }
}

/// The range of time; the last day when none is given.
fn range(world: &World, ask: &Ask) -> Result<(Millis, Millis), GraphError> {
    let (since, until) = (ask.time("since")?, ask.time("until")?);
    let until = until.unwrap_or_else(|| match since {
        Some(since) => (since + RANGE).min(world.now.max(since)),
        None => world.now,
    });
    let since = since.unwrap_or(until - DAY);
    if since > until {
        let message = "The since parameter must be before the until parameter";
        return Err(GraphError::parameter(message));
    }
    if until - since > RANGE {
        let message = "There cannot be more than 30 days (2592000 s) between since and until";
        return Err(GraphError::parameter(message));
    }
    Ok((since, until))
}

/// The ends of the days in a range, oldest first.
fn days(world: &World, asked: &Asked) -> Vec<Millis> {
    let first = (asked.since - DAY_ENDS).div_euclid(DAY) + 1;
    let last = (asked.until.min(world.now) - DAY_ENDS).div_euclid(DAY);
    (first..=last).map(|day| day * DAY + DAY_ENDS).collect()
}

fn row(world: &World, account: &Account, metric: &Metric, asked: &Asked) -> Value {
    let (name, period) = (metric.name, asked.period);
    let mut row = json!({
        "name": name, "period": period, "title": metric.title,
        "description": format!("{} of the account in the period.", metric.title),
        "id": format!("{}/insights/{name}/{period}", account.ig_id),
    });
    let days = days(world, asked);
    let on = |end: &Millis| numbers::on_day(world, account, name, end.div_euclid(DAY));
    if name == "online_followers" {
        row["values"] = json!([{
            "value": online(account), "end_time": graph_time(days.last().copied().unwrap_or(0)),
        }]);
    } else if asked.series {
        row["values"] = days
            .iter()
            .map(|end| json!({"value": on(end), "end_time": graph_time(*end)}))
            .collect();
    } else if metric.lifetime {
        row["total_value"] = json!({"breakdowns": [broken(account.followers, &asked.breakdowns)]});
    } else {
        let whole: u64 = days.iter().map(on).sum();
        row["total_value"] = json!({ "value": whole });
        if !asked.breakdowns.is_empty() {
            row["total_value"]["breakdowns"] = json!([broken(whole, &asked.breakdowns)]);
        }
    }
    row
}

/// Followers online, by the hour.
fn online(account: &Account) -> Value {
    let at = |hour: u64| account.followers * (20 + (hour + 18) % 24) / 120;
    let hours = (0..24).map(|hour: u64| (hour.to_string(), json!(at(hour))));
    Value::Object(hours.collect())
}

/// The values that a breakdown splits into.
fn values(breakdown: &str) -> &'static [&'static str] {
    match breakdown {
        "media_product_type" => &["POST", "REEL", "CAROUSEL_CONTAINER", "STORY"],
        "follow_type" | "follower_type" => &["FOLLOWER", "NON_FOLLOWER"],
        "contact_button_type" => &["TEXT", "EMAIL", "CALL", "DIRECTION"],
        "age" => &["25-34", "18-24", "35-44", "45-54", "13-17"],
        "city" => &[
            "Tehran, Tehran Province",
            "Shiraz, Fars Province",
            "Berlin, Berlin",
        ],
        "country" => &["IR", "DE", "CA"],
        "gender" => &["F", "M", "U"],
        "action_type" => &["BIO_LINK_CLICKED", "EMAIL", "CALL", "OTHER"],
        "story_navigation_action_type" => &["tap_forward", "swipe_forward", "tap_exit", "tap_back"],
        _ => &["OTHER"],
    }
}

/// A number split by breakdowns, each further one within the one before.
pub fn broken(whole: u64, breakdowns: &[String]) -> Value {
    let mut rows: Vec<(Vec<&str>, u64)> = vec![(Vec::new(), whole)];
    for breakdown in breakdowns {
        let values = values(breakdown);
        rows = rows
            .into_iter()
            .flat_map(|(before, part)| {
                let parts = numbers::split(part, values.len());
                let one = move |(value, part): (&&'static str, u64)| {
                    let mut row = before.clone();
                    row.push(*value);
                    (row, part)
                };
                values.iter().zip(parts).map(one).collect::<Vec<_>>()
            })
            .collect();
    }
    let results: Vec<Value> = rows
        .iter()
        .filter(|(values, _)| !values.is_empty())
        .map(|(values, part)| json!({"dimension_values": values, "value": part}))
        .collect();
    json!({"dimension_keys": breakdowns, "results": results})
}

/// The same length of time before and after.
fn paging(ask: &Ask, id: &str, asked: &Asked) -> Value {
    let length = asked.until - asked.since;
    let around = |since: Millis, until: Millis| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let kept = ask.query();
        let kept = kept
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "since" | "until"));
        query.extend_pairs(kept.map(|(name, value)| (name.as_str(), value.as_str())));
        if let Some(token) = &ask.call.token {
            query.append_pair("access_token", token);
        }
        query.append_pair("since", &(since / SECOND).to_string());
        query.append_pair("until", &(until / SECOND).to_string());
        format!("{}?{}", ask.call.address(id, "insights"), query.finish())
    };
    json!({
        "previous": around(asked.since - length, asked.since),
        "next": around(asked.until, asked.until + length),
    })
}
