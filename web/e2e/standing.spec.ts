import { expect, type Page, test } from "@playwright/test";
import { newPerson, openPhone, openShop, write } from "./shop";
import { in_ } from "./words";

const rows = (page: Page) => page.getByRole("list", { name: /گفت‌وگوها|Conversations/ });

for (const lang of ["fa", "en"] as const) {
  const say = in_(lang);

  test(`done leaves the folder, can be undone, and a new message opens it again (${lang})`, async ({
    page,
    browser,
  }) => {
    await openShop(page, lang);
    const person = newPerson();
    const phone = await openPhone(browser, lang, person);
    await write(phone, "ok");
    const row = rows(page).getByRole("listitem").filter({ hasText: person });
    await row.click();
    await expect(page).toHaveURL(/\/inbox\/con_/);
    const opened = page.url();

    await page.getByRole("button", { name: say("markDone") }).click();
    await expect(row).toBeHidden();
    await page.getByRole("button", { name: say("undo") }).click();
    await expect(row).toBeVisible();
    await expect(page).toHaveURL(opened);

    await expect(page.getByRole("button", { name: say("markDone") })).toBeVisible();
    // By its place on the keyboard, whatever it writes.
    await page.keyboard.press("KeyE");
    await expect(row).toBeHidden();
    await page.getByRole("link", { name: say("folderDone") }).click();
    await expect(page).toHaveURL(/folder=done/);
    await expect(row).toBeVisible();
    await write(phone, "ok 2");
    await expect(row).toBeHidden();
    await page.goBack();
    await expect(row).toBeVisible();
  });

  test(`a conversation is put aside, warned of its window, and brought back (${lang})`, async ({
    page,
    browser,
  }) => {
    await openShop(page, lang);
    const person = newPerson();
    const phone = await openPhone(browser, lang, person);
    await write(phone, "ok");
    const row = rows(page).getByRole("listitem").filter({ hasText: person });
    await row.click();
    await expect(page).toHaveURL(/\/inbox\/con_/);
    // The keys are the conversation's: they work once it is there.
    await expect(page.getByRole("button", { name: say("markDone") })).toBeVisible();
    await page.keyboard.press("KeyS");
    const asks = page.getByRole("dialog", { name: say("snoozeUntil") });
    await expect(asks.getByRole("button", { name: say("nextWeek") })).toContainText(
      say("closesBefore"),
    );
    await asks.getByLabel(say("day")).selectOption({ index: 2 });
    await asks.getByRole("button", { name: say("snoozeThen") }).click();
    await expect(row).toBeHidden();

    await page.getByRole("link", { name: say("folderSnoozed") }).click();
    await row.click();
    await page.getByRole("button", { name: say("bringBack") }).click();
    await expect(row).toBeHidden();
    await page.getByRole("link", { name: say("folderOpen") }).click();
    await expect(row).toBeVisible();
  });
}

test("on a narrow page the folders are behind a button, and done leads back to the list", async ({
  page,
  browser,
}) => {
  const say = in_("fa");
  await page.setViewportSize({ width: 360, height: 760 });
  await openShop(page, "fa");
  const person = newPerson();
  const phone = await openPhone(browser, "fa", person);
  await write(phone, "ok");
  const row = rows(page).getByRole("listitem").filter({ hasText: person });
  await row.click();
  await page.getByRole("button", { name: say("markDone") }).click();
  await expect(page).toHaveURL(/\/inbox$/);
  await page.getByRole("button", { name: say("folder") }).click();
  await page.getByRole("link", { name: say("folderDone") }).click();
  await expect(row).toBeVisible();
});
