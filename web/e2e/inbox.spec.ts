import { expect, test } from "@playwright/test";
import { digits, fromShop, newPerson, openPhone, openShop, products, write } from "./shop";
import { in_, type Lang } from "./words";

const questions: Record<Lang, (name: string) => string> = {
  fa: (name) => `سلام، قیمت ${name} چنده؟`,
  en: (name) => `Hi, how much is the ${name}?`,
};

for (const lang of ["fa", "en"] as const) {
  const say = in_(lang);

  test(`a customer writes, the shop sees it and the AI's answer live (${lang})`, async ({
    page,
    browser,
  }) => {
    await openShop(page, lang);
    const [product] = await products(page.request);
    const name = (lang === "fa" ? product?.name_fa : product?.name_en) ?? "";
    const price = String(product?.variants[0]?.price.minor);
    const question = questions[lang](name);
    const phone = await openPhone(browser, lang, newPerson());
    await write(phone, question);

    const row = page.getByRole("listitem").filter({ hasText: question });
    await expect(row).toBeVisible();
    await row.getByRole("link").click();
    await expect(page).toHaveURL(/\/inbox\/con_/);

    const answer = page.getByRole("article").filter({ hasText: say("why") });
    await expect(answer.first()).toBeVisible();
    await expect
      .poll(async () => digits((await fromShop(phone).allInnerTexts()).join("\n")))
      .toContain(price);

    await answer
      .last()
      .getByRole("link", { name: say("why") })
      .click();
    const drawer = page.getByRole("dialog");
    await expect(drawer.getByText(say("understood"))).toBeVisible();
    await expect(drawer.getByText(say("facts"))).toBeVisible();
    await expect(drawer.getByText(say("leave"))).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(drawer).toBeHidden();
  });
}

test("takes over: the AI stays silent, the person's reply arrives; given back, it answers again", async ({
  page,
  browser,
}) => {
  const say = in_("fa");
  await openShop(page, "fa");
  const [product] = await products(page.request);
  const question = questions.fa(product?.name_fa ?? "");
  const person = newPerson();
  const phone = await openPhone(browser, "fa", person);
  await write(phone, question);
  await page.getByRole("main").getByRole("listitem").filter({ hasText: person }).click();

  const ai = page.getByRole("article").filter({ hasText: say("why") });
  await expect(ai).toHaveCount(1);
  await page.getByRole("button", { name: say("takeOver") }).click();
  await expect(page.getByRole("button", { name: say("giveBack") })).toBeVisible();

  const second = "هزینه ارسال به شیراز چقدره؟";
  await write(phone, second);
  await expect(page.getByRole("article").filter({ hasText: second })).toBeVisible();
  const reply = "سلام، نیلا هستم. الان براتون حساب می‌کنم.";
  const composer = page.getByRole("textbox", { name: say("message"), exact: true });
  await composer.fill(reply);
  await composer.press("Enter");
  await expect(fromShop(phone).filter({ hasText: reply })).toBeVisible();
  await expect(
    page.getByRole("article").filter({ hasText: reply }).getByText(say("arrived")),
  ).toBeVisible();

  await page.getByRole("button", { name: say("giveBack") }).click();
  await expect(page.getByRole("button", { name: say("takeOver") })).toBeVisible();
  await write(phone, question);
  // The AI answered before and after, and never in between.
  await expect(ai).toHaveCount(2);
  const all = await page.getByRole("article").allInnerTexts();
  const from = all.findIndex((text) => text.includes(second));
  const to = all.findIndex((text) => text.includes(reply));
  expect(to).toBe(from + 1);
});

test("what is typed survives going elsewhere and back", async ({ page }) => {
  const say = in_("fa");
  await openShop(page, "fa");
  const rows = page.getByRole("main").getByRole("listitem").getByRole("link");
  const composer = page.getByRole("textbox", { name: say("message"), exact: true });
  // Not every old conversation may still be written to: find one that may.
  const open = page.locator("main").getByRole("link", { name: /ساعت/ }).first();
  await open.click();
  await composer.fill("نیمه‌کاره");
  await rows.last().click();
  await page.goBack();
  await expect(composer).toHaveValue("نیمه‌کاره");
});
