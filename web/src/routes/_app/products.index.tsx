import { createFileRoute } from "@tanstack/react-router";
import { fallback, object, optional, string } from "valibot";
import { productsQuery } from "../../api/queries";
import { ProductsPage } from "../../products/ProductsPage";

export const Route = createFileRoute("/_app/products/")({
  validateSearch: object({ q: optional(fallback(optional(string()), undefined)) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context: { client, business }, deps }) => {
    if (business) void client.prefetchInfiniteQuery(productsQuery(business.id, deps.q ?? ""));
  },
  component: ProductsPage,
});
