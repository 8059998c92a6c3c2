//! The demo shop's last 30 days as a list of acts in order of time, made from one seed.

use palette_domain::order::OrderState;
use palette_domain::{Instant, Span};

use super::catalogue::PRODUCTS;
use super::dice::Dice;
use super::people::{Person, Writes, people};
use super::script::{self, Opening};

/// How many people write by DM.
pub const CONVERSATIONS: usize = 150;
/// How many more only comment.
const COMMENTERS: usize = 130;
/// Comments under the posts.
pub const COMMENTS: usize = 500;
/// Orders.
pub const ORDERS: usize = 60;
/// Posts.
pub const POSTS: usize = 12;

/// One thing that happens.
#[derive(Clone, Debug)]
pub struct Act {
    /// When.
    pub at: Instant,
    /// Who; an index into the people.
    pub person: usize,
    /// What.
    pub what: What,
}

/// What happens.
#[derive(Clone, Debug)]
pub enum What {
    /// A direct message, perhaps with a shared post (an index into the posts).
    Message {
        /// The words.
        text: String,
        /// The post.
        post: Option<usize>,
    },
    /// A comment under a post.
    Comment {
        /// The words.
        text: String,
        /// The post.
        post: usize,
    },
    /// A member takes over and writes in the dashboard; `{code}` is the person's order.
    Member {
        /// The words.
        text: String,
    },
    /// A member gives the conversation back to the AI.
    GiveBack,
    /// A member makes an order of this product.
    Order {
        /// Which product.
        product: usize,
        /// How many pieces.
        quantity: u32,
        /// Only begun, not agreed yet.
        draft: bool,
    },
    /// The person's order moves on.
    Move {
        /// Where to.
        to: OrderState,
    },
}

/// The whole past: the people, and what they did, oldest first.
pub struct Schedule {
    /// Everybody.
    pub people: Vec<Person>,
    /// Everything.
    pub acts: Vec<Act>,
}

/// Which products each post shows.
pub fn post_products(post: usize) -> Vec<usize> {
    let first = (post * 2) % PRODUCTS.len();
    if post % 4 == 3 {
        vec![first, (first + 1) % PRODUCTS.len()]
    } else {
        vec![first]
    }
}

/// When a post was published: the first weeks ago, the last a few days ago.
pub fn post_at(post: usize, end: Instant) -> Instant {
    end - Span::days(31 - 2 * i64::try_from(post).unwrap_or(0))
}

/// The posts that stood there at a time; there is always one.
fn posts_at(at: Instant, end: Instant) -> u64 {
    (0..POSTS)
        .filter(|post| post_at(*post, end) <= at)
        .count()
        .max(1) as u64
}

/// Makes the past that ends at `end`.
pub fn schedule(seed: u64, end: Instant) -> Schedule {
    let mut dice = Dice::new(seed);
    let people = people(&mut dice, CONVERSATIONS + COMMENTERS);
    let mut acts = Vec::new();
    let mut orders = 0;
    for (person, customer) in people.iter().enumerate().take(CONVERSATIONS) {
        let start = end - past(&mut dice, 28);
        let list = script::openings(customer.writes);
        // The first quarter of the people buys in any case, so that the orders come together.
        let wants_order =
            orders < ORDERS && (dice.chance(45) || person >= CONVERSATIONS - 2 * (ORDERS - orders));
        let buying: Vec<&Opening> = list.iter().filter(|opening| opening.buys).collect();
        let opening = if wants_order {
            *dice.pick(&buying)
        } else {
            dice.pick(list)
        };
        let mut talk = Talk {
            dice: &mut dice,
            acts: &mut acts,
            person,
            at: start,
            end,
        };
        let subject = talk.open(customer, opening);
        if wants_order {
            orders += 1;
            talk.order(customer, subject, orders);
        } else if opening.follow.is_empty() && talk.dice.chance(45) {
            let line = *talk.dice.pick(script::HELPING);
            talk.later(Span::minutes(25));
            talk.push(What::Member {
                text: line.to_owned(),
            });
            talk.later(Span::hours(3));
            talk.push(What::GiveBack);
        }
    }
    comments(&mut dice, &people, end, &mut acts);
    acts.retain(|act| act.at < end);
    acts.sort_by_key(|act| (act.at, act.person));
    Schedule { people, acts }
}

