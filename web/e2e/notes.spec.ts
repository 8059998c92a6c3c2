import { expect, test } from "@playwright/test";
import { fromShop, newPerson, openPhone, openShop, write } from "./shop";
import { in_ } from "./words";

for (const lang of ["fa", "en"] as const) {
  const say = in_(lang);

  test(`a note names a colleague and never reaches the customer (${lang})`, async ({
    page,
    browser,
  }) => {
    await openShop(page, lang);
    const person = newPerson();
    const phone = await openPhone(browser, lang, person);
    await write(phone, lang === "fa" ? "سلام" : "hello");
    await page.getByRole("main").getByRole("listitem").filter({ hasText: person }).click();
    await expect(fromShop(phone)).not.toHaveCount(0);
    const before = await fromShop(phone).count();

    const answer = page.getByRole("textbox", { name: say("message"), exact: true });
    await answer.fill("…");
    await answer.blur();
    await expect(page.getByRole("button", { name: say("markDone") })).toBeVisible();
    await page.keyboard.press("KeyN");
    const field = page.getByRole("textbox", { name: say("noteField") });
    await expect(field).toBeFocused();
    await expect(answer).toBeHidden();
    await field.pressSequentially("@");
    const names = page.getByRole("listbox", { name: say("colleagues") });
    const first = (await names.getByRole("option").first().textContent()) ?? "";
    await page.keyboard.press("Enter");
    await expect(names).toBeHidden();
    await expect(field).toHaveValue(`@${first} `);
    const words = `VIP ${person}`;
    await field.pressSequentially(words);
    await page.keyboard.press("Control+Enter");

    const slip = page.getByRole("article").filter({ hasText: words });
    await expect(slip).toContainText(say("note"));
    await expect(slip).toContainText(first);
    await expect(field).toHaveValue("");
    // What was begun for the customer waits where it was.
    await page.getByRole("button", { name: say("answer"), exact: true }).click();
    await expect(answer).toHaveValue("…");
    await expect(fromShop(phone)).toHaveCount(before);
    await expect(phone.getByText(words)).toHaveCount(0);
  });
}
