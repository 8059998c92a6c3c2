import { describe, expect, it } from "vitest";
import type { Member } from "../api/types";
import { colleagues, nameBefore, named, nameIn } from "./mention";

const member = (id: string, name: string): Member => ({ id, name, role: "agent" });
const team = [member("m1", "مریم رضایی"), member("m2", "Reza Karimi"), member("m3", "کریم")];

describe("naming a colleague", () => {
  it.each([
    ["@مر", "مر"],
    ["سلام @", ""],
    ["سلام @مریم رض", "مریم رض"],
    ["a@b", null],
    ["نه", null],
    ["@مریم\nبعد", null],
  ])("%j is writing %j", (text, expected) => {
    expect(nameBefore(text, text.length)).toBe(expected);
  });

  it("finds by any part of the name, its beginning first", () => {
    expect(colleagues(team, "رض").map(({ id }) => id)).toEqual(["m1"]);
    expect(colleagues(team, "KAR").map(({ id }) => id)).toEqual(["m2"]);
    expect(colleagues(team, "").length).toBe(3);
  });

  it("puts the whole name in and says where to go on", () => {
    expect(nameIn("@مر!", 3, "مریم رضایی")).toEqual(["@مریم رضایی !", 12]);
    expect(named(team, "@مریم رضایی ببین")).toEqual(["m1"]);
    expect(named(team, "مریم رضایی ببین")).toEqual([]);
  });
});
