import { beforeEach, describe, expect, it } from "vitest";
import { atClock, setZone, weekday } from "../i18n/format";
import { outlives, snoozeTimes } from "./snooze";

const at = (text: string) => new Date(text);
/** Tuesday, 24 November 2026, 12:00 in Tehran. */
const noon = at("2026-11-24T08:30:00Z");

beforeEach(() => {
  setZone("Asia/Tehran");
  document.documentElement.lang = "fa";
});

describe("a clock of the business", () => {
  it.each([
    [0, 0, "2026-11-23T20:30:00.000Z"],
    [1, 540, "2026-11-25T05:30:00.000Z"],
  ])("%s days on, %s minutes after midnight", (days, minutes, expected) => {
    expect(atClock(noon, days, minutes).toISOString()).toBe(expected);
  });

  it("follows a change of summer time", () => {
    setZone("Europe/Berlin");
    // The night in which clocks go back: nine is nine, 25 hours after the nine before.
    expect(atClock(at("2026-10-24T08:00:00Z"), 1, 540).toISOString()).toBe(
      "2026-10-25T08:00:00.000Z",
    );
  });

  it("knows its weekday", () => {
    expect(weekday(noon)).toBe(2);
    expect(weekday(at("2026-11-24T20:31:00Z"))).toBe(3);
  });
});

describe("when to come back", () => {
  const names = (now: Date, ends: number | null) => snoozeTimes(now, ends).map(([name]) => name);

  it("offers later today only while there is a today", () => {
    expect(names(noon, null)).toEqual(["later", "tomorrow", "next_week"]);
    expect(names(at("2026-11-24T18:00:00Z"), null)).toEqual(["tomorrow", "next_week"]);
  });

  it("offers an hour before the window ends while that is far enough", () => {
    expect(names(noon, noon.getTime() + 5 * 3_600_000)).toContain("before_end");
    expect(names(noon, noon.getTime() + 3_600_000)).not.toContain("before_end");
  });

  it("next week begins on Saturday in Persian and on Monday in English", () => {
    const week = () => snoozeTimes(noon, null).find(([name]) => name === "next_week")?.[1];
    expect(week()?.toISOString()).toBe("2026-11-28T05:30:00.000Z");
    document.documentElement.lang = "en";
    expect(week()?.toISOString()).toBe("2026-11-30T05:30:00.000Z");
  });

  it("says when the window will be over by then", () => {
    const ends = noon.getTime() + 1000;
    expect(outlives(new Date(ends + 1), ends, noon)).toBe(true);
    expect(outlives(new Date(ends), ends, noon)).toBe(false);
    expect(outlives(new Date(ends + 1), null, noon)).toBe(false);
    expect(outlives(new Date(ends + 1), noon.getTime() - 1, noon)).toBe(false);
  });
});
