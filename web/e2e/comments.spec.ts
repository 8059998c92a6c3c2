import { expect, type Page, test } from "@playwright/test";
import { clearPost, digits, fromShop, newPerson, openPhone, openShop, postId } from "./shop";
import { in_ } from "./words";

const say = in_("fa");

/** Opens a post in the dashboard. */
async function openPost(page: Page, media: string) {
  const id = await postId(page.request, media);
  await page.locator(`main a[href^="/comments/${id}"]`).click();
}

test("a price question under a post gets a public and a private reply", async ({
  page,
  browser,
}) => {
  await openShop(page, "fa", "/comments");
  const { media, product } = await clearPost(page.request);
  const person = newPerson();
  const phone = await openPhone(browser, "fa", person, `#/post/${media}`);
  await phone.locator("#comment").fill("قیمت؟");
  await phone.keyboard.press("Enter");
  await openPost(page, media);

  const comment = page.getByRole("article").filter({ hasText: person });
  await expect(comment).toBeVisible();
  await expect(comment.getByText(say("privately"))).toBeVisible();
  await expect(comment.getByRole("listitem")).toHaveCount(1);

  await phone.goto(phone.url().replace(/#.*/, "#/chat"));
  const price = String(product.variants[0]?.price.minor);
  await expect
    .poll(async () => digits((await fromShop(phone).allInnerTexts()).join("\n")))
    .toContain(price);
});

test("a comment is hidden with a way back, and answered publicly by a person", async ({
  page,
  browser,
}) => {
  await openShop(page, "fa", "/comments");
  const { media } = await clearPost(page.request);
  const person = newPerson();
  const phone = await openPhone(browser, "fa", person, `#/post/${media}`);
  await phone.locator("#comment").fill("@dooste_man اینو ببین");
  await phone.keyboard.press("Enter");
  await openPost(page, media);

  const comment = page.getByRole("article").filter({ hasText: person });
  await comment.getByRole("button", { name: say("hide") }).click();
  await expect(comment.getByText(say("hidden"))).toBeVisible();
  await page.getByRole("button", { name: say("undo") }).click();
  await expect(comment.getByText(say("hidden"))).toBeHidden();

  await comment.getByRole("button", { name: say("replyPublicly") }).click();
  await comment.getByRole("textbox", { name: say("publicReply") }).fill("خوش اومدید 🌷");
  await comment.getByRole("button", { name: say("sendReply") }).click();
  await expect(phone.getByText("خوش اومدید 🌷")).toBeVisible();
});
