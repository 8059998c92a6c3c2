import { describe, expect, it } from "vitest";
import type { ConversationRow, Entry } from "../api/types";
import { addEntries, patchRow, readChange, staleKeys } from "./patch";

const row = (id: string, version: number, unread = 0) =>
  ({ id, version, unread }) as ConversationRow;
const entry = (id: string) => ({ id }) as Entry;
const list = (...items: ConversationRow[]) => ({
  pages: [{ items, next: null }],
  pageParams: [undefined],
});
const timeline = (...ids: string[]) => ({
  pages: [{ items: ids.map(entry), next: null }],
  pageParams: [undefined],
});

describe("what an event says", () => {
  it.each([
    ['{"kind":"conversation","id":"con_1"}', { kind: "conversation", id: "con_1" }],
    ['{"kind":"settings"}', { kind: "settings" }],
    ['{"kind":"something_newer","id":"x"}', null],
    ["not json", null],
    ["null", null],
  ])("%s", (data, expected) => {
    expect(readChange(data)).toEqual(expected);
  });

  it("a conversation makes its thread, the lists and the counts stale", () => {
    expect(staleKeys({ kind: "conversation", id: "con_1" })).toEqual([
      ["conversation", "con_1"],
      ["timeline", "con_1"],
      ["conversations"],
      ["counts"],
    ]);
  });

  it("a comment makes the comments of its post stale", () => {
    expect(staleKeys({ kind: "comment", id: "com_1", media_id: "med_1" })).toContainEqual([
      "comments",
      "med_1",
    ]);
  });
});

describe("a row of a list", () => {
  it("is replaced by a newer version of it", () => {
    const before = list(row("a", 1), row("b", 4));
    const after = patchRow(before, row("b", 5, 2));
    expect(after?.pages[0]?.items.map((one) => one.unread)).toEqual([0, 2]);
    expect(after?.pages[0]?.items[0]).toBe(before.pages[0]?.items[0]);
  });

  it("is left alone by an older one, and by one it does not have", () => {
    const before = list(row("a", 3));
    expect(patchRow(before, row("a", 2, 9))).toBe(before);
    expect(patchRow(before, row("z", 9))).toBe(before);
    expect(patchRow(undefined, row("a", 1))).toBeUndefined();
  });
});

describe("sent entries", () => {
  it("stand at the new end, in the order they were sent", () => {
    const after = addEntries(timeline("m2", "m1"), [entry("m3"), entry("m4")]);
    expect(after?.pages[0]?.items.map((one) => one.id)).toEqual(["m4", "m3", "m2", "m1"]);
  });

  it("are not put in twice when their event came first", () => {
    const before = timeline("m3", "m2");
    expect(addEntries(before, [entry("m3")])).toBe(before);
  });
});
