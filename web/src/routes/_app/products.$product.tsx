import { createFileRoute } from "@tanstack/react-router";
import { productQuery } from "../../api/queries";
import { EditProductPage } from "../../products/EditProductPage";

export const Route = createFileRoute("/_app/products/$product")({
  loader: async ({ context: { client, business }, params }) => {
    if (business) await client.ensureQueryData(productQuery(business.id, params.product));
  },
  component: Page,
});

function Page() {
  const { product } = Route.useParams();
  return <EditProductPage key={product} id={product} />;
}
