import { expect, type Page, test } from "@playwright/test";
import { fromShop, newPerson, openPhone, openShop, products, write } from "./shop";
import { in_ } from "./words";

const say = in_("fa");

async function setMode(page: Page, mode: "answersItself" | "draftsOnly") {
  await page.locator('nav a[href^="/settings"]').click();
  await page.locator('a[href="/settings/ai"]').click();
  await page.getByText(say(mode), { exact: true }).click();
  await page.getByRole("button", { name: say("save") }).click();
  await expect(page.getByText(say("saved"), { exact: true })).toBeVisible();
}

test("in draft mode the AI proposes and the person sends; edited or as it is", async ({
  page,
  browser,
}) => {
  await openShop(page, "fa");
  const [product] = await products(page.request);
  await setMode(page, "draftsOnly");
  try {
    const question = `سلام، قیمت ${product?.name_fa} چنده؟`;
    const card = page.getByRole("region", { name: say("draftCard") });
    await page.locator('nav a[href^="/inbox"]').click();
    const first = newPerson();
    const phone = await openPhone(browser, "fa", first);
    await write(phone, question);
    await page.getByRole("main").getByRole("listitem").filter({ hasText: first }).click();
    await expect(card).toBeVisible();
    await expect(fromShop(phone)).toHaveCount(0);
    await card.getByRole("button", { name: say("sendDraft") }).click();
    await expect(fromShop(phone)).not.toHaveCount(0);
    await expect(card).toBeHidden();

    const second = newPerson();
    const other = await openPhone(browser, "fa", second);
    await write(other, question);
    await page.getByRole("main").getByRole("listitem").filter({ hasText: second }).click();
    await expect(card).toBeVisible();
    await card.getByRole("button", { name: say("edit") }).click();
    const composer = page.getByRole("textbox", { name: say("message"), exact: true });
    await expect(composer).not.toHaveValue("");
    await composer.press("Control+End");
    await composer.pressSequentially(" ممنون از صبرتون");
    await composer.press("Enter");
    await expect(fromShop(other).filter({ hasText: "ممنون از صبرتون" })).toBeVisible();
    await expect(card).toBeHidden();
  } finally {
    await setMode(page, "answersItself");
  }
});
