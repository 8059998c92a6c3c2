import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { englishKeys } from "../../plugins/aria-fa";
import { words } from "./aria-fa";

const file = (part: string) =>
  part === "components"
    ? "node_modules/react-aria-components/dist/private/intl/en-US.mjs"
    : `node_modules/react-aria/dist/private/intl/${part}/en-US.mjs`;

describe("the Persian words of React Aria", () => {
  it.each(Object.keys(words))("%s has all keys that the English has", (part) => {
    expect(Object.keys(words[part] ?? {}).sort()).toEqual(englishKeys(file(part)).sort());
  });

  it("the parts that we use are there", () => {
    const parts = readdirSync("node_modules/react-aria/dist/private/intl");
    expect(parts).toEqual(expect.arrayContaining(["overlays", "toast", "menu", "searchfield"]));
  });
});
