import { describe, expect, it } from "vitest";
import { direction, isolate, parts } from "./bidi";

describe("direction of a line", () => {
  it.each([
    ["سلام، قیمتش چنده؟", "rtl"],
    ["How much is it?", "ltr"],
    // By weight, not by the first strong letter.
    ["Thanks! سفارش شما ثبت شد.", "rtl"],
    ["I want the مانتو in black please", "ltr"],
    // Names, links and codes don't vote.
    ["@maryam_shop_official سلام", "rtl"],
    ["https://example.com/a/very/long/address ببینید", "rtl"],
    ["سایز XL دارید؟ 2 تا", "rtl"],
    ["SUMMER-20 را بزنید", "rtl"],
  ])("%s runs %s", (line, expected) => {
    expect(direction(line, "ltr")).toBe(expected);
  });

  it("falls back where there are no letters", () => {
    expect(direction("🌷🌷", "rtl")).toBe("rtl");
    expect(direction("۸۵۰٬۰۰۰", "ltr")).toBe("ltr");
    expect(direction("", "rtl")).toBe("rtl");
  });
});

describe("tokens of a line", () => {
  it.each([
    ["سفارش #A12-۳۴ کجاست؟", ["#A12-۳۴"]],
    ["به @maryam بگید", ["@maryam"]],
    ["شماره‌ام 0912 345 6789 است", ["0912 345 6789"]],
    ["با SUMMER-20 تخفیف دارد", ["SUMMER-20"]],
    ["فقط متن", []],
    ["سایز XL", []],
  ])("%s", (line, tokens) => {
    const found = parts(line);
    expect(found.filter((part) => part.token).map((part) => part.text)).toEqual(tokens);
    expect(found.map((part) => part.text).join("")).toBe(line);
  });

  it("knows a link", () => {
    expect(parts("ببینید https://example.com/a")).toContainEqual({
      text: "https://example.com/a",
      token: true,
      link: "https://example.com/a",
    });
  });

  it("isolates a value", () => {
    expect(isolate("#A1")).toBe("\u2068#A1\u2069");
  });
});
