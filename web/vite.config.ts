import { lingui } from "@lingui/vite-plugin";
import babel from "@rolldown/plugin-babel";
import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { ariaPersian } from "./plugins/aria-fa.ts";
import { pagePlaceholders, preloadFonts } from "./plugins/page.ts";

const server = process.env.PALETTE_SERVER ?? "http://127.0.0.1:8080";
const ours = ["/api", "/oauth", "/pictures", "/media"];

export default defineConfig({
  plugins: [
    pagePlaceholders(),
    ariaPersian(),
    tanstackRouter({ target: "react", autoCodeSplitting: true, quoteStyle: "double" }),
    react(),
    // Split route files are loaded with a query behind their name.
    babel({
      include: /\/src\/.*\.tsx?(\?.*)?$/,
      plugins: ["@lingui/babel-plugin-lingui-macro"],
    }),
    lingui(),
    tailwindcss(),
    preloadFonts(),
  ],
  optimizeDeps: { rolldownOptions: { plugins: [ariaPersian()] } },
  // Nothing is inlined as data: the content security policy allows none for fonts and scripts.
  build: { assetsInlineLimit: 0, manifest: true, target: "es2023", sourcemap: false },
  server: { proxy: Object.fromEntries(ours.map((path) => [path, server])) },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}", "plugins/**/*.test.ts"] },
});
