import { describe, expect, it } from "vitest";
import type { PolicySheet, Product } from "../api/types";
import { sheetField, sheetForm, sheetOf } from "../settings/sheet";
import { changed, fieldOf, productEdit, productForm, variantEdit } from "./form";

const product = {
  id: "prd_1",
  name_fa: "مانتو",
  name_en: "Coat",
  aliases: ["کت", "manto"],
  description: { fa: "", en: "" },
  material: { fa: "نخ", en: "" },
  size_guide: { fa: "", en: "" },
  picture: "/pictures/a.svg",
  active: true,
  media_ids: ["178"],
  variants: [
    {
      id: "var_1",
      sku: "M-38",
      size: "38",
      colour: { fa: "مشکی", en: "black" },
      price: { minor: 850_000, currency: "IRT" },
      on_hand: 3,
      reserved: 1,
      available: 2,
    },
  ],
} as unknown as Product;

describe("a product's form", () => {
  it("goes to the API as it came", () => {
    const form = productForm(product);
    expect(productEdit(form, product.picture)).toMatchObject({
      name_fa: "مانتو",
      aliases: ["کت", "manto"],
      material: { fa: "نخ", en: "" },
      media_ids: ["178"],
      picture: "/pictures/a.svg",
    });
    expect(changed(productForm(product).variants[0], form.variants[0] as never)).toBe(false);
  });

  it("reads numbers in any digits", () => {
    const variant = { ...productForm(product).variants[0], price: "۹۰۰٬۰۰۰", on_hand: "۱۲" };
    expect(variantEdit(variant as never, "IRT")).toMatchObject({
      price: { minor: 900_000, currency: "IRT" },
      on_hand: 12,
    });
  });

  it("says what was in the house when it was opened, and no more than a person changed", () => {
    const [opened] = productForm(product).variants;
    if (!opened) throw new Error("the product has a variant");
    expect(variantEdit(opened, "IRT").on_hand_seen).toBe(3);
    expect(changed(opened, { ...opened, seen: 2 })).toBe(false);
    expect(changed(opened, { ...opened, on_hand: "4" })).toBe(true);
    expect(changed(undefined, opened)).toBe(true);
  });

  it.each([
    ["/name_fa", "name_fa"],
    ["/material/en", "material_en"],
    ["/price/minor", "variants.2.price"],
    ["/colour/fa", "variants.2.colour_fa"],
    ["/variants/1/on_hand", "variants.1.on_hand"],
    ["/unheard_of", null],
  ])("what is said of %s goes beside %s", (pointer, field) => {
    expect(fieldOf(pointer, 2)).toBe(field);
  });
});

describe("the policy sheet's form", () => {
  const both = { fa: "الف", en: "a" };
  const sheet: PolicySheet = {
    shipping: [
      {
        area: both,
        places: ["تهران", "کرج"],
        cost: { minor: 50_000, currency: "IRT" },
        days_min: 1,
        days_max: 2,
        carrier: both,
      },
      { area: both, places: [], cost: null, days_min: 3, days_max: 5, carrier: both },
    ],
    free_shipping_from: null,
    payment: both,
    returns: both,
    hours: both,
    address: both,
    sizes: both,
    discounts: both,
  };
  it("goes to the API as it came", () => {
    expect(sheetOf(sheetForm(sheet), "IRT")).toEqual(sheet);
  });
  it.each([
    ["/shipping/0/cost/minor", "shipping.0.cost"],
    ["/shipping/1/area/fa", "shipping.1.area.fa"],
    ["/free_shipping_from/minor", "free_shipping_from"],
    ["/payment/en", "payment.en"],
  ])("what is said of %s goes beside %s", (pointer, field) => {
    expect(sheetField(pointer)).toBe(field);
  });
});
