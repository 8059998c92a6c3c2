import type { Page } from "@playwright/test";
import { at } from "./shop";

/** Every main page, with an address of the demo; details are found by walking the lists. */
export async function mainPages(page: Page): Promise<{ name: string; path: string }[]> {
  const first = async (list: string, link: string) => {
    await page.goto(at(list));
    const found = page.locator(`main a[href^="${link}"]`).first();
    const href = await found.getAttribute("href");
    if (!href) throw new Error(`${list} has nothing to open`);
    return href.split("?")[0] ?? href;
  };
  return [
    { name: "inbox", path: "/inbox" },
    { name: "conversation", path: await first("/inbox", "/inbox/con_") },
    { name: "comments", path: "/comments" },
    { name: "post", path: await first("/comments", "/comments/med_") },
    { name: "orders", path: "/orders" },
    { name: "order", path: await first("/orders", "/orders/ord_") },
    { name: "products", path: "/products" },
    { name: "product", path: await first("/products", "/products/prd_") },
    { name: "new-product", path: "/products/new" },
    { name: "instagram", path: "/settings/instagram" },
    { name: "policy", path: "/settings/policy" },
    { name: "ai", path: "/settings/ai" },
    { name: "appearance", path: "/settings/appearance" },
  ];
}
