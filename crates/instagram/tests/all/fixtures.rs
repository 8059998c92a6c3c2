//! Every webhook shape of the shared fixtures, and what the parser makes of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use palette_domain::conversation::{MessageBody, ReplyTo};
use palette_domain::inbound::{Event, Inbound};
use palette_instagram::{signature, webhook};

use super::wire::{fixture, folder};

/// One line for each event; the long ids that all fixtures share are shortened.
fn told(body: &[u8]) -> String {
    let events = webhook::parse(body).unwrap();
    let lines: Vec<String> = events.iter().map(line).collect();
    lines
        .join(" | ")
        .replace("6200000000000001", "HER")
        .replace("17841400000000001", "US")
        .replace("17918000000000001", "POST")
        .replace("17900000000000001", "STORY")
        .replace("17870000000000001", "C1")
}

fn line(inbound: &Inbound) -> String {
    let stands = if inbound.ig_id.is_empty() {
        "?"
    } else {
        &inbound.ig_id
    };
    format!(
        "{stands}@{} {}",
        inbound.at.millis() % 1_000_000,
        event(&inbound.event)
    )
}

fn event(event: &Event) -> String {
    match event {
        Event::Message(message) => {
            let mut text = format!("{} by {}", message.opens.as_str(), message.igsid.reveal());
            if message.is_self {
                text += " self";
            }
            if let Some(about) = &message.about_ig_media_id {
                let _ = write!(text, " about {about}");
            }
            text + &body(message.body.reveal())
        }
        Event::Echo(echo) => format!(
            "echo to {}{}",
            echo.igsid.reveal(),
            body(echo.body.reveal())
        ),
        Event::Unsent { igsid, .. } => format!("unsent by {}", name(igsid.as_ref())),
        Event::Edited {
            text,
            num_edit,
            igsid,
            ..
        } => {
            let words = text.as_ref().map_or("nothing", |text| text.reveal());
            format!("edit {num_edit} by {}: {words}", name(igsid.as_ref()))
        }
        Event::Reaction { igsid, emoji, .. } => {
            format!(
                "reaction by {}: {}",
                igsid.reveal(),
                emoji.as_deref().unwrap_or("gone")
            )
        }
        Event::Seen { igsid, .. } => format!("seen by {}", igsid.reveal()),
        Event::Referral { igsid, source } => {
            format!(
                "referral of {}: {}",
                igsid.reveal(),
                source.as_deref().unwrap_or("-")
            )
        }
        Event::Comment(comment) => {
            let mut text = format!("comment {}", comment.ig_comment_id);
            if let Some(parent) = &comment.ig_parent_id {
                let _ = write!(text, " under {parent}");
            }
            let username = comment.username.as_ref().map_or("-", |name| name.reveal());
            let _ = write!(
                text,
                " on {} {}",
                comment.media_kind.as_str(),
                comment.ig_media_id
            );
            let _ = write!(text, " by {} @{username}", name(comment.igsid.as_ref()));
            for (is, word) in [(comment.is_own, " own"), (comment.is_live, " live")] {
                text += if is { word } else { "" };
            }
            text + ": " + comment.text.reveal()
        }
        Event::Mention {
            ig_media_id,
            ig_comment_id,
        } => {
            format!(
                "mention {ig_media_id} {}",
                ig_comment_id.as_deref().unwrap_or("-")
            )
        }
        Event::Standby(inner) => format!("standby {}", self::event(inner)),
        Event::Notice { kind, .. } => format!("notice {kind}"),
        Event::Unknown { kind, .. } => format!("unknown {kind}"),
    }
}

fn name(person: Option<&palette_domain::Private<String>>) -> &str {
    person.map_or("-", |person| person.reveal())
}

