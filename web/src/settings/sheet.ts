import type { Bilingual, Currency, Money, PolicySheet } from "../api/types";
import { wholeNumber } from "../i18n/digits";
import { number } from "../i18n/format";

/** What is typed about one area of delivery: numbers are text until they are read. */
export type ShippingForm = {
  area: Bilingual;
  places: string;
  cost: string;
  days_min: string;
  days_max: string;
  carrier: Bilingual;
};

/** The policy sheet as it is typed. */
export type SheetForm = {
  shipping: ShippingForm[];
  free_shipping_from: string;
  payment: Bilingual;
  returns: Bilingual;
  hours: Bilingual;
  address: Bilingual;
  sizes: Bilingual;
  discounts: Bilingual;
};

const amount = (money: Money | null) => (money ? number(money.minor) : "");

export const emptyArea = (): ShippingForm => ({
  area: { fa: "", en: "" },
  places: "",
  cost: "",
  days_min: number(1),
  days_max: number(3),
  carrier: { fa: "", en: "" },
});

export function sheetForm(sheet: PolicySheet): SheetForm {
  return {
    ...sheet,
    shipping: sheet.shipping.map((rule) => ({
      area: rule.area,
      places: rule.places.join("، "),
      cost: amount(rule.cost),
      days_min: number(rule.days_min),
      days_max: number(rule.days_max),
      carrier: rule.carrier,
    })),
    free_shipping_from: amount(sheet.free_shipping_from),
  };
}

/** An amount as the API takes it; an empty field is "none". */
function money(text: string, currency: Currency): Money | null {
  const minor = wholeNumber(text);
  return minor === null ? null : { minor, currency };
}

export function sheetOf(form: SheetForm, currency: Currency): PolicySheet {
  return {
    ...form,
    shipping: form.shipping.map((rule) => ({
      area: rule.area,
      places: rule.places
        .split(/[,،\n]/)
        .map((place) => place.trim())
        .filter(Boolean),
      cost: money(rule.cost, currency),
      days_min: wholeNumber(rule.days_min) ?? 0,
      days_max: wholeNumber(rule.days_max) ?? 0,
      carrier: rule.carrier,
    })),
    free_shipping_from: money(form.free_shipping_from, currency),
  };
}

/** The field of the form that a JSON pointer of the API speaks of: `/shipping/0/area/fa`. */
export function sheetField(pointer: string): string {
  const path = pointer.split("/").slice(1);
  // An amount is one field here, whatever part of it is wrong; so is a list of places.
  const cut = path.findIndex((part) => ["cost", "places", "free_shipping_from"].includes(part));
  return (cut < 0 ? path : path.slice(0, cut + 1)).join(".");
}
