import { describe, expect, it } from "vitest";
import type { Entry } from "../api/types";
import { size } from "./bytes";
import { threadRows } from "./rows";
import { windowNow } from "./WindowRing";

const HOUR = 3_600_000;
const noon = Date.UTC(2026, 10, 24, 8, 30);
const entry = (id: string, at: number) => ({ id, at }) as Entry;
const page = (...items: Entry[]) => ({ items, next: null });

describe("the rows of a thread", () => {
  it("run from old to new with a line for each day", () => {
    const rows = threadRows([
      page(entry("c", noon + 25 * HOUR), entry("b", noon + HOUR)),
      page(entry("a", noon)),
    ]);
    expect(rows.map((row) => row.key)).toEqual(["day-a", "a", "b", "day-c", "c"]);
  });

  it("hold each entry once, also when pages overlap", () => {
    const rows = threadRows([page(entry("b", noon + 1), entry("a", noon)), page(entry("a", noon))]);
    expect(rows.filter((row) => row.kind === "entry").map((row) => row.key)).toEqual(["a", "b"]);
  });
});

describe("a reply window", () => {
  const now = new Date(noon);
  const window = (ends: number | null, human: number | null) => ({
    state: "open" as const,
    ends_at: ends,
    human_ends_at: human,
    opened_by: null,
  });
  it.each([
    [window(noon + 20 * HOUR, noon + 100 * HOUR), "open"],
    [window(noon + 5 * HOUR, noon + 100 * HOUR), "short"],
    [window(noon + HOUR / 2, noon + 100 * HOUR), "ending"],
    [window(noon - 1, noon + 100 * HOUR), "human"],
    [window(noon - 1, noon - 1), "closed"],
    [window(null, null), "never"],
  ])("%o is %s", (given, state) => {
    expect(windowNow(given, now).state).toBe(state);
  });
});

describe("the size of a message", () => {
  it("is counted in bytes, where a Persian letter takes two", () => {
    expect(size("سلام").bytes).toBe(8);
    expect(size("hello").bytes).toBe(5);
    expect(size("س".repeat(425))).toMatchObject({ near: true, over: false });
    expect(size("س".repeat(501))).toMatchObject({ over: true });
  });
});
