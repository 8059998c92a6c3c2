import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ask } from "../api/client";
import { orderQuery } from "../api/queries";
import type { Order, OrderState } from "../api/types";
import { useBusiness } from "../shell/business";

const O = "/api/v1/businesses/{business_id}/orders/{order_id}" as const;
type Recipient = Order["recipient"];

function useKeep(order_id: string) {
  const { id } = useBusiness();
  const client = useQueryClient();
  return (order: Order) => {
    client.setQueryData(orderQuery(id, order_id).queryKey, order);
    return client.invalidateQueries({ queryKey: [id, "orders"] });
  };
}

/** Moves an order to its next state. */
export function useMove(order_id: string) {
  const { id: business_id } = useBusiness();
  const keep = useKeep(order_id);
  return useMutation({
    mutationFn: ({ to, tracking_code }: { to: OrderState; tracking_code?: string }) =>
      ask(
        api.POST(`${O}/state`, {
          params: { path: { business_id, order_id } },
          body: { to, ...(tracking_code && { tracking_code }) },
        }),
      ),
    onSuccess: keep,
  });
}

/** Changes where an order goes, or its tracking code. */
export function useEdit(order_id: string) {
  const { id: business_id } = useBusiness();
  const keep = useKeep(order_id);
  return useMutation({
    mutationFn: (body: { recipient?: Recipient; tracking_code?: string }) =>
      ask(
        api.PATCH(O, {
          params: { path: { business_id, order_id } },
          body,
        }),
      ),
    onSuccess: keep,
  });
}
