//! A reply in the making: what is asked, what was answered, what a person is needed for.

use super::compose::{Composer, Voice};
use super::goods;
use super::keywords::ShopFact;
use super::plan::Plan;
use super::subject::{self, About, PRODUCT_PAYLOAD};
use super::words::Say;
use super::{Fact, Place, Snapshot, Words, asks, orders, shop};
use crate::outbound::QuickReply;
use crate::understanding::{Asked, Intent};

/// One thing that is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ask {
    /// By its intent.
    Intent(Intent),
    /// About the shop itself.
    Shop(ShopFact),
}

/// Something a person is needed for, and how the customer is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Need {
    pub reason: &'static str,
    pub say: Say,
}

/// A reply in the making.
pub(super) struct Reply<'a> {
    pub composer: Composer<'a>,
    pub about: About<'a>,
    /// The rules that answered, and those that ask a person.
    pub rules: Vec<&'static str>,
    /// Words proposed to the person who is asked.
    pub proposal: Option<Words>,
    /// Where delivery was asked to.
    pub place: Option<Place>,
    needs: Vec<Need>,
    answered: bool,
    disclosed: bool,
    apologised: bool,
    asked: Option<Asked>,
    intents: Vec<Intent>,
    quick_replies: Vec<QuickReply>,
}

/// The most candidates offered as quick replies.
const CANDIDATES_MAX: usize = 3;
/// Instagram cuts longer titles (facts: quick replies).
const TITLE_CHARS_MAX: usize = 20;

impl<'a> Reply<'a> {
    pub fn new(snapshot: &'a Snapshot, voice: Voice, seed: u64) -> Self {
        Self {
            composer: Composer::new(snapshot, voice, seed),
            about: subject::about(snapshot),
            rules: Vec::new(),
            proposal: None,
            place: None,
            needs: Vec::new(),
            answered: false,
            disclosed: false,
            apologised: false,
            asked: None,
            intents: Vec::new(),
            quick_replies: Vec::new(),
        }
    }

    pub const fn persian(&self) -> bool {
        self.composer.voice.persian
    }

