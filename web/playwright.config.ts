import { defineConfig } from "@playwright/test";

/**
 * The whole product in Chromium: a demo runs (its own, or the one that the environment names), a
 * customer writes on the phone page, the shop watches the dashboard.
 */
export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/start-demo.ts",
  // One demo serves all tests; one after the other, since some change a setting of the shop.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  forbidOnly: true,
  use: {
    browserName: "chromium",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage"],
    },
    viewport: { width: 1440, height: 900 },
    locale: "fa-IR",
    trace: "retain-on-failure",
  },
});
