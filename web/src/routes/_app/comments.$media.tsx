import { createFileRoute } from "@tanstack/react-router";
import { fallback, object, optional, string } from "valibot";
import { PostPage } from "../../comments/PostPage";

export const Route = createFileRoute("/_app/comments/$media")({
  validateSearch: object({
    /** The decision whose "why" is open. */
    why: optional(fallback(optional(string()), undefined)),
  }),
  component: Page,
});

function Page() {
  const { media } = Route.useParams();
  return <PostPage key={media} id={media} />;
}
