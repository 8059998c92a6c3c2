import { createFileRoute } from "@tanstack/react-router";
import { businessQuery } from "../../api/queries";
import { SettingsPage } from "../../settings/SettingsPage";

export const Route = createFileRoute("/_app/settings")({
  loader: async ({ context: { client, business } }) => {
    if (business) await client.ensureQueryData(businessQuery(business.id));
  },
  component: SettingsPage,
});
