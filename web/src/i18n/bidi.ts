/**
 * Which way a line of a message runs, and which of its parts must be kept whole.
 *
 * The direction goes by the weight of letters, not by the first strong one: «Thanks! سفارش شما ثبت
 * شد.» is Persian. Names, links, codes and numbers run left to right in any line and don't vote.
 */

/** Links, @names, #tags in Latin letters, codes with digits, phone numbers. */
const TOKEN =
  /(?:https?:\/\/|www\.)\S+|@[A-Za-z0-9_.]+|#?[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9۰-۹]+)+|#[A-Za-z0-9_]+|\+?[0-9۰-۹][0-9۰-۹ ()-]{6,}[0-9۰-۹]|[A-Za-z]+[0-9۰-۹]+[A-Za-z0-9۰-۹]*/gu;
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
const DIGIT_OR_MARK = /[٠-٩۰-۹٬٫٪،؛؟\u200c-\u200f\u064b-\u065f]/u;
const LETTER = /\p{L}/u;

export type Direction = "rtl" | "ltr";

/** The direction of one line; `fallback` when it has no letters at all. */
export function direction(line: string, fallback: Direction): Direction {
  let rtl = 0;
  let ltr = 0;
  for (const char of line.replace(TOKEN, " ")) {
    if (DIGIT_OR_MARK.test(char)) continue;
    if (RTL.test(char)) rtl += 1;
    else if (LETTER.test(char)) ltr += 1;
  }
  if (rtl === ltr) return rtl === 0 ? fallback : "rtl";
  return rtl > ltr ? "rtl" : "ltr";
}

/** A part of a line: a token stays left to right whatever stands around it. */
export type Part = { text: string; token: boolean; link?: string };

/** A line cut into words and tokens. */
export function parts(line: string): Part[] {
  const found: Part[] = [];
  let from = 0;
  for (const match of line.matchAll(TOKEN)) {
    if (match.index > from) found.push({ text: line.slice(from, match.index), token: false });
    const text = match[0];
    const link = /^https?:\/\//.test(text) ? text : undefined;
    found.push(link ? { text, token: true, link } : { text, token: true });
    from = match.index + text.length;
  }
  if (from < line.length) found.push({ text: line.slice(from), token: false });
  return found;
}

/** A value for a plain-text sentence, kept apart from the direction around it (U+2068…U+2069). */
export function isolate(value: string): string {
  return `\u2068${value}\u2069`;
}
