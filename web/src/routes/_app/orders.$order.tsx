import { createFileRoute } from "@tanstack/react-router";
import { orderQuery } from "../../api/queries";
import { OrderPage } from "../../orders/OrderPage";

export const Route = createFileRoute("/_app/orders/$order")({
  loader: async ({ context: { client, business }, params }) => {
    if (business) await client.ensureQueryData(orderQuery(business.id, params.order));
  },
  component: Page,
});

function Page() {
  const { order } = Route.useParams();
  return <OrderPage key={order} id={order} />;
}
