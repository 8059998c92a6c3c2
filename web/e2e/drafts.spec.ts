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
    const phone = await openPhone(browser, "fa", newPerson());
    const question = `سلام، قیمت ${product?.name_fa} چنده؟`;
    await write(phone, question);
    await page.locator('nav a[href^="/inbox"]').click();
    await page.getByRole("listitem").filter({ hasText: question }).first().click();
    const card = page.getByRole("region", { name: say("draftCard") });
    await expect(card).toBeVisible();
    await expect(fromShop(phone)).toHaveCount(0);
    await card.getByRole("button", { name: say("sendDraft") }).click();
    await expect(fromShop(phone)).not.toHaveCount(0);
    await expect(card).toBeHidden();

    await write(phone, "هزینه ارسال به تهران چقدره؟");
    await expect(card).toBeVisible();
    await card.getByRole("button", { name: say("edit") }).click();
    const composer = page.getByRole("textbox", { name: say("message"), exact: true });
    await expect(composer).not.toHaveValue("");
    await composer.press("End");
    await composer.pressSequentially(" ممنون از صبرتون");
    await composer.press("Enter");
    await expect(fromShop(phone).filter({ hasText: "ممنون از صبرتون" })).toBeVisible();
    await expect(card).toBeHidden();
  } finally {
    await setMode(page, "answersItself");
  }
});
