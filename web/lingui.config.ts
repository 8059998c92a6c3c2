import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

/** Sentences stand in the code in English; the Persian catalogue translates each of them. */
export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "fa"],
  catalogs: [{ path: "src/i18n/locales/{locale}", include: ["src"] }],
  compileNamespace: "es",
  format: formatter({ lineNumbers: false, origins: false }),
});
