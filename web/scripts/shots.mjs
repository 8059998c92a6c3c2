import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";

/**
 * Pictures of every main page × language × theme × width of a running demo (E2E_DASHBOARD,
 * E2E_EMAIL, E2E_PASSWORD), into SHOTS_DIR. `npm run shots -- inbox` takes only what it names.
 */
const base = process.env.E2E_DASHBOARD ?? "http://127.0.0.1:8080/";
const folder = process.env.SHOTS_DIR ?? join(tmpdir(), "palette-shots");
const only = process.argv.slice(2);
const widths = [360, 820, 1440];
const at = (path) => new URL(path, base).href;

const lists = { conversation: "/inbox", post: "/comments", order: "/orders", product: "/products" };
const pages = {
  inbox: "/inbox",
  comments: "/comments",
  orders: "/orders",
  products: "/products",
  instagram: "/settings/instagram",
  policy: "/settings/policy",
  ai: "/settings/ai",
  appearance: "/settings/appearance",
};

async function signIn(page) {
  await page.goto(at("/sign-in"));
  await page.locator('input[type="email"]').fill(process.env.E2E_EMAIL ?? "");
  await page.locator('input[type="password"]').fill(process.env.E2E_PASSWORD ?? "");
  await page.keyboard.press("Enter");
  await page.locator("nav").waitFor();
}

async function details(page) {
  const found = {};
  for (const [name, list] of Object.entries(lists)) {
    await page.goto(at(list));
    const link = page.locator(`main a[href^="${list}/"]:not([href$="/new"])`).first();
    found[name] = (await link.getAttribute("href"))?.split("?")[0];
  }
  return found;
}

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await context.newPage();
await page.goto(at("/sign-in"));
await page.screenshot({ path: join(folder, "sign-in.png") });
await signIn(page);
const all = { ...pages, ...(await details(page)) };
for (const [name, path] of Object.entries(all)) {
  if (only.length > 0 && !only.includes(name)) continue;
  for (const lang of ["fa", "en"]) {
    for (const theme of ["light", "dark"]) {
      for (const width of widths) {
        await page.setViewportSize({ width, height: width < 600 ? 780 : 900 });
        await page.goto(at(`${path}?lang=${lang}&theme=${theme}`));
        await page.locator("h1").first().waitFor({ state: "attached" });
        await page.waitForFunction(() => document.querySelector(".waiting") === null);
        await page.screenshot({ path: join(folder, `${name}-${lang}-${theme}-${width}.png`) });
      }
    }
  }
}
await browser.close();
process.stdout.write(`${folder}\n`);
