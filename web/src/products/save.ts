import { useQueryClient } from "@tanstack/react-query";
import type { UseFormReturn } from "react-hook-form";
import { ApiError, api, ask, idempotencyKey } from "../api/client";
import { productQuery } from "../api/queries";
import type { Currency, Product } from "../api/types";
import { useBusiness } from "../shell/business";
import { changed, fieldOf, type ProductForm, productEdit, variantEdit } from "./form";

const P = "/api/v1/businesses/{business_id}/products" as const;

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
    for (const [index, variant] of typed.variants.entries()) {
      const old = before.variants.find((one) => one.id === variant.id);
      if (!changed(old, variant)) continue;
      const body = variantEdit(variant, old?.price.currency ?? currency);
      product = await placed(index, () =>
        variant.id
          ? ask(
              api.PUT(`${P}/{product_id}/variants/{variant_id}`, {
                params: { path: { ...path, variant_id: variant.id } },
                body,
              }),
            )
          : ask(api.POST(`${P}/{product_id}/variants`, { params: { path }, body })),
      );
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