/// A time back from now, up to `days`, in the shop's waking hours more often than not.
fn past(dice: &mut Dice, days: u64) -> Span {
    let minutes = dice.below(days * 24 * 60);
    Span::minutes(i64::try_from(minutes).unwrap_or(0) + 3)
}

struct Talk<'a> {
    dice: &'a mut Dice,
    acts: &'a mut Vec<Act>,
    person: usize,
    at: Instant,
    end: Instant,
}

impl Talk<'_> {
    fn push(&mut self, what: What) {
        self.acts.push(Act {
            at: self.at,
            person: self.person,
            what,
        });
    }

    fn later(&mut self, about: Span) {
        let spread = u64::try_from(about.as_millis()).unwrap_or(1);
        let more = i64::try_from(self.dice.below(spread)).unwrap_or(0);
        self.at = self.at + Span::millis(about.as_millis() / 2 + more);
    }

    /// Says the opening and what follows it; gives the product the talk is about.
    fn open(&mut self, person: &Person, opening: &Opening) -> usize {
        let post = self.dice.below(posts_at(self.at, self.end)) as usize;
        let product = if opening.shares_post {
            post_products(post)[0]
        } else {
            self.dice.below(PRODUCTS.len() as u64) as usize
        };
        for (index, line) in opening.lines.iter().enumerate() {
            let last = index + 1 == opening.lines.len();
            let post = (opening.shares_post && last).then_some(post);
            let text = fill(line, product, person, self.dice);
            self.push(What::Message { text, post });
            self.at = self.at + Span::millis(1_200);
        }
        for line in opening.follow {
            self.later(Span::minutes(4));
            let text = fill(line, product, person, self.dice);
            self.push(What::Message { text, post: None });
        }
        product
    }

    /// A member takes over, the person sends an address, the order is made and moves on.
    fn order(&mut self, person: &Person, product: usize, number: usize) {
        self.later(Span::minutes(12));
        let line = *self.dice.pick(script::TAKING_OVER);
        self.push(What::Member {
            text: line.to_owned(),
        });
        self.later(Span::minutes(9));
        let address = address(self.dice, person);
        self.push(What::Message {
            text: address,
            post: None,
        });
        self.later(Span::minutes(15));
        let quantity = 1 + u32::from(self.dice.chance(15));
        let draft = number % 20 == 2;
        self.push(What::Order {
            product,
            quantity,
            draft,
        });
        self.at = self.at + Span::secs(30);
        if !draft {
            let line = *self.dice.pick(script::CONFIRMING);
            self.push(What::Member {
                text: line.to_owned(),
            });
        }
        self.later(Span::minutes(40));
        self.push(What::GiveBack);
        // How far each order comes is dealt out by its number, so that every state is there.
        use OrderState::*;
        let path: &[OrderState] = match number % 10 {
            0 => &[Cancelled],
            1 => &[Paid, Packing, Shipped, Delivered, Returned],
            2 => &[],
            3 => &[Paid],
            4 => &[Paid, Packing],
            5 => &[Paid, Packing, Shipped],
            _ => &[Paid, Packing, Shipped, Delivered],
        };
        for &to in path {
            self.later(if to == Delivered {
                Span::hours(50)
            } else {
                Span::hours(9)
            });
            if self.at >= self.end {
                return;
            }
            self.push(What::Move { to });
            if to == Shipped && self.dice.chance(40) {
                self.later(Span::hours(16));
                let text = match person.writes {
                    Writes::Fa => "سلام سفارشم چی شد؟",
                    Writes::Finglish => "salam sefaresham koja ast?",
                    Writes::En => "Hi, where is my order?",
                };
                self.push(What::Message {
                    text: text.to_owned(),
                    post: None,
                });
            }
        }
    }
}

