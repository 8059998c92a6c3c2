//! `judge` over every combination of what opened the window, who sends, what, and when.

use palette_domain::account::AccountStatus;
use palette_domain::conversation::Handler;
use palette_domain::outbound::OutboundKind;
use palette_domain::policy::budget::Endpoint;
use palette_domain::policy::{
    Facts, Form, OpeningAction, PolicyConfig, PrivateReplyFacts, Rule, Sender, TEXT_BYTES_MAX,
    Verdict, Window, judge,
};
use palette_domain::{Instant, MemberId, Span};
use proptest::prelude::*;
use proptest::sample::select;

const OPENED: Instant = Instant::from_secs(1_800_000_000);
const SENDERS: [Sender; 2] = [Sender::Ai, Sender::Member(MemberId::from_bytes([1; 16]))];
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// Seconds after the opening action: at each edge, one before and one after, and far away.
const ELAPSED: [i64; 16] = [
    -1,
    0,
    1,
    HOUR,
    DAY - 1,
    DAY,
    DAY + 1,
    3 * DAY,
    7 * DAY - 1,
    7 * DAY,
    7 * DAY + 1,
    8 * DAY,
    30 * DAY,
    365 * DAY,
    2 * DAY - 1,
    2 * DAY,
];

fn config(human_agent_granted: bool) -> PolicyConfig {
    PolicyConfig {
        human_agent_granted,
        ..PolicyConfig::default()
    }
}

/// An ordinary message of the AI inside an ordinary window.
fn plain(kind: OutboundKind, sender: Sender, by: Option<OpeningAction>) -> Facts {
    Facts {
        kind,
        sender,
        account: AccountStatus::Active,
        window: by.map(|by| Window {
            opened_at: OPENED,
            by,
        }),
        private_reply: Some(PrivateReplyFacts {
            comment_at: OPENED,
            used: false,
        }),
        handler: Handler::Ai,
        opted_out: false,
        confirms_opt_out: false,
        announces_person: false,
        comment_hidden: false,
        thread_elsewhere: false,
        text_bytes: 20,
        budget_free_at: None,
    }
}

fn actions() -> impl Iterator<Item = Option<OpeningAction>> {
    OpeningAction::ALL.into_iter().map(Some).chain([None])
}

/// Meta's table of what opens a window, written once more (docs/policy.md).
fn opens(action: OpeningAction) -> bool {
    use OpeningAction::*;
    match action {
        Message | StoryReply | StoryMention | Postback | QuickReply | AdMessage => true,
        Comment | Reaction | Referral | Seen | Edit | Unsend | Echo => false,
    }
}

#[test]
fn every_action_kind_sender_and_second_at_the_edges() {
    for by in actions() {
        for sender in SENDERS {
            for kind in OutboundKind::ALL {
                for granted in [false, true] {
                    for elapsed in ELAPSED {
                        let facts = plain(kind, sender, by);
                        let now = OPENED + Span::secs(elapsed);
                        let verdict = judge(&config(granted), &facts, now);
                        let expected = expected(kind, sender, by, granted, elapsed);
                        let told = (verdict.rule(), verdict.is_allowed());
                        assert_eq!(told, expected, "{by:?} {sender:?} {kind:?} {elapsed}");
                    }
                }
            }
        }
    }
}

/// The rule and whether it allows, for facts in which only these things vary.
fn expected(
    kind: OutboundKind,
    sender: Sender,
    by: Option<OpeningAction>,
    granted: bool,
    elapsed: i64,
) -> (Rule, bool) {
    match kind {
        OutboundKind::Message => match by {
            Some(by) if opens(by) && elapsed < DAY => (Rule::StandardWindow, true),
            Some(by) if opens(by) && granted && sender != Sender::Ai && elapsed < 7 * DAY => {
                (Rule::HumanAgent, true)
            }
            Some(by) if opens(by) => (Rule::WindowClosed, false),
            _ => (Rule::NoWindow, false),
        },
        OutboundKind::PrivateReply if elapsed < 7 * DAY => (Rule::PrivateReply, true),
        OutboundKind::PrivateReply => (Rule::PrivateReplyTooOld, false),
        _ => (Rule::CommentAct, true),
    }
}

