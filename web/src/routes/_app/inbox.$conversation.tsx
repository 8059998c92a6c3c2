import { createFileRoute } from "@tanstack/react-router";
import { boolean, fallback, object, optional, string } from "valibot";
import { conversationQuery, timelineQuery } from "../../api/queries";
import { ConversationPage } from "../../inbox/ConversationPage";

export const Route = createFileRoute("/_app/inbox/$conversation")({
  validateSearch: object({
    /** The decision whose "why" is open. */
    why: optional(fallback(optional(string()), undefined)),
    /** Whether the side panel is open as a drawer. */
    panel: optional(fallback(optional(boolean()), undefined)),
  }),
  loader: async ({ context: { client, business }, params }) => {
    if (!business) return;
    await Promise.all([
      client.ensureQueryData(conversationQuery(business.id, params.conversation)),
      client.ensureInfiniteQueryData(timelineQuery(business.id, params.conversation)),
    ]);
  },
  component: Page,
});

function Page() {
  const { conversation } = Route.useParams();
  return <ConversationPage key={conversation} id={conversation} />;
}
