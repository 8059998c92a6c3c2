//! The world that a seed gives: a clothes shop, its posts, a story, and people who look at it.

use std::collections::BTreeMap;

use crate::audience::Crowd;
use crate::chance::Chance;
use crate::clock::{DAY, HOUR, Millis};
use crate::limits::Limits;
use crate::oauth::FACEBOOK_SCOPES;
use crate::people::{Account, App, Person};
use crate::settings::Settings;
use crate::tokens::TokenKind;
use crate::window::Opening;
use crate::world::{Counts, World, all_scopes};

/// Name, username and a line about each account there may be.
const SHOPS: &[(&str, &str, &str)] = &[
    (
        "Abrang",
        "abrang.shop",
        "پوشاک زنانه و مردانه | Everyday clothes",
    ),
    ("Nilgoon", "nilgoon.wear", "مانتو و شال | Coats and scarves"),
    ("Tar-o-Pood", "taropood.ir", "بافت دست | Hand-knit"),
];

/// Captions of the posts, newest first.
const POSTS: &[&str] = &[
    "مانتو لینن نیلی، آزاد و خنک 💙\nسایز S تا XL\nقیمت و موجودی: دایرکت",
    "هودی خاکستری پنبه‌ای\nگرم و سبک، مناسب پاییز",
    "Linen shirt, off-white. Breathes well, wrinkles nicely.\nDM for sizes.",
    "شلوار کتان کرم، فاق بلند\nپارچه‌ی ضخیم و بدون آبرفت",
    "شال پشمی دست‌باف، طرح خشتی 🧣",
    "Black midi skirt with pockets. Yes, pockets.",
    "پیراهن مردانه‌ی چهارخونه، صددرصد نخ",
    "کت جین مشکی، یقه‌ی برگردان\nفقط چند عدد باقی مونده!",
    "Rib-knit sweater in sage green. Soft, not itchy.",
    "تونیک گلدار تابستونی 🌸\nدو رنگ: یاسی و سبز",
    "کیف پارچه‌ای دوشی، جادار و قابل شست‌وشو",
    "White sneakers that go with everything. 37 to 44.",
];

/// Which of them is an album.
const ALBUM: usize = 2;

/// Handle, display name and language of each person.
const PEOPLE: &[(&str, &str, &str)] = &[
    ("sara.mhm", "سارا محمدی", "fa"),
    ("nazanin_r", "نازنین رضایی", "fa"),
    ("mina.kv", "مینا کاویانی", "fa"),
    ("parisa.ahm", "پریسا احمدی", "fa"),
    ("reza.trb", "رضا ترابی", "fa"),
    ("elham_sdq", "الهام صادقی", "fa"),
    ("hamid.nori", "حمید نوری", "fa"),
    ("shirin.b", "شیرین بهرامی", "fa"),
    ("arash.kzm", "آرش کاظمی", "fa"),
    ("maryam.1370", "مریم یوسفی", "fa"),
    ("niloofar.p", "نیلوفر پاکدل", "fa"),
    ("yasaman_g", "یاسمن قاسمی", "fa"),
    ("pouya.dev", "Pouya", "finglish"),
    ("ghazal.m", "Ghazal M", "finglish"),
    ("kian_rd", "Kian Rad", "finglish"),
    ("taraneh.s", "Taraneh", "finglish"),
    ("jane.doyle", "Jane Doyle", "en"),
    ("marco.bianchi", "Marco Bianchi", "en"),
    ("lena_k", "Lena K.", "en"),
    ("omar.haddad", "Omar Haddad", "en"),
    ("emily.wrt", "Emily Wright", "en"),
];

/// How people write.
const HABITS: &[&str] = &["brief", "chatty", "emoji", "careful", "brief"];

/// The world of a seed, seen from a time.
pub fn world(seed: u64, now: Millis, accounts: usize) -> World {
    let mut chance = Chance::new(seed, 1);
    let instagram_app = App {
        id: chance.digits("99", 16),
        secret: format!("{:032x}", wide(&mut chance)),
    };
    let facebook_app = App {
        id: chance.digits("77", 16),
        secret: format!("{:032x}", wide(&mut chance)),
    };
    let verify_token = chance.letters("verify-", 27);
    let mut world = World {
        seed,
        chance,
        tickets: Chance::new(seed, 4),
        audience: Chance::new(seed, 2),
        crowd: Crowd::default(),
        now,
        instagram_app,
        facebook_app,
        verify_token,
        webhook_url: None,
        accounts: Vec::new(),
        people: people(),
        by_igsid: BTreeMap::new(),
        media: BTreeMap::new(),
        comments: BTreeMap::new(),
        comments_under: BTreeMap::new(),
        mentions: Vec::new(),
        uploads: BTreeMap::new(),
        containers: BTreeMap::new(),
        messenger_profiles: BTreeMap::new(),
        flows: Vec::new(),
        threads: BTreeMap::new(),
        by_conversation: BTreeMap::new(),
        by_mid: BTreeMap::new(),
        tokens: BTreeMap::new(),
        codes: BTreeMap::new(),
        sends: Vec::new(),
        callbacks: Vec::new(),
        counts: Counts::default(),
        settings: Settings::default(),
        outbox: BTreeMap::new(),
        next_delivery: 1,
        failing_since: None,
        limits: Limits::default(),
        fresh: Vec::new(),
        changes: Vec::new(),
    };
    for number in 0..accounts.max(1) {
        add_account(&mut world, number, now);
    }
    world
}

