/** The words of the dashboard that the tests press and look for, as people read them. */
export type Lang = "fa" | "en";

const words = {
  signIn: { fa: "ورود", en: "Sign in" },
  email: { fa: "ایمیل", en: "Email" },
  password: { fa: "گذرواژه", en: "Password" },
  cookie: { fa: "کوکی", en: "cookie" },
  inbox: { fa: "پیام‌ها", en: "Inbox" },
  message: { fa: "پیام", en: "Message" },
  send: { fa: "ارسال", en: "Send" },
  arrived: { fa: /ارسال شد|دیده شد/, en: /Sent|Seen/ },
  takeOver: { fa: "خودم جواب می‌دهم", en: "Take over" },
  giveBack: { fa: "سپردن به هوش مصنوعی", en: "Give back to the AI" },
  why: { fa: "چرا؟", en: "Why?" },
  understood: { fa: "چه فهمید", en: "What was understood" },
  facts: { fa: "بر پایهٔ این‌ها", en: "Facts used" },
  leave: { fa: "اجازهٔ ارسال", en: "Leave to send" },
  close: { fa: "بستن", en: "Close" },
  draftCard: { fa: "پیش‌نویس هوش مصنوعی", en: "Draft by the AI" },
  sendDraft: { fa: "ارسال پیش‌نویس", en: "Send the draft" },
  edit: { fa: "ویرایش", en: "Edit" },
  answersItself: { fa: "خودش جواب بدهد", en: "Answers by itself" },
  draftsOnly: { fa: "فقط پیش‌نویس", en: "Drafts only" },
  save: { fa: "ذخیره", en: "Save" },
  saved: { fa: "ذخیره شد.", en: "Saved." },
  privately: { fa: "پاسخ خصوصی داده شد", en: "Answered privately" },
  hide: { fa: "پنهان کردن", en: "Hide" },
  undo: { fa: "برگرداندن", en: "Undo" },
  hidden: { fa: "از دید همه پنهان است", en: "Hidden from the public" },
  replyPublicly: { fa: "پاسخ عمومی", en: "Reply publicly" },
  publicReply: { fa: "پاسخ عمومی", en: "Public reply" },
  sendReply: { fa: "ارسال پاسخ", en: "Send the reply" },
  connect: { fa: "اتصال با اینستاگرام", en: "Connect with Instagram" },
  connected: { fa: /حساب وصل شد/, en: /The account is connected/ },
  startPacking: { fa: "شروع بسته‌بندی", en: "Start packing" },
  packing: { fa: "در حال بسته‌بندی", en: "Being packed" },
  paid: { fa: "پرداخت شده", en: "Paid" },
  note: { fa: "یادداشت", en: "Note" },
  answer: { fa: "پاسخ", en: "Answer" },
  noteField: { fa: "یادداشت برای همکاران", en: "Note for colleagues" },
  colleagues: { fa: "همکاران", en: "Colleagues" },
  markDone: { fa: "انجام شد", en: "Mark as done" },
  folder: { fa: /پوشه/, en: /Folder/ },
  folderOpen: { fa: /^باز/, en: /^Open/ },
  folderDone: { fa: /^انجام‌شده/, en: /^Done/ },
  folderSnoozed: { fa: /^کنارگذاشته‌شده/, en: /^Snoozed/ },
  snoozeUntil: { fa: "کنار بگذارم تا…", en: "Snooze until" },
  nextWeek: { fa: /هفتهٔ بعد/, en: /Next week/ },
  closesBefore: { fa: "مهلت پاسخ پیش از آن تمام می‌شود", en: "The reply window closes before that" },
  meant: { fa: "اشتباه فهمیده؟ منظور این بود:", en: "Misread? This was meant:" },
  teach: { fa: "یاد بده", en: "Teach" },
  learned: { fa: /یاد گرفت: منظور/, en: /Learned: this means/ },
  lessons: { fa: "جمله‌های یادگرفته", en: "Learned phrasings" },
  forget: { fa: "فراموش شود", en: "Forget this" },
  day: { fa: "روز", en: "Day" },
  snoozeThen: { fa: "تا آن وقت کنار بگذار", en: "Snooze until then" },
  bringBack: { fa: "همین حالا برگردد", en: "Bring back" },
} satisfies Record<string, Record<Lang, string | RegExp>>;

export type Word = keyof typeof words;

/** Words in a language. */
export const in_ =
  (lang: Lang) =>
  <W extends Word>(word: W) =>
    words[word][lang];
