import { createFileRoute } from "@tanstack/react-router";
import { fallback, object, optional, picklist } from "valibot";
import { mediaQuery } from "../../api/queries";
import { CommentsPage } from "../../comments/CommentsPage";

const states = ["all", "new", "answered", "ignored", "needs_person", "hidden"] as const;

export const Route = createFileRoute("/_app/comments")({
  validateSearch: object({
    show: optional(fallback(optional(picklist(states)), undefined)),
  }),
  loader: ({ context: { client, business } }) => {
    if (business) void client.prefetchInfiniteQuery(mediaQuery(business.id));
  },
  component: CommentsPage,
});
