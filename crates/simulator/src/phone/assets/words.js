// What the page says, in Persian and in English.

const WORDS = {
  fa: {
    title: "گوشی مشتری", pretended: "اینستاگرام آزمایشی", shop: "فروشگاه", messages: "پیام‌ها",
    people: "مشتری‌ها", you: "شما", posts: "پست", followers: "دنبال‌کننده", message: "ارسال پیام",
    story: "دیدن استوری", back: "بازگشت", write: "متن پیام", send: "فرستادن", seen: "دیده شد",
    typing: "در حال نوشتن…", empty: "هنوز پیامی نیست. اولین پیام را شما بفرستید.",
    unsent: "پیام پس گرفته شد", unsend: "پس گرفتن پیام", edited: "ویرایش‌شده", love: "پسندیدن پیام",
    unlove: "برداشتن پسند", unsupported: "این پیام در اینجا نمایش داده نمی‌شود",
    about: "درباره‌ی این پست", cancel: "انصراف", privateReply: "پاسخ خصوصی به دیدگاه شما",
    storyReply: "پاسخ به استوری", answers: "در پاسخ به", comments: "دیدگاه‌ها",
    noComments: "هنوز دیدگاهی نیست.", comment: "دیدگاه شما", publish: "انتشار", reply: "پاسخ",
    replyTo: "پاسخ به", ask: "پرسیدن در دایرکت", closed: "دیدگاه‌ها بسته است.",
    hidden: "پنهان‌شده", likes: "پسند", as: "به نام", change: "عوض کردن مشتری",
    newPerson: "مشتری تازه", newName: "نام کاربری تازه", make: "ساختن", choose: "به جای چه کسی می‌نویسید؟",
    language: "English", languageCode: "en", theme: "روشن یا تیره", storyOf: "استوری", storyText: "پاسخ به استوری",
    noStory: "استوری‌ای نیست.", missing: "این پست پیدا نشد.", retry: "ارتباط قطع شد؛ دوباره تلاش می‌شود.",
    unseenMark: "پیام تازه", quick: "پاسخ‌های آماده", tapped: "دکمه را زد", picture: "تصویر", post: "پست",
    yourMessage: "پیام شما", theirMessage: "پیام فروشگاه", sendTo: "پیام به", closeStory: "بستن استوری",
    audience: "مشتری‌های آزمایشی خودشان هم می‌نویسند", temper: "حال‌وهوای روز",
    calm_day: "یک روز آرام", giveaway: "قرعه‌کشی", viral_reel: "ریلز پربازدید", angry_monday: "شنبه‌ی پرشکایت",
  },
  en: {
    title: "Customer's phone", pretended: "Pretended Instagram", shop: "Shop", messages: "Messages",
    people: "People", you: "You", posts: "posts", followers: "followers", message: "Message",
    story: "See the story", back: "Back", write: "Message text", send: "Send", seen: "Seen",
    typing: "typing…", empty: "No messages yet. Yours can be the first.",
    unsent: "Message unsent", unsend: "Unsend message", edited: "edited", love: "Like message",
    unlove: "Remove like", unsupported: "This message can't be shown here",
    about: "About this post", cancel: "Cancel", privateReply: "Private reply to your comment",
    storyReply: "Reply to the story", answers: "In reply to", comments: "Comments",
    noComments: "No comments yet.", comment: "Your comment", publish: "Post", reply: "Reply",
    replyTo: "Reply to", ask: "Ask in a message", closed: "Comments are closed.",
    hidden: "hidden", likes: "likes", as: "as", change: "Change customer",
    newPerson: "New customer", newName: "New username", make: "Make", choose: "Whose words do you write?",
    language: "فارسی", languageCode: "fa", theme: "Light or dark", storyOf: "Story of", storyText: "Reply to the story",
    noStory: "There is no story.", missing: "This post was not found.", retry: "Connection lost; trying again.",
    unseenMark: "new message", quick: "Quick replies", tapped: "tapped", picture: "Picture", post: "Post",
    yourMessage: "Your message", theirMessage: "Message of the shop", sendTo: "Message to", closeStory: "Close story",
    audience: "Simulated customers write by themselves", temper: "What kind of day",
    calm_day: "A calm day", giveaway: "A giveaway", viral_reel: "A viral reel", angry_monday: "An angry Monday",
  },
};

/** The language of the page: `?lang=fa|en`, Persian when not said. */
export function lang() {
  return new URLSearchParams(location.search).get("lang") === "en" ? "en" : "fa";
}

/** A word in that language. */
export function word(name) {
  return WORDS[lang()][name] ?? name;
}

/** A number in its digits. */
export function number(value) {
  return new Intl.NumberFormat(lang() === "fa" ? "fa-IR" : "en").format(value);
}
