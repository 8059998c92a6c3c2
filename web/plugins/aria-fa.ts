import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

/**
 * React Aria ships no Persian. Its words live in one small file per part and language: English is
 * kept, the first other language is replaced by ours under the name `fa-IR`, the rest is emptied,
 * which also keeps thirty-two languages that nobody can choose out of the bundle.
 */
const WORDS = resolve(dirname(fileURLToPath(import.meta.url)), "../src/i18n/aria-fa.ts");
const PART =
  /[\\/]dist[\\/]private[\\/]intl[\\/](?:([a-z]+)[\\/])?([a-z]{2}-[A-Z]{2})\.mjs(\?.*)?$/;
const TABLE = /react-(aria|stately|aria-components)[\\/]dist[\\/].*\.mjs(\?.*)?$/;
const SLOT = "ar-AE";

export function ariaPersian(): Plugin {
  return {
    name: "palette:aria-fa",
    enforce: "pre",
    load(id) {
      const found = PART.exec(id);
      if (!found) return null;
      const [, part = "components", locale] = found;
      if (locale === "en-US") return null;
      if (locale !== SLOT) return "export default {};";
      const library = /node_modules[\\/](react-[a-z-]+)[\\/]/.exec(id)?.[1] ?? "react-aria";
      const key = library === "react-stately" ? `stately/${part}` : part;
      return `import { words } from ${JSON.stringify(WORDS)};
export default words[${JSON.stringify(key)}] ?? {};`;
    },
    transform(code, id) {
      if (!TABLE.test(id) || !code.includes(`["${SLOT}"]`)) return null;
      return { code: code.replaceAll(`["${SLOT}"]`, '["fa-IR"]'), map: null };
    },
  };
}

/** The keys that React Aria's own English file of a part has; a test compares ours with them. */
export function englishKeys(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(/^ {4}"([A-Za-z ]+)":/gm)].map((m) => m[1] ?? "");
}
