//! Numbers that grow from the seed: the same question about the same day has the same answer.

use crate::clock::{DAY, Millis};
use crate::media::Media;
use crate::people::Account;
use crate::world::World;

/// The hour at which a day of insights ends, in UTC: midnight in California, in summer.
pub const DAY_ENDS: Millis = 7 * 3_600_000;

/// A number that depends on nothing but the seed and what it is asked for.
fn draw(seed: u64, what: &str) -> u64 {
    let mut hash = seed ^ 0xcbf2_9ce4_8422_2325;
    for byte in what.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}

/// So many thousandths of a number.
fn share(of: u64, thousandths: u64) -> u64 {
    of.saturating_mul(thousandths) / 1_000
}

/// A metric of an account on one day.
pub fn on_day(world: &World, account: &Account, metric: &str, day: i64) -> u64 {
    const INTERACTIONS: &[&str] = &["likes", "comments", "saves", "shares", "replies", "reposts"];
    if metric == "total_interactions" {
        let parts = INTERACTIONS.iter();
        return parts.map(|one| on_day(world, account, one, day)).sum();
    }
    let thousandths = match metric {
        "reach" => 160,
        "views" => 290,
        "accounts_engaged" => 11,
        "likes" => 9,
        "profile_views" => 7,
        "website_clicks" | "saves" | "shares" | "profile_links_taps" => 2,
        _ => 1,
    };
    let middle = share(account.followers, thousandths);
    // From 60 to 140 of a hundred, as the day falls.
    let luck = 60 + draw(world.seed, &format!("{}:{metric}:{day}", account.ig_id)) % 81;
    middle * luck / 100
}

/// Splits a number among so many parts; the first are the larger, and the sum is kept.
pub fn split(whole: u64, parts: usize) -> Vec<u64> {
    let mut left = whole;
    let mut split = Vec::with_capacity(parts);
    for place in 1..=parts {
        let part = if place == parts { left } else { left * 3 / 5 };
        split.push(part);
        left -= part;
    }
    split
}

/// How much of its life's views a post has had, in thousandths: most of them come soon.
fn ripeness(media: &Media, now: Millis) -> u64 {
    let full = if media.product_type == "STORY" {
        DAY / 2
    } else {
        3 * DAY
    };
    let age = (now - media.at).clamp(0, full);
    u64::try_from(age * 1_000 / full).unwrap_or(0)
}

/// A metric of a post since it was published; `comments` are those that are really there.
pub fn of_media(world: &World, media: &Media, comments: u64, metric: &str) -> u64 {
    let luck = 80 + draw(world.seed, &format!("{}:{metric}", media.id)) % 41;
    let of_reach = |thousandths| share(reach(world, media), thousandths) * luck / 100;
    match metric {
        "likes" | "total_likes" => media.likes,
        "comments" | "total_comments" => comments,
        "reach" => reach(world, media),
        "views" | "total_views" => of_reach(1_450),
        "saved" => of_reach(14),
        "shares" | "follows" => of_reach(8),
        "reposts" | "link_clicks" => of_reach(2),
        "replies" => of_reach(4),
        "navigation" => of_reach(1_300),
        "profile_visits" => of_reach(22),
        "profile_activity" => of_reach(5),
        "facebook_views" | "crossposted_views" => of_reach(60),
        // Milliseconds, and of all views together.
        "ig_reels_avg_watch_time" => 4_000 + 60 * luck,
        "ig_reels_video_view_total_time" => of_reach(1_450) * (4_000 + 60 * luck),
        // Percent.
        "reels_skip_rate" => 20 + luck / 4,
        "total_interactions" => ["likes", "comments", "saved", "shares", "reposts"]
            .iter()
            .map(|one| of_media(world, media, comments, one))
            .sum(),
        _ => 0,
    }
}

/// How many accounts saw a post.
pub fn reach(world: &World, media: &Media) -> u64 {
    let luck = 70 + draw(world.seed, &format!("{}:reach", media.id)) % 61;
    let whole = if media.product_type == "STORY" {
        let followers = world.account(&media.ig_id).map_or(0, |one| one.followers);
        share(followers, 90)
    } else {
        media.likes.saturating_mul(13)
    };
    share(whole * luck / 100, ripeness(media, world.now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_split_adds_up() {
        let check = |whole, parts, expected: &[u64]| {
            assert_eq!(split(whole, parts), expected);
            assert_eq!(split(whole, parts).iter().sum::<u64>(), whole);
        };
        check(100, 1, &[100]);
        check(100, 3, &[60, 24, 16]);
        check(1, 2, &[0, 1]);
    }

    #[test]
    fn the_same_question_has_the_same_answer() {
        assert_eq!(draw(1, "a"), draw(1, "a"));
        assert_ne!(draw(1, "a"), draw(2, "a"));
        assert_ne!(draw(1, "a"), draw(1, "b"));
    }
}