fn body(body: &MessageBody) -> String {
    let mut text = String::new();
    for one in &body.attachments {
        let id = one.ig_media_id.as_deref().unwrap_or("");
        let title = one.title.as_deref().unwrap_or("");
        let _ = write!(text, " [{} {title} {id}]", one.kind);
    }
    if let Some(payload) = &body.payload {
        let _ = write!(text, " ({payload})");
    }
    match &body.reply_to {
        Some(ReplyTo::Message { .. }) => text += " re message",
        Some(ReplyTo::Story { .. }) => text += " re story",
        None => {}
    }
    if let Some(source) = &body.referral_source {
        let _ = write!(text, " from {source}");
    }
    if body.unsupported {
        text += " unsupported";
    }
    text + ": " + &body.text
}

/// What each `webhook-….json` becomes: account, last digits of the time, event.
#[rustfmt::skip]
const EXPECTED: &[(&str, &str)] = &[
   ("ad-referral", "US@42 ad_message by HER from ADS: hi"),
   ("attachment-audio", "US@42 message by HER [audio  ]: "),
   ("attachment-ephemeral", "US@42 message by HER [ephemeral  ]: "),
   ("attachment-file", "US@42 message by HER [file  ]: "),
   ("attachment-ig-post", "US@42 message by HER about POST [ig_post مانتو لینن POST]: "),
   ("attachment-ig-post-with-text",
     "US@42 message by HER about POST [ig_post مانتو لینن POST]: قیمت؟"),
   ("attachment-ig-reel", "US@42 message by HER about POST [ig_reel Autumn reel POST]: "),
   ("attachment-ig-story", "US@42 message by HER [ig_story  ]: "),
   ("attachment-image", "US@42 message by HER [image  ]: "),
   ("attachment-image-with-text", "US@42 message by HER [image  ]: this one"),
   ("attachment-reel", "US@42 message by HER about POST [reel Autumn reel POST]: "),
   ("attachment-share", "US@42 message by HER [share  ]: "),
   ("attachment-share-and-ig-post", "US@42 message by HER about POST [ig_post Linen coat POST]: "),
   ("attachment-sticker", "US@42 message by HER [sticker  ]: "),
   ("attachment-story", "US@42 message by HER [story  ]: "),
   ("attachment-unknown", "US@42 message by HER [hologram  ]: "),
   ("attachment-unsupported-type", "US@42 message by HER [unsupported_type  ] unsupported: "),
   ("attachment-video", "US@42 message by HER [video  ]: "),
   ("attachments-many", "US@42 message by HER [image  ] [image  ]: "),
   ("batch",
     "US@42 message by HER: first | US@42 message by HER: second | US@0 comment C1 on feed POST by HER @jane.d: price?"),
   ("comment", "US@0 comment C1 on feed POST by HER @jane.d: price?"),
   ("comment-ad", "US@0 comment C1 on ad 17918000000000009 by HER @jane.d: price?"),
   ("comment-bare", "US@0 comment C1 on feed  by - @-: price?"),
   ("comment-flat", "US@0 comment C1 on feed POST by HER @jane.d: price?"),
   ("comment-id-key", "US@0 comment C1 on feed POST by HER @jane.d: price?"),
   ("comment-own", "US@0 comment C1 on feed POST by - @acme.store own: price?"),
   ("comment-persian", "US@0 comment C1 on feed POST by HER @jane.d: قیمت لطفاً 😍"),
   ("comment-reel", "US@0 comment C1 on reels POST by HER @jane.d: price?"),
   ("comment-reply", "US@0 comment C1 under 17870000000000000 on feed POST by HER @jane.d: price?"),
   ("comment-time-ms", "US@123 comment C1 on feed POST by HER @jane.d: price?"),
   ("comment-username-only", "US@0 comment C1 on feed POST by - @jane.d: price?"),
   ("echo", "US@42 echo to HER: بله، موجوده"),
   ("echo-attachment", "US@42 echo to HER [image  ]: "),
   ("echo-self", "US@42 message by US self: test"),
   ("echo-template", "US@42 echo to HER [template Linen coat ]: "),
   ("edit", "US@42 edit 1 by HER: Is the blue one in stock in L?"),
   ("edit-noise", "US@42 edit 0 by HER: nothing"),
   ("edit-noise-no-sender", "US@42 edit 0 by -: nothing"),
   ("edit-num-as-text", "US@42 edit 1 by HER: Is the blue one in stock in L?"),
   ("handover", "US@42 notice pass_thread_control"),
   ("live-comment", "US@0 comment C1 on feed POST by HER @jane.d live: price?"),
   ("mention-caption", "US@0 mention POST -"),
   ("mention-comment", "US@0 mention POST C1"),
   ("message-text", "US@42 message by HER: Is the blue one in stock?"),
   ("message-text-persian", "US@42 message by HER: سلام، این مانتو رنگ آبی‌اش موجوده؟ 🙏"),
   ("optin", "US@42 notice optin"),
   ("policy-enforcement", "US@42 notice policy_enforcement"),
   ("postback", "US@42 postback by HER (TRACK): Track order"),
   ("postback-referral", "US@42 postback by HER (HOURS) from https://ig.me/m/acme.store: Hours"),
   ("postback-self", "US@42 postback by US self (TRACK): Track order"),
   ("quick-reply", "US@42 quick_reply by HER (YES): Yes"),
   ("reaction", "US@42 reaction by HER: ❤️"),
   ("reaction-other", "US@42 reaction by HER: 🫶"),
   ("reaction-unnamed", "US@42 reaction by HER: 🫶"),
   ("referral", "US@42 referral of HER: https://ig.me/m/acme.store"),
   ("reply-to-message", "US@42 message by HER re message: this one"),
   ("seen", "US@42 seen by HER"),
   ("signature", "US@42 message by HER: café ❤️ https://ex.test/a"),
   ("standby", "US@42 standby message by HER: hello?"),
   ("story-insights", "US@0 notice story_insights"),
   ("story-mention", "US@42 story_mention by HER [story_mention  ]: "),
   ("story-reply", "US@42 story_reply by HER about STORY re story: قیمتش چنده؟"),
   ("strange-neighbours",
     "?@0 unknown entry | US@123 unknown messaging | US@42 message by HER: still read me | ?@0 unknown entry"),
   ("test-delivery", "0@824000 message by 12334: random_text"),
   ("test-delivery-comment",
     "0@0 comment 17865799348089039 under 1231231234 on feed 123123123 by 232323232 @test: This is an example."),
   ("unknown-field", "US@0 unknown holograms"),
   ("unreact", "US@42 reaction by HER: gone"),
   ("unsend", "US@42 unsent by HER"),
   ("unsupported", "US@42 message by HER unsupported: "),
];