/// One thing changed in ordinary facts, and the rule that must refuse it; nothing allows it.
fn check(kind: OutboundKind, sender: Sender, change: impl Fn(&mut Facts), refused: Option<Rule>) {
    let mut facts = plain(kind, sender, Some(OpeningAction::Message));
    change(&mut facts);
    let verdict = judge(&config(true), &facts, OPENED + Span::hours(1));
    match refused {
        Some(rule) => assert_eq!(verdict, Verdict::Refused(rule), "{kind:?} {sender:?}"),
        None => assert!(verdict.is_allowed(), "{kind:?} {sender:?} {verdict:?}"),
    }
}

#[test]
fn what_is_refused_whatever_the_time() {
    use OutboundKind::*;
    let [ai, member] = SENDERS;
    for kind in OutboundKind::ALL {
        let text = matches!(kind, Message | PrivateReply | CommentReply);
        let thread = matches!(kind, Message | PrivateReply);
        for sender in SENDERS {
            let by_ai = sender == ai;
            let when = |refuse: bool, rule: Rule| refuse.then_some(rule);
            for account in [AccountStatus::TokenDead, AccountStatus::Disconnected] {
                check(
                    kind,
                    sender,
                    |f| f.account = account,
                    Some(Rule::AccountUnusable),
                );
            }
            check(
                kind,
                sender,
                |f| f.text_bytes = 0,
                when(text, Rule::TextEmpty),
            );
            check(kind, sender, |f| f.text_bytes = TEXT_BYTES_MAX, None);
            let long = |f: &mut Facts| f.text_bytes = TEXT_BYTES_MAX + 1;
            check(kind, sender, long, when(text, Rule::TextTooLong));
            let elsewhere = |f: &mut Facts| f.thread_elsewhere = true;
            check(kind, sender, elsewhere, when(thread, Rule::ThreadElsewhere));
            let out = |f: &mut Facts| f.opted_out = true;
            check(kind, sender, out, when(text && by_ai, Rule::OptedOut));
            let confirms = |f: &mut Facts| (f.opted_out, f.confirms_opt_out) = (true, true);
            check(kind, sender, confirms, None);
            let person = |f: &mut Facts| f.handler = Handler::Person;
            check(
                kind,
                sender,
                person,
                when(thread && by_ai, Rule::PersonHandles),
            );
            let announces = |f: &mut Facts| {
                (f.handler, f.announces_person) = (Handler::Person, true);
            };
            check(kind, sender, announces, None);
            let hidden = |f: &mut Facts| f.comment_hidden = true;
            check(
                kind,
                sender,
                hidden,
                when(kind == CommentReply, Rule::CommentHidden),
            );
        }
    }
    let used = |f: &mut Facts| {
        f.private_reply = Some(PrivateReplyFacts {
            comment_at: OPENED,
            used: true,
        });
    };
    check(PrivateReply, ai, used, Some(Rule::PrivateReplyUsed));
    check(PrivateReply, member, used, Some(Rule::PrivateReplyUsed));
    check(
        PrivateReply,
        ai,
        |f| f.private_reply = None,
        Some(Rule::NoWindow),
    );
    check(PrivateReply, ai, |f| f.window = None, None);
}

#[test]
fn an_ad_opens_longer_only_by_configuration() {
    let facts = plain(
        OutboundKind::Message,
        Sender::Ai,
        Some(OpeningAction::AdMessage),
    );
    let later = OPENED + Span::days(3);
    assert_eq!(
        judge(&config(false), &facts, later).rule(),
        Rule::WindowClosed
    );
    let longer = PolicyConfig {
        ad: Span::days(7),
        ..config(false)
    };
    assert_eq!(judge(&longer, &facts, later).rule(), Rule::StandardWindow);
    let message = plain(
        OutboundKind::Message,
        Sender::Ai,
        Some(OpeningAction::Message),
    );
    assert_eq!(judge(&longer, &message, later).rule(), Rule::WindowClosed);
}

#[test]
fn a_spent_budget_waits_and_hides_no_refusal() {
    let mut facts = plain(
        OutboundKind::Message,
        Sender::Ai,
        Some(OpeningAction::Message),
    );
    let now = OPENED + Span::hours(1);
    let until = now + Span::secs(2);
    facts.budget_free_at = Some(until);
    let waits = Verdict::Wait {
        until,
        rule: Rule::RateBudget,
    };
    assert_eq!(judge(&config(false), &facts, now), waits);
    assert!(judge(&config(false), &facts, until).is_allowed());
    let closed = judge(
        &config(false),
        &facts,
        OPENED + Span::days(2) - Span::secs(1),
    );
    assert_eq!(closed, Verdict::Refused(Rule::WindowClosed));
}