    /// Says that this is an automated assistant, before all else.
    pub fn disclose(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.composer.paragraph(text);
        }
        self.disclosed = true;
    }

    /// Notes that a rule answered something.
    pub fn rule(&mut self, rule: &'static str) {
        self.answered = true;
        if !self.rules.contains(&rule) {
            self.rules.push(rule);
        }
    }

    /// Notes that a person is needed for something.
    pub fn need(&mut self, reason: &'static str, say: Say) {
        if !self.needs.iter().any(|need| need.reason == reason) {
            self.needs.push(Need { reason, say });
        }
    }

    /// Who complains is told first that it is a pity, then the rest.
    pub fn apologise(&mut self, snapshot: &Snapshot) {
        if super::dm::lately_told(snapshot).is_none_or(|notice| notice.reason != "complaint") {
            self.composer.say(Say::Sorry, Vec::new());
            self.apologised = true;
        }
    }

    /// Whether it began with an apology.
    pub const fn apologised(&self) -> bool {
        self.apologised
    }

    /// Whether anything was answered.
    pub const fn answers(&self) -> bool {
        self.answered
    }

    /// What a person is needed for most.
    pub fn worst_need(&self) -> Option<Need> {
        const ORDER: [&str; 8] = [
            "complaint",
            "human_wanted",
            "privacy_request",
            "return_refund",
            "cancel_order",
            "change_order",
            "receipt",
            "order_wanted",
        ];
        let rank = |need: &&Need| {
            ORDER
                .iter()
                .position(|reason| *reason == need.reason)
                .unwrap_or(ORDER.len())
        };
        self.needs.iter().min_by_key(rank).copied()
    }

    /// Words for the person who is asked.
    pub fn propose(&mut self, snapshot: &Snapshot, say: Say, facts: Vec<Fact>) {
        let mut composer = Composer::new(snapshot, self.composer.voice, 0);
        composer.say(say, facts);
        self.proposal = composer.finish().0;
    }

    /// Whether a guess at this intent can be worded as a proposal.
    pub fn proposes(&self, intent: Intent) -> bool {
        !matches!(
            intent,
            Intent::Other
                | Intent::Greeting
                | Intent::Thanks
                | Intent::Spam
                | Intent::Abuse
                | Intent::Injection
                | Intent::OptOut
        )
    }

    /// A greeting is returned: whole when nothing else is asked, briefly before an answer.
    pub fn greet(&mut self, asks: &[Ask]) {
        let alone =
            !asks.is_empty() && asks.iter().all(|ask| *ask == Ask::Intent(Intent::Greeting));
        if !alone {
            return self.composer.say(Say::Hello, Vec::new());
        }
        self.composer.say(Say::Greet, Vec::new());
        self.rule("greeting");
        let offers = if self.persian() {
            [
                ("پیگیری سفارش", "order_status"),
                ("هزینه‌ی ارسال", "shipping_cost"),
                ("صحبت با همکار", "human"),
            ]
        } else {
            [
                ("My order", "order_status"),
                ("Delivery cost", "shipping_cost"),
                ("Talk to a person", "human"),
            ]
        };
        self.quick_replies = offers
            .map(|(title, intent)| QuickReply {
                title: title.to_owned(),
                payload: format!("{}{intent}", asks::INTENT_PAYLOAD),
            })
            .to_vec();
    }

    /// Answers all that is asked, in order.
    pub fn answer(&mut self, snapshot: &'a Snapshot, asks: &[Ask]) {
        let has = |intent: Intent| asks.contains(&Ask::Intent(intent));
        let (cost, time) = (has(Intent::ShippingCost), has(Intent::ShippingTime));
        let mut shipping_told = false;
        for ask in asks {
            let intent = match ask {
                Ask::Shop(fact) => {
                    shop::about_shop(self, snapshot, *fact);
                    continue;
                }
                Ask::Intent(intent) => *intent,
            };
            self.intents.push(intent);
            match intent {
                Intent::Price => goods::price(self, snapshot, has(Intent::Stock)),
                Intent::Stock => goods::stock(self, snapshot),
                Intent::Size => goods::size(self, snapshot, has(Intent::Stock)),
                Intent::Material => goods::material(self, snapshot),
                Intent::ProductQuestion => goods::describe(self, snapshot),
                Intent::ShippingCost | Intent::ShippingTime => {
                    if !shipping_told {
                        shop::shipping(self, snapshot, cost, time);
                    }
                    shipping_told = true;
                }
                Intent::Payment => shop::payment(self, snapshot),
                Intent::Discount => shop::discount(self, snapshot),
                Intent::ReturnRefund => shop::returns(self, snapshot),
                Intent::OrderStatus => orders::status(self, snapshot),
                Intent::PlaceOrder => orders::wanted(self, snapshot),
                Intent::Thanks if asks.len() == 1 => {
                    self.composer.say(Say::Thanks, Vec::new());
                    self.rule("thanks");
                }
                other => self.hand_over(other),
            }
        }
    }

    /// Matters that are a person's from the start.
    fn hand_over(&mut self, intent: Intent) {
        match intent {
            Intent::ChangeOrder => self.need("change_order", Say::HandOverCase),
            Intent::CancelOrder => self.need("cancel_order", Say::HandOverCase),
            Intent::Complaint => self.need("complaint", Say::Sorry),
            Intent::Human => self.need("human_wanted", Say::HandOver),
            Intent::PrivacyRequest => self.need("privacy_request", Say::Privacy),
            _ => {}
        }
    }

    /// The product is not known: the customer is asked, a photo goes to a person.
    pub fn ask_which(&mut self, snapshot: &Snapshot) {
        if self.asked.is_some() {
            return;
        }
        // «این چنده» after a photo means the photo, which a colleague looks at.
        let sent_lately =
            || super::dm::lately_told(snapshot).is_some_and(|notice| notice.reason == "attachment");
        if snapshot.attachments || sent_lately() {
            return self.need("attachment", Say::Attachment);
        }
        if super::keywords::asks_beyond(snapshot, "") {
            return self.need("not_in_sheet", Say::HandOver);
        }
        if snapshot.catalogue.is_empty() || !subject::may_ask_back(snapshot) {
            return self.need("no_product", Say::HandOver);
        }
        let persian = self.persian();
        let candidates: Vec<_> = self
            .about
            .products()
            .into_iter()
            .take(CANDIDATES_MAX)
            .collect();
        match subject::names_of(&candidates, persian) {
            Some(names) => self
                .composer
                .say(Say::WhichOf, vec![Composer::text(&names)]),
            None => self.composer.say(Say::Which, Vec::new()),
        }
        self.quick_replies = candidates
            .iter()
            .map(|product| QuickReply {
                title: shortened(&goods::name_of(product, persian)),
                payload: format!("{PRODUCT_PAYLOAD}{}", product.id),
            })
            .collect();
        self.asked = Some(Asked::Which);
        self.rule("which_product");
    }

    /// Writes what was made into a plan.
    pub fn into_plan(self, mut plan: Plan) -> Plan {
        let products = self.about.products();
        plan.why.subject = subject::names_of(&products, self.persian());
        if !matches!(self.about, About::OneOf(_)) {
            let about = products.iter().take(goods::LISTED_MAX);
            plan.products = about.map(|product| product.id).collect();
        }
        plan.why.rule = self.rules.join("+");
        if self.place.is_some() {
            plan.memory.place = self.place;
        }
        if self.asked.is_some() {
            plan.memory.asked_about = self.intents;
            plan.asked = self.asked;
        }
        let (words, used) = self.composer.finish();
        plan.why.facts = used;
        plan.disclosed = self.disclosed && words.is_some();
        if words.is_some() {
            plan.quick_replies = self.quick_replies;
        }
        plan.messages.extend(words);
        plan
    }
}

/// At most twenty characters, cut at a word where one ends near.
fn shortened(title: &str) -> String {
    if title.chars().count() <= TITLE_CHARS_MAX {
        return title.to_owned();
    }
    let cut: String = title.chars().take(TITLE_CHARS_MAX - 1).collect();
    let whole = cut
        .rfind(' ')
        .filter(|at| *at >= cut.len() / 2)
        .map_or(cut.as_str(), |at| &cut[..at]);
    format!("{}…", whole.trim_end())
}