fn address(dice: &mut Dice, person: &Person) -> String {
    let streets = [
        "خیابان بهار",
        "خیابان گلستان",
        "بلوار آزادی",
        "خیابان شهید رجایی",
        "خیابان سعدی",
    ];
    format!(
        "{}، {}، {} کوچه {}، پلاک {} واحد {}، کدپستی {}{:05}، شماره 09{}{:07}",
        person.full_name,
        person.city.1,
        dice.pick(&streets),
        dice.below(30) + 1,
        dice.below(120) + 1,
        dice.below(12) + 1,
        13_000 + dice.below(80_000),
        dice.below(99_999),
        dice.pick(&["12", "35", "19", "36"]),
        dice.below(9_999_999),
    )
}

/// Fills the holes of a line.
fn fill(line: &str, product: usize, person: &Person, dice: &mut Dice) -> String {
    let item = &PRODUCTS[product];
    let english = person.writes == Writes::En;
    let colour = dice.pick(item.colours);
    let name = match person.writes {
        Writes::Fa => item.fa,
        Writes::Finglish => item
            .aliases
            .iter()
            .find(|alias| alias.is_ascii())
            .copied()
            .unwrap_or(item.en),
        Writes::En => item.en,
    };
    let size = if item.sizes.is_empty() {
        "M"
    } else {
        dice.pick(item.sizes)
    };
    line.replace("{p}", name)
        .replace("{c}", if english { colour.en } else { colour.fa })
        .replace("{s}", size)
        .replace("{t}", if english { "Tehran" } else { person.city.1 })
}

fn comments(dice: &mut Dice, people: &[Person], end: Instant, acts: &mut Vec<Act>) {
    for _ in 0..COMMENTS {
        let person = dice.below(people.len() as u64) as usize;
        let at = end - past(dice, 27);
        let post = dice.below(posts_at(at, end)) as usize;
        let line = match dice.below(100) {
            0..32 => *dice.pick(script::ASKING),
            32..97 => *dice.pick(script::CHATTING),
            _ => *dice.pick(script::UNWANTED),
        };
        let mut text = fill(line, post_products(post)[0], &people[person], dice);
        for hole in ["{u}", "{v}"] {
            text = text.replace(hole, &dice.pick(people).handle);
        }
        acts.push(Act {
            at,
            person,
            what: What::Comment { text, post },
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(schedule: &Schedule, of: fn(&What) -> bool) -> usize {
        schedule.acts.iter().filter(|act| of(&act.what)).count()
    }

    #[test]
    fn the_past_is_as_large_as_it_was_promised_and_the_same_for_the_same_seed() {
        let end = Instant::from_millis(1_790_000_000_000);
        let past = schedule(7, end);
        let messages = count(&past, |what| matches!(what, What::Message { .. }));
        assert!(messages > 2 * CONVERSATIONS, "{messages}");
        assert_eq!(
            count(&past, |what| matches!(what, What::Comment { .. })),
            COMMENTS
        );
        let orders = count(&past, |what| matches!(what, What::Order { .. }));
        assert!((ORDERS - 6..=ORDERS).contains(&orders), "{orders}");
        assert!(past.acts.windows(2).all(|two| two[0].at <= two[1].at));
        let again = schedule(7, end);
        assert_eq!(format!("{:?}", past.acts), format!("{:?}", again.acts));
        for state in OrderState::ALL {
            let reached = past
                .acts
                .iter()
                .any(|act| matches!(act.what, What::Move { to } if to == state));
            assert!(
                reached || matches!(state, OrderState::Draft | OrderState::AwaitingPayment),
                "{state:?}"
            );
        }
    }
}
