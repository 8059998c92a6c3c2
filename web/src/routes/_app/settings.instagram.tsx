import { createFileRoute } from "@tanstack/react-router";
import { fallback, number, object, optional, string, union } from "valibot";
import { accountsQuery } from "../../api/queries";
import { InstagramSettings } from "../../settings/InstagramSettings";

/** The router reads `1` as a number; it is kept so, or the address would be written anew. */
const word = union([string(), number()]);

export const Route = createFileRoute("/_app/settings/instagram")({
  /** Written by the server when it comes back from Instagram. */
  validateSearch: object({
    connected: optional(fallback(optional(word), undefined)),
    error: optional(fallback(optional(word), undefined)),
  }),
  loader: async ({ context: { client, business } }) => {
    if (business) await client.ensureQueryData(accountsQuery(business.id));
  },
  component: InstagramSettings,
});
