import { useLingui } from "@lingui/react/macro";
import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { api, ask } from "../api/client";
import { conversationQuery, conversationsQuery } from "../api/queries";
import type { ConversationRow, Page } from "../api/types";
import { dateTime } from "../i18n/format";
import { patchRow } from "../live/patch";
import { useBusiness } from "../shell/business";
import { useErrorWords } from "../shell/Errors";
import { complain, say } from "../ui/Toasts";
import { shownFolder } from "./folder";

const C = "/api/v1/businesses/{business_id}/conversations/{conversation_id}" as const;

/** Says how a conversation stands: done, put aside, or open again. Each can be undone at once. */
export function useStanding(conversation_id: string) {
  const { t } = useLingui();
  const { id: business_id } = useBusiness();
  const client = useQueryClient();
  const words = useErrorWords();
  const { leave, comeBack } = useLeave(conversation_id);
  const params = { path: { business_id, conversation_id } };

  const act = async (ask: () => Promise<ConversationRow>) => {
    try {
      const row = await ask();
      client.setQueriesData<InfiniteData<Page<ConversationRow>, string | undefined>>(
        { queryKey: [business_id, "conversations"] },
        (list) => patchRow(list, row),
      );
      void client.invalidateQueries({ queryKey: [business_id, "conversations"] });
      void client.invalidateQueries({ queryKey: [business_id, "counts"] });
      void client.invalidateQueries(conversationQuery(business_id, conversation_id));
      return true;
    } catch (error) {
      complain(words(error));
      return false;
    }
  };
  const reopen = () => act(() => ask(api.POST(`${C}/reopen`, { params })));
  const undo = {
    label: t`Undo`,
    act: () => {
      comeBack();
      void reopen();
    },
  };
  return {
    reopen,
    done: async () => {
      leave();
      if (await act(() => ask(api.POST(`${C}/done`, { params })))) say(t`Done.`, undo);
    },
    snooze: async (until: Date) => {
      leave();
      const body = { until: until.getTime() };
      if (await act(() => ask(api.POST(`${C}/snooze`, { params, body }))))
        say(t`Snoozed until ${dateTime(until)}.`, undo);
    },
  };
}

/** What leaves the folder leaves the page too: the next one of the list takes its place. */
function useLeave(id: string) {
  const { id: business } = useBusiness();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { folder, q } = useSearch({ from: "/_app/inbox" });
  const shown = shownFolder({ folder, q });
  const go = (to: string | undefined) =>
    to
      ? navigate({
          to: "/inbox/$conversation",
          params: { conversation: to },
          search: { folder, q },
        })
      : navigate({ to: "/inbox", search: { folder, q } });
  const leave = () => {
    if (shown === "all") return;
    const list = client.getQueryData(conversationsQuery(business, shown, q ?? "").queryKey);
    const rows = list?.pages.flatMap((page) => page.items) ?? [];
    const at = rows.findIndex((row) => row.id === id);
    const next = rows[at + 1] ?? rows[at - 1];
    // On a phone the list itself comes next.
    const wide = window.matchMedia("(min-width: 56.25rem)").matches;
    void go(at >= 0 && wide ? next?.id : undefined);
  };
  return { leave, comeBack: () => void go(id) };
}
