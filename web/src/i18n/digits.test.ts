import { describe, expect, it } from "vitest";
import { asciiDigits, persianDigits, wholeNumber } from "./digits";

describe("digits", () => {
  it.each([
    ["۰۹۱۲۳۴۵۶۷۸۹", "09123456789"],
    ["٠١٢٣٤٥٦٧٨٩", "0123456789"],
    ["کد ۱۲-A", "کد 12-A"],
    ["۲٫۵", "2.5"],
  ])("%s is read as %s", (typed, read) => {
    expect(asciiDigits(typed)).toBe(read);
  });

  it("writes Persian digits", () => {
    expect(persianDigits("A12-34")).toBe("A۱۲-۳۴");
  });

  it.each([
    ["۸۵۰٬۰۰۰", 850_000],
    ["850,000", 850_000],
    ["۸۵۰ ۰۰۰", 850_000],
    ["0", 0],
    ["-3", -3],
    ["", null],
    ["گران", null],
    ["2.5", null],
    ["9".repeat(16), null],
  ])("%s as a whole number is %s", (typed, value) => {
    expect(wholeNumber(typed)).toBe(value);
  });
});
