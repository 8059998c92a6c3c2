import type { Currency, Product, ProductEdit, Variant, VariantEdit } from "../api/types";
import { asciiDigits, wholeNumber } from "../i18n/digits";
import { number } from "../i18n/format";

/** What is typed about a variant: numbers are text until they are read. */
export type VariantForm = {
  id: string | null;
  sku: string;
  size: string;
  colour_fa: string;
  colour_en: string;
  price: string;
  on_hand: string;
  /** Pieces in the house when the form was opened; nothing of a new variant. */
  seen: number | null;
};

/** What is typed about a product. */
export type ProductForm = {
  name_fa: string;
  name_en: string;
  aliases: string;
  description_fa: string;
  description_en: string;
  material_fa: string;
  material_en: string;
  sizes_fa: string;
  sizes_en: string;
  active: boolean;
  media_ids: string[];
  variants: VariantForm[];
};

export const emptyVariant = (): VariantForm => ({
  id: null,
  sku: "",
  size: "",
  colour_fa: "",
  colour_en: "",
  price: "",
  on_hand: "0",
  seen: null,
});

const variantForm = (variant: Variant): VariantForm => ({
  id: variant.id,
  sku: variant.sku,
  size: variant.size,
  colour_fa: variant.colour.fa,
  colour_en: variant.colour.en,
  price: number(variant.price.minor),
  on_hand: number(variant.on_hand),
  seen: variant.on_hand,
});

/** A product as it is typed; an empty one to begin with. */
export function productForm(product?: Product): ProductForm {
  return {
    name_fa: product?.name_fa ?? "",
    name_en: product?.name_en ?? "",
    aliases: product?.aliases.join("، ") ?? "",
    description_fa: product?.description.fa ?? "",
    description_en: product?.description.en ?? "",
    material_fa: product?.material.fa ?? "",
    material_en: product?.material.en ?? "",
    sizes_fa: product?.size_guide.fa ?? "",
    sizes_en: product?.size_guide.en ?? "",
    active: product?.active ?? true,
    media_ids: product?.media_ids ?? [],
    variants: product ? product.variants.map(variantForm) : [emptyVariant()],
  };
}

/** What the API takes for what was typed. */
export function productEdit(form: ProductForm, picture: string): ProductEdit {
  return {
    name_fa: form.name_fa.trim(),
    name_en: form.name_en.trim(),
    aliases: form.aliases
      .split(/[,،\n]/)
      .map((alias) => alias.trim())
      .filter(Boolean),
    description: { fa: form.description_fa.trim(), en: form.description_en.trim() },
    material: { fa: form.material_fa.trim(), en: form.material_en.trim() },
    size_guide: { fa: form.sizes_fa.trim(), en: form.sizes_en.trim() },
    picture,
    active: form.active,
    media_ids: form.media_ids,
  };
}

/** A variant for the API; numbers that can't be read become -1, which the form refuses before. */
export function variantEdit(form: VariantForm, currency: Currency): VariantEdit {
  return {
    sku: asciiDigits(form.sku).trim(),
    size: form.size.trim(),
    colour: { fa: form.colour_fa.trim(), en: form.colour_en.trim() },
    price: { minor: wholeNumber(form.price) ?? -1, currency },
    on_hand: wholeNumber(form.on_hand) ?? -1,
    on_hand_seen: form.seen,
  };
}

/** Whether a person changed a variant since the form was opened. */
export function changed(opened: VariantForm | undefined, form: VariantForm): boolean {
  if (!opened) return true;
  const typed = Object.keys(opened).filter((key) => key !== "seen");
  return (typed as (keyof VariantForm)[]).some((key) => opened[key] !== form[key]);
}

/** The field of the form that a JSON pointer of the API speaks of. */
export function fieldOf(pointer: string, variant: number): string | null {
  const path = pointer.split("/").slice(1);
  const flat: Record<string, string> = {
    "description/fa": "description_fa",
    "description/en": "description_en",
    "material/fa": "material_fa",
    "material/en": "material_en",
    "size_guide/fa": "sizes_fa",
    "size_guide/en": "sizes_en",
  };
  const [head, ...rest] = path;
  if (!head) return null;
  if (head === "variants") return fieldOf(`/${rest.slice(1).join("/")}`, Number(rest[0]));
  const joined = path.slice(0, 2).join("/");
  if (flat[joined]) return flat[joined];
  if (head === "aliases" || head === "name_fa" || head === "name_en") return head;
  if (head === "colour") return `variants.${variant}.colour_${rest[0] === "en" ? "en" : "fa"}`;
  if (["sku", "size", "price", "on_hand"].includes(head)) return `variants.${variant}.${head}`;
  return null;
}
