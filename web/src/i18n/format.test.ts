import { afterEach, describe, expect, it } from "vitest";
import {
  brief,
  clock,
  dateTime,
  dayLine,
  fullDate,
  longDate,
  money,
  number,
  remaining,
  sameDay,
} from "./format";
import { setCalendar } from "./language";

/** 24 November 2026, 10:50:00 UTC, which is 14:20 in Tehran. */
const at = new Date(Date.UTC(2026, 10, 24, 10, 50));
const later = (ms: number) => new Date(at.getTime() + ms);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const inLanguage = (lang: string, calendar: "jalali" | "gregorian") => {
  document.documentElement.lang = lang;
  setCalendar(calendar);
};

afterEach(() => inLanguage("fa", "jalali"));

describe("in Persian", () => {
  it("dates read right", () => {
    inLanguage("fa", "jalali");
    expect(longDate(at)).toBe("۳ آذر ۱۴۰۵");
    expect(fullDate(at)).toBe("سه‌شنبه ۳ آذر ۱۴۰۵");
    expect(clock(at)).toBe("۱۴:۲۰");
    expect(dateTime(at)).toBe("۳ آذر ۱۴۰۵، ۱۴:۲۰");
  });

  it("the leap day is in 1403, not in 1404", () => {
    inLanguage("fa", "jalali");
    expect(longDate(new Date(Date.UTC(2025, 2, 20, 9)))).toBe("۳۰ اسفند ۱۴۰۳");
    expect(longDate(new Date(Date.UTC(2026, 2, 21, 9)))).toBe("۱ فروردین ۱۴۰۵");
  });

  it("the calendar is a choice of its own", () => {
    inLanguage("fa", "gregorian");
    expect(longDate(at)).toBe("۲۴ نوامبر ۲۰۲۶");
    inLanguage("en", "jalali");
    expect(longDate(at)).toMatch(/^3 Azar 1405$/);
  });

  it("numbers and money", () => {
    inLanguage("fa", "jalali");
    expect(number(12_500)).toBe("۱۲٬۵۰۰");
    expect(money({ minor: 850_000, currency: "IRT" })).toBe("۸۵۰٬۰۰۰\u00a0تومان");
    expect(money({ minor: 1999, currency: "USD" })).toBe("۱۹٫۹۹\u00a0دلار");
  });

  it.each([
    [10_000, "اکنون"],
    [5 * MINUTE, "۵ دقیقه پیش"],
    [3 * HOUR, "۱۴:۲۰"],
    [DAY, "دیروز"],
    [3 * DAY, "۳ آذر"],
  ])("after %s ms a row says %s", (ms, words) => {
    inLanguage("fa", "jalali");
    expect(brief(at, later(ms))).toBe(words);
  });

  it("day lines", () => {
    inLanguage("fa", "jalali");
    expect(dayLine(at, later(HOUR))).toBe("امروز");
    expect(dayLine(at, later(DAY))).toBe("دیروز");
    expect(dayLine(at, later(5 * DAY))).toBe("سه‌شنبه ۳ آذر ۱۴۰۵");
  });

  it.each([
    [40 * MINUTE, "۴۰ دقیقه"],
    [23 * HOUR + 59 * MINUTE, "۲۳ ساعت"],
    [6 * DAY, "۶ روز"],
    [-5, "۰ دقیقه"],
  ])("%s ms are left as %s", (ms, words) => {
    inLanguage("fa", "jalali");
    expect(remaining(later(ms), at)).toBe(words);
  });
});

describe("in English", () => {
  it("dates, money and time", () => {
    inLanguage("en", "gregorian");
    expect(longDate(at)).toBe("24 November 2026");
    expect(fullDate(at)).toBe("Tuesday 24 November 2026");
    expect(dateTime(at)).toBe("24 November 2026, 14:20");
    expect(money({ minor: 850_000, currency: "IRT" })).toBe("850,000\u00a0Toman");
    expect(remaining(later(3 * HOUR), at)).toBe("3 hours");
  });
});

describe("days are the business's", () => {
  it("midnight is Tehran's", () => {
    const before = new Date(Date.UTC(2026, 10, 24, 20, 29));
    const after = new Date(Date.UTC(2026, 10, 24, 20, 31));
    expect(sameDay(before, after)).toBe(false);
    expect(sameDay(at, before)).toBe(true);
  });
});
