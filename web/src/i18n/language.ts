import { i18n } from "@lingui/core";

/** What a person chose about the looks; kept in cookies, so that the first paint is right. */
export type Language = "fa" | "en";
export type Calendar = "jalali" | "gregorian";
export type Theme = "light" | "dark" | "system";

const YEAR = 60 * 60 * 24 * 365;

function cookie(name: string): string | undefined {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

function keep(name: string, value: string) {
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads it before the first paint
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax`;
}

function oneOf<T extends string>(value: string | null | undefined, all: readonly T[]): T | null {
  return all.find((one) => one === value) ?? null;
}

const languages = ["fa", "en"] as const;
const themes = ["light", "dark", "system"] as const;
const calendars = ["jalali", "gregorian"] as const;

export const language = (): Language =>
  oneOf(document.documentElement.lang, languages) ??
  oneOf(cookie("palette_lang"), languages) ??
  "fa";
export const theme = (): Theme => oneOf(document.documentElement.dataset.theme, themes) ?? "system";
export const calendar = (): Calendar =>
  oneOf(cookie("palette_calendar"), calendars) ?? (language() === "fa" ? "jalali" : "gregorian");

/** The page's own direction. */
export const pageDirection = () => (language() === "fa" ? "rtl" : "ltr");

/** The locale for React Aria and `Intl`: language, calendar and digits in one name. */
export function locale(): string {
  const dates = calendar() === "jalali" ? "persian" : "gregory";
  return language() === "fa" ? `fa-IR-u-ca-${dates}-nu-arabext` : `en-GB-u-ca-${dates}-nu-latn`;
}

async function load(lang: Language) {
  const { messages } =
    lang === "fa" ? await import("./locales/fa.po") : await import("./locales/en.po");
  i18n.loadAndActivate({ locale: lang, messages });
}

/** Shows the page in a language; all that is mounted follows. */
export async function setLanguage(lang: Language) {
  keep("palette_lang", lang);
  document.documentElement.lang = lang;
  document.documentElement.dir = lang === "fa" ? "rtl" : "ltr";
  await load(lang);
}

/** Shows the page in light, dark, or as the device does. */
export function setTheme(choice: Theme) {
  keep("palette_theme", choice);
  document.documentElement.dataset.theme = choice;
}

/** Shows dates by one calendar. The page is drawn anew by whoever calls. */
export function setCalendar(choice: Calendar) {
  keep("palette_calendar", choice);
}

/** First paint: `?lang=` and `?theme=` of the address win, then the server's choice by cookie. */
export async function startLanguage() {
  const asked = new URLSearchParams(location.search);
  const chosenTheme = oneOf(asked.get("theme"), themes);
  if (chosenTheme) setTheme(chosenTheme);
  else if (import.meta.env.DEV) setTheme(oneOf(cookie("palette_theme"), themes) ?? "system");
  const chosen = oneOf(asked.get("lang"), languages);
  if (chosen) await setLanguage(chosen);
  else if (import.meta.env.DEV) await setLanguage(oneOf(cookie("palette_lang"), languages) ?? "fa");
  else await load(language());
}
