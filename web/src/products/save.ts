import { useQueryClient } from "@tanstack/react-query";
import type { UseFormReturn } from "react-hook-form";
import { ApiError, api, ask, idempotencyKey } from "../api/client";
import { productQuery } from "../api/queries";
import type { Currency, Product } from "../api/types";
import { useBusiness } from "../shell/business";
import {
  changed,
  fieldOf,
  type ProductForm,
  productEdit,
  type VariantForm,
  variantEdit,
} from "./form";

const P = "/api/v1/businesses/{business_id}/products" as const;
const VARIANT = `${P}/{product_id}/variants/{variant_id}` as const;

/** Saves what was typed: the product, then each variant that was changed or added. */
export function useSaveProduct(form: UseFormReturn<ProductForm>) {
  const { id: business_id } = useBusiness();
  const client = useQueryClient();
  const placed = usePlaced(form);

  const keep = async (product: Product) => {
    client.setQueryData(productQuery(business_id, product.id).queryKey, product);
    await client.invalidateQueries({ queryKey: [business_id, "products"] });
    return product;
  };

  /** Stock that moved meanwhile is told; what the person writes next is written over the new one. */
  const look = async (error: unknown, product_id: string, index: number): Promise<never> => {
    if (error instanceof ApiError && error.problem.errors?.some(({ code }) => code === "moved")) {
      const now = await client.fetchQuery({
        ...productQuery(business_id, product_id),
        staleTime: 0,
      });
      const id = form.getValues(`variants.${index}.id`);
      const variant = now.variants.find((one) => one.id === id);
      form.setValue(`variants.${index}.seen`, variant?.on_hand ?? null);
    }
    throw error;
  };

  const create = async (typed: ProductForm, currency: Currency) =>
    keep(
      await placed(0, () =>
        ask(
          api.POST(P, {
            params: {
              path: { business_id },
              header: { "Idempotency-Key": idempotencyKey() },
            },
            body: {
              ...productEdit(typed, ""),
              variants: typed.variants.map((variant) => variantEdit(variant, currency)),
            },
          }),
        ),
      ),
    );

  const update = async (before: Product, typed: ProductForm, currency: Currency) => {
    const product_id = before.id;
    const path = { business_id, product_id };
    let product = await placed(0, () =>
      ask(
        api.PUT(`${P}/{product_id}`, {
          params: { path },
          body: productEdit(typed, before.picture),
        }),
      ),
    );
    const opened = (form.formState.defaultValues?.variants ?? []) as VariantForm[];
    const known = (id: string | null) => opened.find((one) => id !== null && one.id === id);
    for (const [index, variant] of typed.variants.entries()) {
      if (!changed(known(variant.id), variant)) continue;
      const old = before.variants.find((one) => one.id === variant.id);
      const body = variantEdit(variant, old?.price.currency ?? currency);
      const write = () =>
        variant.id
          ? ask(
              api.PUT(VARIANT, {
                params: { path: { ...path, variant_id: variant.id } },
                body,
              }),
            )
          : ask(api.POST(`${P}/{product_id}/variants`, { params: { path }, body }));
      product = await placed(index, write).catch((error) => look(error, product_id, index));
    }
    for (const { id } of opened) {
      if (!id || typed.variants.some((one) => one.id === id)) continue;
      product = await ask(api.DELETE(VARIANT, { params: { path: { ...path, variant_id: id } } }));
    }
    return keep(product);
  };
  return { create, update };
}

/** Runs a write; what the server says of a field goes beside that field. */
function usePlaced(form: UseFormReturn<ProductForm>) {
  return async function placed<T>(variant: number, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      let first = true;
      for (const wrong of (error instanceof ApiError && error.problem.errors) || []) {
        const field = fieldOf(wrong.pointer, variant);
        if (!field) continue;
        form.setError(field as "name_fa", { message: wrong.detail }, { shouldFocus: first });
        first = false;
      }
      throw error;
    }
  };
}