#[test]
fn each_fixture_becomes_what_it_means() {
    let mut left: BTreeMap<&str, &str> = EXPECTED.iter().copied().collect();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let Some(name) = file
            .strip_prefix("webhook-")
            .and_then(|rest| rest.strip_suffix(".json"))
        else {
            continue;
        };
        let body = fixture(&format!("webhook-{name}"))["body"].to_string();
        let expected = left.remove(name).unwrap_or("a row for this fixture");
        assert_eq!(told(body.as_bytes()), expected, "{name}");
        assert_eq!(
            told(escaped(&body).as_bytes()),
            expected,
            "{name}, as on the wire"
        );
    }
    assert!(left.is_empty(), "rows without a fixture: {left:?}");
}

/// As Meta writes it: ASCII only, lower-case escapes, slashes escaped.
fn escaped(body: &str) -> String {
    let mut units = [0u16; 2];
    body.chars().fold(String::new(), |mut text, letter| {
        match letter {
            '/' => text += "\\/",
            ' '..='~' => text.push(letter),
            _ => {
                for unit in letter.encode_utf16(&mut units) {
                    let _ = write!(text, "\\u{unit:04x}");
                }
            }
        }
        text
    })
}

#[test]
fn the_signed_fixture_verifies_and_reads() {
    let fixture = fixture("webhook-signature");
    let part = |key: &str| fixture[key].as_str().unwrap();
    let secrets = [part("secret").into()];
    let raw = part("raw").as_bytes();
    signature::verify(raw, Some(part("signature")), None, &secrets).unwrap();
    assert_eq!(told(raw), "US@42 message by HER: café ❤️ https://ex.test/a");
}
