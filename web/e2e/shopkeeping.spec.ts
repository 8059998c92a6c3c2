import { expect, test } from "@playwright/test";
import { at, digits, fromShop, newPerson, openPhone, openShop, products, write } from "./shop";
import { in_ } from "./words";

test("a wrong password says so and keeps what was typed", async ({ page }) => {
  const say = in_("en");
  await page.goto(at("/inbox?lang=en"));
  await page.getByLabel(say("email")).fill("nobody@example.com");
  await page.getByLabel(say("password")).fill("not the password");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByLabel(say("email"))).toHaveValue("nobody@example.com");
  await expect(page.getByLabel(say("password"))).toHaveValue("not the password");
});

test("a price changed in the dashboard is the price that the customer is told", async ({
  page,
  browser,
}) => {
  const say = in_("fa");
  await openShop(page, "fa", "/products");
  const found = await products(page.request);
  const product = found.find((one) => one.variants.length === 1) ?? found.at(-1);
  await page.goto(at(`/products/${product?.id}`));
  const prices = page.getByLabel(/^قیمت \(/);
  await expect(prices.first()).toBeVisible();
  const before = await prices.evaluateAll((boxes) =>
    boxes.map((box) => (box as HTMLInputElement).value),
  );
  for (const box of await prices.all()) await box.fill("۹۸۷٬۰۰۰");
  await page.getByRole("button", { name: say("save") }).click();
  await expect(page.getByText(say("saved"))).toBeVisible();

  const phone = await openPhone(browser, "fa", newPerson());
  await write(phone, `قیمت ${product?.name_fa} چنده؟`);
  await expect
    .poll(async () => digits((await fromShop(phone).allInnerTexts()).join("\n")))
    .toContain("987000");

  for (const [index, box] of (await prices.all()).entries()) await box.fill(before[index] ?? "");
  await page.getByRole("button", { name: say("save") }).click();
  await expect(page.getByText(say("saved")).first()).toBeVisible();
});

test("an order is moved on by what the server allows", async ({ page }) => {
  const say = in_("en");
  await openShop(page, "en", "/orders?state=paid");
  await page.locator('main a[href^="/orders/ord_"]').first().click();
  await page.getByRole("button", { name: say("startPacking") }).click();
  await expect(page.getByRole("heading", { level: 1 }).getByText(say("packing"))).toBeVisible();
  await expect(page.getByRole("button", { name: say("startPacking") })).toBeHidden();
});

test("an account is connected through Instagram's consent page", async ({ page }) => {
  const say = in_("fa");
  await openShop(page, "fa", "/settings/instagram");
  await page.getByRole("button", { name: say("connect") }).click();
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page).toHaveURL(/\/settings\/instagram\?connected=1/);
  await expect(page.getByRole("main").getByText(say("connected"))).toBeVisible();
});
