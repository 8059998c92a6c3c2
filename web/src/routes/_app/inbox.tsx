import { createFileRoute } from "@tanstack/react-router";
import { fallback, object, optional, picklist, string } from "valibot";
import { conversationsQuery } from "../../api/queries";
import { InboxPage } from "../../inbox/InboxPage";

const folders = ["needs_person", "ai", "person", "unread", "all"] as const;

export const Route = createFileRoute("/_app/inbox")({
  validateSearch: object({
    folder: optional(fallback(optional(picklist(folders)), undefined)),
    q: optional(fallback(optional(string()), undefined)),
  }),
  loaderDeps: ({ search }) => ({ folder: search.folder ?? "all", q: search.q ?? "" }),
  loader: ({ context: { client, business }, deps }) => {
    if (business)
      void client.prefetchInfiniteQuery(conversationsQuery(business.id, deps.folder, deps.q));
  },
  component: InboxPage,
});
