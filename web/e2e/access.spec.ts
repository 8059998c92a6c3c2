import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { mainPages } from "./pages";
import { at, openShop } from "./shop";
import { in_ } from "./words";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function settled(page: Page) {
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
  await expect(page.locator(".waiting")).toHaveCount(0);
}

async function findings(page: Page) {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
}

for (const lang of ["fa", "en"] as const) {
  for (const theme of ["light", "dark"] as const) {
    test(`axe finds nothing (${lang}, ${theme})`, async ({ page }) => {
      test.setTimeout(180_000);
      await page.goto(at(`/sign-in?lang=${lang}&theme=${theme}`));
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await findings(page)).toEqual([]);
      await openShop(page, lang, `/inbox?theme=${theme}`);
      for (const { name, path } of await mainPages(page)) {
        await page.goto(at(path));
        await settled(page);
        expect(await page.locator("html").getAttribute("lang"), name).toBe(lang);
        expect(await page.locator("html").getAttribute("data-theme"), name).toBe(theme);
        expect(await findings(page), name).toEqual([]);
      }
    });
  }
}

test("nothing is cut at 320 pixels", async ({ page }) => {
  test.setTimeout(120_000);
  await openShop(page, "fa");
  const pages = await mainPages(page);
  await page.setViewportSize({ width: 320, height: 640 });
  for (const { name, path } of pages) {
    await page.goto(at(path));
    await settled(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide, name).toBeLessThanOrEqual(320);
    expect(await findings(page), name).toEqual([]);
  }
});

test("the page keeps to its content security policy", async ({ page }) => {
  test.setTimeout(120_000);
  const refused: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy|Trusted/i.test(message.text())) refused.push(message.text());
  });
  await openShop(page, "fa");
  for (const { path } of await mainPages(page)) {
    await page.goto(at(path));
    await settled(page);
  }
  await page.keyboard.press("Shift+Slash");
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(refused).toEqual([]);
});

for (const lang of ["fa", "en"] as const) {
  test(`a browser that refuses the cookie is told so (${lang})`, async ({ page, context }) => {
    const say = in_(lang);
    await page.route("**/api/v1/session", async (route) => {
      const response = await route.fetch();
      await context.clearCookies();
      const headers = response.headers();
      delete headers["set-cookie"];
      await route.fulfill({ response, headers });
    });
    await page.goto(at(`/sign-in?lang=${lang}`));
    await page.getByLabel(say("email")).fill(process.env.E2E_EMAIL ?? "");
    await page.getByLabel(say("password")).fill(process.env.E2E_PASSWORD ?? "");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toContainText(say("cookie"));
    await expect(page.getByLabel(say("password"))).not.toHaveValue("");
  });
}