#[test]
fn each_rule_action_and_budget_has_a_row_in_the_docs() {
    let docs = include_str!("../../../docs/policy.md");
    let rows: Vec<&str> = docs.lines().filter(|line| line.starts_with("| ")).collect();
    let rules = Rule::ALL.map(Rule::as_str);
    let endpoints = Endpoint::ALL.map(Endpoint::as_str);
    let actions = OpeningAction::ALL.map(OpeningAction::as_str);
    for name in rules.into_iter().chain(endpoints).chain(actions) {
        let named = rows.iter().any(|row| row.contains(&format!("`{name}`")));
        assert!(named, "docs/policy.md has no row for {name}");
    }
}

prop_compose! {
    fn any_facts()(
        kind in select(OutboundKind::ALL.to_vec()),
        sender in select(SENDERS.to_vec()),
        by in select(actions().collect::<Vec<_>>()),
        account in select(vec![AccountStatus::Active, AccountStatus::TokenDead]),
        comment_at in -10 * DAY..10 * DAY,
        flags in any::<[bool; 7]>(),
        text_bytes in prop_oneof![Just(0usize), Just(1), Just(1000), Just(1001), 0usize..3000],
        budget in proptest::option::of(-10i64..100_000),
    ) -> Facts {
        Facts {
            account,
            private_reply: flags[0].then_some(PrivateReplyFacts {
                comment_at: OPENED + Span::secs(comment_at),
                used: flags[1] && flags[2],
            }),
            handler: if flags[2] { Handler::Person } else { Handler::Ai },
            opted_out: flags[3],
            confirms_opt_out: flags[4] && flags[0],
            announces_person: flags[4] && flags[1],
            comment_hidden: flags[5],
            thread_elsewhere: flags[6] && flags[0],
            text_bytes,
            budget_free_at: budget.map(|after| OPENED + Span::secs(after)),
            ..plain(kind, sender, by)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn what_always_holds(
        facts in any_facts(),
        elapsed in prop_oneof![select(ELAPSED.to_vec()), -DAY..40 * DAY],
        millis in -999i64..1000,
        granted in any::<bool>(),
    ) {
        let config = config(granted);
        let now = OPENED + Span::secs(elapsed) + Span::millis(millis);
        let verdict = judge(&config, &facts, now);
        prop_assert_eq!(&verdict, &judge(&config, &facts, now));
        if let Verdict::Wait { until, .. } = verdict {
            prop_assert!(until > now);
        }
        let Verdict::Allowed(permit) = verdict else { return Ok(()) };
        // A permit is for what was asked, lives on, shortly, and never beyond its window.
        prop_assert_eq!(permit.kind(), facts.kind);
        prop_assert!(permit.until() > now && permit.until() <= now + Span::secs(60));
        prop_assert_eq!(facts.account, AccountStatus::Active);
        prop_assert!(facts.budget_free_at.is_none_or(|at| at <= now));
        let ai = facts.sender == Sender::Ai;
        let closes = facts.window.map(|window| config.window_ends(window));
        match permit.form() {
            Form::Response => {
                prop_assert_eq!(facts.kind, OutboundKind::Message);
                prop_assert!(facts.window.is_some_and(|window| opens(window.by)));
                prop_assert!(closes.is_some_and(|at| permit.until() <= at));
            }
            Form::HumanAgent(member) => {
                // Only by a member's own act, only after the window, only within seven days.
                prop_assert_eq!(facts.sender, Sender::Member(member));
                prop_assert!(granted && closes.is_some_and(|at| now >= at));
                prop_assert!(permit.until() <= OPENED + Span::days(7));
            }
            Form::PrivateReply => {
                let comment = facts.private_reply.expect("a comment to reply to");
                prop_assert!(!comment.used);
                prop_assert!(permit.until() <= comment.comment_at + Span::days(7));
            }
            Form::CommentAct => {
                let thread = [OutboundKind::Message, OutboundKind::PrivateReply];
                prop_assert!(!thread.contains(&facts.kind));
                prop_assert!(!(facts.comment_hidden && facts.kind == OutboundKind::CommentReply));
            }
        }
        let to_thread = permit.form() != Form::CommentAct;
        if ai && to_thread {
            prop_assert!(!facts.opted_out || facts.confirms_opt_out);
            prop_assert!(facts.handler == Handler::Ai || facts.announces_person);
            prop_assert!(!matches!(permit.form(), Form::HumanAgent(_)));
        }
        if to_thread || facts.kind == OutboundKind::CommentReply {
            prop_assert!((1..=TEXT_BYTES_MAX).contains(&facts.text_bytes));
        }
    }
}
