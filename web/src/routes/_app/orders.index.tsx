import { createFileRoute } from "@tanstack/react-router";
import { fallback, object, optional, picklist, string } from "valibot";
import { ordersQuery } from "../../api/queries";
import { OrdersPage } from "../../orders/OrdersPage";
import { orderStates } from "../../orders/states";

export const Route = createFileRoute("/_app/orders/")({
  validateSearch: object({
    state: optional(fallback(optional(picklist(orderStates)), undefined)),
    q: optional(fallback(optional(string()), undefined)),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context: { client, business }, deps }) => {
    if (business) {
      void client.prefetchInfiniteQuery(ordersQuery(business.id, deps.state, deps.q ?? ""));
    }
  },
  component: OrdersPage,
});
