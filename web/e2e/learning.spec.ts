import { expect, test } from "@playwright/test";
import { at, newPerson, openPhone, openShop, write } from "./shop";
import { in_ } from "./words";

const say = in_("fa");

test("what was misread is taught from its why, listed in the settings, and taken back", async ({
  page,
  browser,
}) => {
  const odd = `چوب خطش پر شده ${Date.now() % 1000}؟`;
  await openShop(page, "fa");
  const person = newPerson();
  const phone = await openPhone(browser, "fa", person);
  await write(phone, odd);
  await page.getByRole("main").getByRole("listitem").filter({ hasText: person }).click();
  await page
    .getByRole("main")
    .getByRole("link", { name: say("why") })
    .first()
    .click();
  const why = page.getByRole("dialog");
  await why.getByLabel(say("meant")).selectOption("stock");
  await why.getByRole("button", { name: say("teach") }).click();
  await expect(why.getByText(say("learned"))).toBeVisible();
  await expect(why.getByRole("button", { name: say("undo") })).toBeVisible();

  await page.goto(at("/settings/ai"));
  const lesson = page.getByRole("list", { name: say("lessons") }).getByRole("listitem");
  const mine = lesson.filter({ hasText: odd });
  await expect(mine).toContainText("موجودی");
  await mine.getByRole("button", { name: say("forget") }).click();
  await expect(mine).toHaveCount(0);
});
