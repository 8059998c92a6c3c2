import {
  type InfiniteData,
  useMutation,
  useMutationState,
  useQueryClient,
} from "@tanstack/react-query";
import { api, ask, idempotencyKey } from "../api/client";
import { conversationQuery, timelineQuery } from "../api/queries";
import type { ConversationRow, Entry, Page } from "../api/types";
import { addEntries, patchRow } from "../live/patch";
import { useBusiness } from "../shell/business";
import { now } from "../shell/clock";

const C = "/api/v1/businesses/{business_id}/conversations/{conversation_id}" as const;

/** Words on their way: the key ties the attempt, its answer and a second attempt together. */
export type Outgoing = { key: string; text: string; at: number; draft_id?: string | undefined };

const sendKey = (conversation: string) => ["send", conversation];

export const outgoing = (text: string, draft_id?: string): Outgoing => ({
  key: idempotencyKey(),
  text,
  at: now().getTime(),
  draft_id,
});

/** Sends words into a conversation; they stand in the thread from the first moment. */
export function useSend(conversation_id: string) {
  const { id: business_id } = useBusiness();
  const client = useQueryClient();
  return useMutation({
    mutationKey: sendKey(conversation_id),
    scope: { id: `send-${conversation_id}` },
    networkMode: "online",
    gcTime: Number.POSITIVE_INFINITY,
    mutationFn: ({ key, text, draft_id }: Outgoing) =>
      ask(
        api.POST(`${C}/messages`, {
          params: { path: { business_id, conversation_id }, header: { "Idempotency-Key": key } },
          body: { text, ...(draft_id && { draft_id }) },
        }),
      ),
    onSuccess: ({ items }) => {
      const { queryKey } = timelineQuery(business_id, conversation_id);
      client.setQueryData<InfiniteData<Page<Entry>, string | undefined>>(queryKey, (old) =>
        addEntries(old, items),
      );
      void client.invalidateQueries(conversationQuery(business_id, conversation_id));
      void client.invalidateQueries({ queryKey });
    },
  });
}

/** What is on its way or came back refused, oldest first. */
export function useOutgoing(conversation_id: string) {
  return useMutationState({
    filters: {
      mutationKey: sendKey(conversation_id),
      predicate: ({ state }) => state.status === "pending" || state.status === "error",
    },
    select: (mutation) => ({
      id: mutation.mutationId,
      sent: mutation.state.variables as Outgoing,
      failed: mutation.state.status === "error",
      waits: mutation.state.isPaused,
      error: mutation.state.error as unknown,
    }),
  });
}

/** Takes a refused attempt out of the thread. */
export function useForget() {
  const cache = useQueryClient().getMutationCache();
  return (id: number) => {
    const found = cache.getAll().find((mutation) => mutation.mutationId === id);
    if (found) cache.remove(found);
  };
}

function useRowAct(conversation_id: string, act: "take-over" | "give-back") {
  const { id: business_id } = useBusiness();
  const client = useQueryClient();
  const path = { business_id, conversation_id };
  return useMutation({
    mutationFn: () =>
      act === "take-over"
        ? ask(api.POST(`${C}/take-over`, { params: { path } }))
        : ask(api.POST(`${C}/give-back`, { params: { path } })),
    onSuccess: (row: ConversationRow) => {
      client.setQueriesData<InfiniteData<Page<ConversationRow>, string | undefined>>(
        { queryKey: [business_id, "conversations"] },
        (list) => patchRow(list, row),
      );
      return client.invalidateQueries(conversationQuery(business_id, conversation_id));
    },
  });
}

/** A person answers from now on; the AI is silent. */
export const useTakeOver = (id: string) => useRowAct(id, "take-over");
/** The AI answers again. */
export const useGiveBack = (id: string) => useRowAct(id, "give-back");

/** The member has seen what is unread. */
export function useMarkRead(conversation_id: string) {
  const { id: business_id } = useBusiness();
  return useMutation({
    mutationFn: () =>
      ask(api.POST(`${C}/read`, { params: { path: { business_id, conversation_id } } })),
  });
}

/** Throws a draft away. */
export function useDiscard(conversation_id: string) {
  const { id: business_id } = useBusiness();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draft_id: string) =>
      ask(
        api.POST(`${C}/drafts/{draft_id}/discard`, {
          params: { path: { business_id, conversation_id, draft_id } },
        }),
      ),
    onSuccess: () => client.invalidateQueries(conversationQuery(business_id, conversation_id)),
  });
}
