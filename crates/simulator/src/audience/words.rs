//! What the audience says: each saying with its language.

/// A language and what is said in it.
pub type Saying = (&'static str, &'static str);

/// What is asked in a direct message: language, text, whether it is about a shared post.
pub const QUESTIONS: &[(&str, &str, bool)] = &[
    ("fa", "سلام، این موجوده؟", true),
    ("fa", "قیمت لطفاً", true),
    ("fa", "سلام خسته نباشید، سایز ۴۲ هم دارین؟", true),
    ("fa", "جنسش چیه؟ آب نمی‌ره؟", true),
    ("fa", "رنگ مشکیش هم هست؟", true),
    ("fa", "هزینه‌ی ارسال به اصفهان چقدر می‌شه؟", false),
    ("fa", "سلام، سفارشم کی می‌رسه؟", false),
    ("fa", "تا جمعه به دستم می‌رسه؟ برای تولد می‌خوام", false),
    ("fa", "اگه اندازه نبود می‌شه تعویض کرد؟", false),
    ("fa", "من یه دونه مدیوم می‌خوام، چطوری سفارش بدم؟", true),
    ("fa", "تخفیف هم دارین؟", false),
    ("fa", "آدرس مغازه‌تون کجاست؟", false),
    ("fa", "با کارت به کارت هم می‌شه پرداخت کرد؟", false),
    (
        "fa",
        "سلام وقت بخیر 🌸 این مدل سایزبندیش چطوریه؟ من ۶۸ کیلوام",
        true,
    ),
    ("finglish", "salam gheymat in chande?", true),
    ("finglish", "size XL mojoode?", true),
    ("finglish", "ersal be mashhad chand rooze mirese", false),
    ("finglish", "jensesh chie? nakhe?", true),
    ("finglish", "salam mikhastam sefaresh bedam", true),
    ("finglish", "range dg ham dare?", true),
    ("en", "Hi! Is this one still available?", true),
    ("en", "How much is it?", true),
    ("en", "What sizes do you have? I'm usually a medium.", true),
    (
        "en",
        "Do you ship to Shiraz, and how long does it take?",
        false,
    ),
    ("en", "Can I return it if it doesn't fit?", false),
    ("en", "What's the fabric?", true),
    (
        "en",
        "Hello, where is my order? It's been five days.",
        false,
    ),
];

/// What comes a few seconds later, now and then.
pub const AFTERTHOUGHTS: &[Saying] = &[
    ("fa", "برای مهمونی می‌خوامش"),
    ("fa", "ممنون می‌شم زود جواب بدین"),
    ("fa", "رنگ روشنش رو می‌خوام"),
    ("finglish", "mersi"),
    ("finglish", "zood mikham age mishe"),
    ("en", "It's for my sister"),
    ("en", "Thanks in advance!"),
];

/// What follows an answer of the business.
pub const THANKS: &[Saying] = &[
    ("fa", "ممنون از پاسخ‌گویی‌تون 🙏"),
    ("fa", "مرسی، پس همینو می‌خوام"),
    ("fa", "عالیه، فکر می‌کنم خبر می‌دم"),
    ("finglish", "mamnoon ❤️"),
    ("finglish", "ok pas yeki mikham"),
    ("en", "Great, thank you!"),
    ("en", "Perfect, I'll take one"),
];

/// What is written under posts.
pub const COMMENTS: &[Saying] = &[
    ("fa", "قیمت؟"),
    ("fa", "قیمت لطفاً 😍"),
    ("fa", "چه خوشگله 😍😍"),
    ("fa", "سایز بزرگ هم دارید؟"),
    ("fa", "موجوده هنوز؟"),
    ("fa", "من خریدم، کیفیتش عالیه 👌"),
    ("fa", "ارسال به شهرستان دارین؟"),
    ("finglish", "gheymat?"),
    ("finglish", "kheili ghashange 😍"),
    ("finglish", "size bandi chetore?"),
    ("en", "Price?"),
    ("en", "Love this colour 💙"),
    ("en", "Does it come in black?"),
    ("en", "🔥🔥🔥"),
];

/// What is answered to a story.
pub const STORY: &[Saying] = &[
    ("fa", "این چنده؟"),
    ("fa", "وای چه رنگی 😍"),
    ("fa", "کی موجود می‌شه؟"),
    ("finglish", "in chande?"),
    ("finglish", "che khoshgele!"),
    ("en", "How much is this one?"),
    ("en", "Need this!"),
];

/// Asked again by who waited longer than their patience.
pub const NAGS: &[Saying] = &[
    ("fa", "؟"),
    ("fa", "سلام، کسی هست؟"),
    ("fa", "لطفاً جواب بدین"),
    ("fa", "پیام منو دیدین؟"),
    ("finglish", "kasi hast?"),
    ("finglish", "lotfan javab bedin"),
    ("finglish", "??"),
    ("en", "Hello?"),
    ("en", "Anyone there?"),
    ("en", "Did you see my message?"),
];

