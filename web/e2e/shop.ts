import { type APIRequestContext, type Browser, expect, type Page } from "@playwright/test";
import { in_, type Lang } from "./words";

const env = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the demo did not start`);
  return value;
};

/** An address of the dashboard. */
export const at = (path: string) => new URL(path, env("E2E_DASHBOARD")).href;

/** The dashboard, signed in, at a path. */
export async function openShop(page: Page, lang: Lang, path = "/inbox") {
  const say = in_(lang);
  const join = path.includes("?") ? "&" : "?";
  await page.goto(at(`${path}${join}lang=${lang}`));
  await page.getByLabel(say("email")).fill(env("E2E_EMAIL"));
  await page.getByLabel(say("password")).fill(env("E2E_PASSWORD"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("navigation")).toBeVisible();
}

let made = 0;

/** A customer nobody has met. */
export function newPerson(): string {
  made += 1;
  return `e2e_${Date.now().toString(36)}_${made}`;
}

/** The phone page in a window of its own, played by a new customer. */
export async function openPhone(browser: Browser, lang: Lang, person: string, hash = "#/chat") {
  const page = await browser.newPage({ viewport: { width: 420, height: 860 } });
  const made = await page.request.post(`${env("E2E_SIMULATOR")}/control/person`, {
    data: { person },
  });
  expect(made.ok()).toBe(true);
  await page.goto(`${env("E2E_PHONE")}?person=${person}&lang=${lang}${hash}`);
  return page;
}

/** Writes a direct message on the phone. */
export async function write(phone: Page, text: string) {
  await phone.locator("#message").fill(text);
  await phone.keyboard.press("Enter");
  await expect(bubbles(phone).filter({ hasText: text })).toBeVisible();
}

/** The messages on the phone. */
export const bubbles = (phone: Page) => phone.getByRole("log").locator(".bubble");

/** What the shop wrote, as the phone shows it. */
export const fromShop = (phone: Page) => phone.getByRole("log").locator(".theirs .bubble");

type Product = {
  id: string;
  name_fa: string;
  name_en: string;
  available: number;
  media_ids: string[];
  variants: { id: string; price: { minor: number } }[];
};

const business = async (request: APIRequestContext) => {
  const me = (await (await request.get(at("/api/v1/session"))).json()) as {
    businesses: { id: string }[];
  };
  return `/api/v1/businesses/${me.businesses[0]?.id}`;
};

/** The products of the demo shop that can be bought now. */
export async function products(request: APIRequestContext): Promise<Product[]> {
  const path = `${await business(request)}/products?limit=50`;
  const { items } = (await (await request.get(at(path))).json()) as { items: Product[] };
  return items.filter((product) => product.available > 0);
}

/** A post that shows exactly one product which can be bought: «قیمت؟» under it is clear. */
export async function clearPost(request: APIRequestContext) {
  const found = await products(request);
  const all = found.flatMap((product) => product.media_ids);
  for (const product of found) {
    const media = product.media_ids.find((id) => all.filter((one) => one === id).length === 1);
    if (media) return { media, product };
  }
  throw new Error("the demo has no post with one product");
}

/** Our id of a post that Instagram calls `media`. */
export async function postId(request: APIRequestContext, media: string): Promise<string> {
  const path = `${await business(request)}/media?limit=50`;
  const { items } = (await (await request.get(at(path))).json()) as {
    items: { id: string; ig_media_id: string }[];
  };
  const found = items.find((post) => post.ig_media_id === media);
  if (!found) throw new Error("the dashboard does not know the post");
  return found.id;
}

/** The digits of a text, in ASCII, without marks: «۸۵۰٬۰۰۰ تومان» is 850000. */
export const digits = (text: string) =>
  text.replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0)).replace(/[٬,،]/g, "");
