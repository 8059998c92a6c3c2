import { createFileRoute } from "@tanstack/react-router";
import { fallback, number, object, optional, pipe, string, transform, union } from "valibot";
import { accountsQuery } from "../../api/queries";
import { InstagramSettings } from "../../settings/InstagramSettings";

const text = pipe(union([string(), number()]), transform(String));

export const Route = createFileRoute("/_app/settings/instagram")({
  /** Written by the server when it comes back from Instagram. */
  validateSearch: object({
    connected: optional(fallback(optional(text), undefined)),
    error: optional(fallback(optional(text), undefined)),
  }),
  loader: async ({ context: { client, business } }) => {
    if (business) await client.ensureQueryData(accountsQuery(business.id));
  },
  component: InstagramSettings,
});