fn wide(chance: &mut Chance) -> u128 {
    (u128::from(chance.next()) << 64) | u128::from(chance.next())
}

fn people() -> BTreeMap<String, Person> {
    let one = |(place, (handle, name, language)): (usize, &(&str, &str, &str))| {
        let person = Person {
            handle: (*handle).to_owned(),
            username: (*handle).to_owned(),
            name: (*name).to_owned(),
            language: (*language).to_owned(),
            followers: 60 + 37 * place as u64,
            follows: place % 3 != 2,
            blocks: false,
            restricted: false,
            habit: HABITS[place % HABITS.len()].to_owned(),
            patience: [600, 3_600, 240, 14_400][place / 2 % 4],
            igsids: BTreeMap::new(),
        };
        ((*handle).to_owned(), person)
    };
    PEOPLE.iter().enumerate().map(one).collect()
}

/// Adds an account with posts and a story, known to everybody, and gives its IG_ID.
pub fn add_account(world: &mut World, number: usize, now: Millis) -> String {
    let (name, username, biography) = SHOPS[number % SHOPS.len()];
    let again = number / SHOPS.len();
    let suffix = if again == 0 {
        String::new()
    } else {
        format!(".{}", again + 1)
    };
    let account = Account {
        ig_id: world.chance.digits("178414", 17),
        app_scoped_id: world.chance.digits("249", 17),
        page_id: world.chance.digits("134", 15),
        facebook_user_id: world.chance.digits("122", 17),
        self_scoped_id: world.chance.digits("62", 16),
        username: format!("{username}{suffix}"),
        name: name.to_owned(),
        biography: biography.to_owned(),
        followers: 4_300 + world.chance.next() % 9_000,
        instagram_fields: None,
        facebook_fields: None,
    };
    let ig_id = account.ig_id.clone();
    world.accounts.push(account);
    world.grant(TokenKind::InstagramLong, &ig_id, &all_scopes());
    let scopes: Vec<String> = FACEBOOK_SCOPES
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    world.grant(TokenKind::FacebookPage, &ig_id, &scopes);
    for (place, caption) in POSTS.iter().enumerate() {
        // Older than a month, so that a past of a month can be played under them.
        let age = 31 * DAY + i64::try_from(place).unwrap_or(0) * 4 * DAY + 5 * HOUR;
        let reel = matches!(place, 4 | 8);
        let kind = if reel { "REELS" } else { "FEED" };
        world.publish(&ig_id, caption, kind, None, now - age);
    }
    for (handle, _, _) in PEOPLE {
        world.igsid(handle, &ig_id);
    }
    renew_stories(world, now);
    let album = world.posts(&ig_id).get(ALBUM).map(|post| post.id.clone());
    if let Some(album) = album {
        world.make_album(&album, 3);
    }
    ig_id
}

/// Gives each account without a story that can be seen a new one.
pub fn renew_stories(world: &mut World, now: Millis) {
    let accounts: Vec<String> = world.accounts.iter().map(|one| one.ig_id.clone()).collect();
    for ig_id in accounts {
        if world.story(&ig_id, now).is_none() {
            world.publish(&ig_id, "", "STORY", None, now - 2 * HOUR);
        }
    }
}

/// A person inside an open window, and a comment that may be answered privately: what a stranger
/// needs to try every call. Made silently, with no webhook.
pub fn trial(world: &mut World) -> Option<(String, String, String)> {
    let ig_id = world.accounts.first()?.ig_id.clone();
    let now = world.now;
    let key = world.thread_key(&ig_id, "jane.doyle");
    let open = world
        .threads
        .get(&key)?
        .opened
        .is_some_and(|o| now - o.at < 12 * HOUR);
    if !open {
        let mid = world.new_mid(&key, now);
        let text = Some("Hi! Do you ship to Shiraz?".to_owned());
        let message = crate::threads::Message {
            mid,
            at: now,
            text,
            ..Default::default()
        };
        world.add_message(&key, message);
        world.open_window(&key, Opening::Message, now);
    }
    let peer = world.threads.get(&key)?.igsid.clone();
    let media_id = world.posts(&ig_id).first()?.id.clone();
    let known = world.comments_of(&media_id).into_iter().find(|one| {
        one.author.as_deref() == Some("lena_k")
            && one.private_reply.is_none()
            && !one.hidden
            && now - one.at < DAY
    });
    let comment_id = match known {
        Some(comment) => comment.id.clone(),
        None => {
            let author = Some("lena_k".to_owned());
            world.igsid("lena_k", &ig_id);
            world
                .write_comment(&media_id, None, author, "Price please?", now)?
                .id
        }
    };
    Some((peer, comment_id, media_id))
}
