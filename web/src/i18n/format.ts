/**
 * Numbers, money, dates and times as people read them, by language, calendar and the business's
 * time zone. Formatters are kept, since making one costs more than using it a hundred times.
 */
import { language, locale } from "./language";

const kept = new Map<string, unknown>();

function once<T>(key: string, make: () => T): T {
  const full = `${locale()}|${key}`;
  const found = kept.get(full) as T | undefined;
  if (found) return found;
  const made = make();
  kept.set(full, made);
  return made;
}

const dates = (key: string, options: Intl.DateTimeFormatOptions) =>
  once(`d|${key}`, () => new Intl.DateTimeFormat(locale(), { timeZone: zone, ...options }));

/** The business's time zone; set when its settings are known. */
let zone = "Asia/Tehran";
export function setZone(name: string) {
  if (name && name !== zone) {
    zone = name;
    kept.clear();
  }
}

/** How far the business's clock is ahead of UTC at a moment, in milliseconds. */
function ahead(at: Date): number {
  const format = once(
    "utc",
    () =>
      new Intl.DateTimeFormat("en-US", {
        timeZone: zone,
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      }),
  );
  const part = Object.fromEntries(format.formatToParts(at).map((one) => [one.type, +one.value]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(+at / 1000) * 1000;
}

/** The moment at which the business's clock shows `minutes` after midnight, `days` from today. */
export function atClock(now: Date, days: number, minutes: number): Date {
  const wanted = Date.parse(dayKey(now)) + days * 86_400_000 + minutes * 60_000;
  const near = new Date(wanted - ahead(new Date(wanted)));
  return new Date(wanted - ahead(near));
}

/** The weekday of the business at a moment: 0 is Sunday. */
export const weekday = (at: Date) => new Date(dayKey(at)).getUTCDay();

/** «۱٬۲۰۰» or "1,200". */
export const number = (value: number) =>
  once("n", () => new Intl.NumberFormat(locale())).format(value);

/** «۹۳٪» or "93%". */
export const percent = (share: number) =>
  once("p", () => new Intl.NumberFormat(locale(), { style: "percent" })).format(share);

export type Money = { minor: number; currency: string };

const DECIMALS: Record<string, number> = { USD: 2, EUR: 2 };
const UNITS: Record<string, Record<string, string>> = {
  IRT: { fa: "تومان", en: "Toman" },
  IRR: { fa: "ریال", en: "Rial" },
  USD: { fa: "دلار", en: "USD" },
  EUR: { fa: "یورو", en: "EUR" },
};

/** The name of a currency, as it stands behind an amount. */
export const unit = (currency: string) => UNITS[currency]?.[language()] ?? currency;

/** «۸۵۰٬۰۰۰ تومان»: the unit behind the number, in both languages. */
export function money(value: Money): string {
  const digits = DECIMALS[value.currency] ?? 0;
  const amount = once(
    `m${digits}`,
    () =>
      new Intl.NumberFormat(locale(), {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
  ).format(value.minor / 10 ** digits);
  return `${amount}\u00a0${unit(value.currency)}`;
}

/** «۱۴:۲۰». */
export const clock = (at: Date) =>
  dates("clock", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);

function fields(at: Date) {
  const format = dates("ymd", { day: "numeric", month: "long", year: "numeric" });
  const found: Record<string, string> = {};
  for (const part of format.formatToParts(at)) found[part.type] ??= part.value;
  // English with the Persian calendar says the year as "relatedYear" in some engines.
  return {
    day: found.day ?? "",
    month: found.month ?? "",
    year: found.year ?? found.relatedYear ?? "",
  };
}

/** «۳ آذر ۱۴۰۵» or "24 November 2026"; the era is never said. */
export function longDate(at: Date): string {
  const { day, month, year } = fields(at);
  return `${day} ${month} ${year}`;
}

/** «۳ آذر» or "24 November"; with the year when it is not this one. */
export function shortDate(at: Date, now: Date): string {
  const { day, month, year } = fields(at);
  return year === fields(now).year ? `${day} ${month}` : `${day} ${month} ${year}`;
}

/** «سه‌شنبه ۳ آذر ۱۴۰۵»: the weekday is formatted apart, because together it comes out jumbled. */
export const fullDate = (at: Date) =>
  `${dates("weekday", { weekday: "long" }).format(at)} ${longDate(at)}`;

/** «سه‌شنبه ۳ آذر». */
export const dayOfWeek = (at: Date, now: Date) =>
  `${dates("weekday", { weekday: "long" }).format(at)} ${shortDate(at, now)}`;

/** «۳ آذر ۱۴۰۵، ۱۴:۲۰». */
export const dateTime = (at: Date) =>
  `${longDate(at)}${language() === "fa" ? "، " : ", "}${clock(at)}`;

const dayKey = (at: Date) =>
  once("key", () => new Intl.DateTimeFormat("en-CA", { timeZone: zone })).format(at);

/** Whether two moments are on one day of the business. */
export const sameDay = (a: Date, b: Date) => dayKey(a) === dayKey(b);

/** Whole days of the business between two moments. */
function daysBetween(at: Date, now: Date): number {
  return Math.round((Date.parse(dayKey(now)) - Date.parse(dayKey(at))) / 86_400_000);
}

const relative = () =>
  once("r", () => new Intl.RelativeTimeFormat(language(), { numeric: "auto", style: "short" }));

/** For a list row: «همین حالا», «۵ دقیقه پیش», «۱۴:۲۰», «دیروز», «۳ آذر». */
export function brief(at: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000);
  if (seconds < 45) return relative().format(0, "second");
  if (seconds < 3600) return relative().format(-Math.max(1, Math.round(seconds / 60)), "minute");
  const days = daysBetween(at, now);
  if (days <= 0) return clock(at);
  if (days === 1) return relative().format(-1, "day");
  return shortDate(at, now);
}

/** For a day line: «امروز», «دیروز», «سه‌شنبه ۳ آذر ۱۴۰۵». */
export function dayLine(at: Date, now: Date): string {
  const days = daysBetween(at, now);
  if (days === 0 || days === 1) {
    return once("rl", () => new Intl.RelativeTimeFormat(language(), { numeric: "auto" })).format(
      -days,
      "day",
    );
  }
  return fullDate(at);
}

const span = (value: number, name: "day" | "hour" | "minute") =>
  once(
    `s|${name}`,
    () => new Intl.NumberFormat(locale(), { style: "unit", unit: name, unitDisplay: "long" }),
  ).format(value);

/** How long still: «۶ روز», «۲۳ ساعت», «۴۰ دقیقه»; whole units, the largest that fits. */
export function remaining(until: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((until.getTime() - now.getTime()) / 60_000));
  if (minutes >= 2 * 24 * 60) return span(Math.floor(minutes / (24 * 60)), "day");
  if (minutes >= 60) return span(Math.floor(minutes / 60), "hour");
  return span(minutes, "minute");
}