/// Written under the post of a giveaway.
pub const ENTRIES: &[Saying] = &[
    ("fa", "شرکت کردم 🎁"),
    ("fa", "منم هستم 🙋‍♀️"),
    ("fa", "ایشالا که برنده می‌شم 😍"),
    ("fa", "لایک و فالو شد ✅"),
    ("fa", "نفر اول منم؟ 😄"),
    ("finglish", "manam hastam 🎁"),
    ("finglish", "follow kardam ✅"),
    ("finglish", "kash barande sham 😍"),
    ("en", "Count me in! 🎁"),
    ("en", "Done ✅ Fingers crossed!"),
    ("en", "Pick me 😍"),
];

/// Asked about a giveaway in a direct message.
pub const GIVEAWAY: &[Saying] = &[
    ("fa", "سلام، قرعه‌کشی کی انجام می‌شه؟"),
    ("fa", "چند نفر برنده می‌شن؟"),
    ("fa", "برای شرکت باید چند نفر رو تگ کنم؟"),
    ("finglish", "ghore keshi key hast?"),
    ("finglish", "chand nafar barande mishan?"),
    ("en", "When do you draw the winner?"),
    ("en", "Can I enter from abroad?"),
];

/// Written under a reel that everybody sees.
pub const VIRAL: &[Saying] = &[
    ("fa", "قیمت؟"),
    ("fa", "چنده؟"),
    ("fa", "اکسپلور آوردم اینجا 😂"),
    ("fa", "این آهنگش چیه؟"),
    ("fa", "کجاست آدرستون؟"),
    ("fa", "وای چه قشنگه 😍😍"),
    ("fa", "به نظرم گرونه"),
    ("fa", "کیفیتش خوبه؟ کسی خریده؟"),
    ("fa", "بچه‌ها پیج من رو هم ببینید، فالو کنید"),
    ("finglish", "gheymat?"),
    ("finglish", "ahangesh chie?"),
    ("finglish", "az explore oomadam 😂"),
    ("en", "Price??"),
    ("en", "What song is this?"),
    ("en", "Came here from explore 😂"),
    ("en", "Is it real or just good lighting?"),
    ("en", "Check my page for followers!!"),
];

/// Complaints in a direct message.
pub const COMPLAINTS: &[Saying] = &[
    ("fa", "سلام، سفارشم یک هفته‌ست نرسیده، چرا کسی جواب نمی‌ده؟"),
    ("fa", "این چیزی که فرستادین با عکسش فرق داره"),
    ("fa", "سایزش اشتباهه، می‌خوام پس بفرستم"),
    ("fa", "دو بار پول از حسابم کم شده، لطفاً پیگیری کنید"),
    ("fa", "درزش باز شده، اصلاً راضی نیستم"),
    ("fa", "می‌خوام با مسئول فروش صحبت کنم"),
    ("finglish", "sefaresham nareside, yek hafte gozashte"),
    ("finglish", "in ba akset fargh dare!"),
    ("finglish", "poolam ro pas bedin lotfan"),
    ("en", "My order is a week late and nobody answers."),
    ("en", "This is not what the picture showed."),
    ("en", "I was charged twice. Please fix it."),
    ("en", "I want to talk to a person, not a bot."),
];

/// Complaints for all to see.
pub const PUBLIC_COMPLAINTS: &[Saying] = &[
    ("fa", "من خریدم، اصلاً پیشنهاد نمی‌کنم"),
    ("fa", "چرا دایرکت جواب نمی‌دین؟"),
    ("fa", "سفارش من هنوز نرسیده"),
    ("fa", "قیمت‌هاتون خیلی رفته بالا"),
    ("finglish", "direct javab nemidin chera?"),
    ("finglish", "man kharidam asan razi nistam"),
    ("en", "Bought one, fell apart in a week."),
    ("en", "Why do you ignore your DMs?"),
    ("en", "Still waiting for my order."),
];

/// Said before a question by who likes to talk.
pub const OPENERS: &[Saying] = &[
    ("fa", "سلام وقتتون بخیر، خوب هستین؟"),
    ("fa", "سلام خسته نباشید 🌸"),
    ("finglish", "salam khubin?"),
    ("en", "Hi there, hope you're well!"),
];

/// Said after it by who is careful.
pub const CLOSERS: &[Saying] = &[
    ("fa", "ممنون می‌شم راهنمایی کنید"),
    ("fa", "اگه می‌شه دقیق بگین، لطفاً"),
    ("finglish", "mamnoon misham rahnamayi konin"),
    ("en", "Could you tell me exactly, please?"),
];

/// Names of people who come by: handle, display name, language.
pub const STRANGERS: &[(&str, &str, &str)] = &[
    ("mahsa", "مهسا", "fa"),
    ("zahra", "زهرا", "fa"),
    ("fatemeh", "فاطمه", "fa"),
    ("neda", "ندا", "fa"),
    ("hossein", "حسین", "fa"),
    ("mehdi", "مهدی", "fa"),
    ("setareh", "ستاره", "fa"),
    ("amirali", "Amirali", "finglish"),
    ("dorsa", "Dorsa", "finglish"),
    ("nick", "Nick", "en"),
    ("sofia", "Sofia", "en"),
];
