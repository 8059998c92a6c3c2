import { createFileRoute } from "@tanstack/react-router";
import { fallback, object, optional, picklist, string } from "valibot";
import { conversationsQuery } from "../../api/queries";
import { folders, shownFolder } from "../../inbox/folder";
import { InboxPage } from "../../inbox/InboxPage";

export const Route = createFileRoute("/_app/inbox")({
  validateSearch: object({
    folder: optional(fallback(optional(picklist(folders)), undefined)),
    q: optional(fallback(optional(string()), undefined)),
  }),
  loaderDeps: ({ search }) => ({ folder: shownFolder(search), q: search.q ?? "" }),
  loader: ({ context: { client, business }, deps }) => {
    if (business)
      void client.prefetchInfiniteQuery(conversationsQuery(business.id, deps.folder, deps.q));
  },
  component: InboxPage,
});
