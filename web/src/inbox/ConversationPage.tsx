import { useLingui } from "@lingui/react/macro";
import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { conversationQuery, timelineQuery } from "../api/queries";
import type { Conversation } from "../api/types";
import { useKeys } from "../keys/keys";
import { useBusiness } from "../shell/business";
import { Drawer } from "../ui/Drawer";
import { Composer, type Mode } from "./Composer";
import { Drafts } from "./Drafts";
import { Head } from "./Head";
import { useNameOf } from "./people";
import { SidePanel } from "./SidePanel";
import { useGiveBack, useMarkRead, useTakeOver } from "./send";
import { Thread } from "./Thread";
import { WhyDrawer } from "./WhyDrawer";

/** One conversation: its thread, who answers, what to write, and what is known of the customer. */
export function ConversationPage({ id }: { id: string }) {
  const { t } = useLingui();
  const { id: businessId } = useBusiness();
  const { data: conversation } = useSuspenseQuery(conversationQuery(businessId, id));
  const timeline = useSuspenseInfiniteQuery(timelineQuery(businessId, id));
  const { why, panel } = useSearch({ from: "/_app/inbox/$conversation" });
  const navigate = useNavigate({ from: "/inbox/$conversation" });
  const name = useNameOf()(conversation.customer);
  const composer = useRef<HTMLTextAreaElement>(null);
  useSeen(conversation);
  const note = useRef<HTMLTextAreaElement>(null);
  const [mode, setMode] = useState<Mode>("answer");
  const write = (next: Mode) => {
    flushSync(() => setMode(next));
    (next === "note" ? note : composer).current?.focus();
  };
  useConversationKeys(conversation, write);

  const close = (what: "why" | "panel") =>
    void navigate({ to: ".", search: (old) => ({ ...old, [what]: undefined }), replace: true });
  return (
    <div className="flex h-full">
      <section
        aria-label={t`Conversation with ${name}`}
        className="flex h-full min-w-0 grow flex-col bg-ground"
      >
        <Head conversation={conversation} name={name} />
        <Thread
          key={id}
          conversation={conversation}
          name={name}
          pages={timeline.data.pages}
          onOlder={() => {
            if (timeline.hasNextPage && !timeline.isFetchingNextPage) void timeline.fetchNextPage();
          }}
        />
        <Drafts conversation={conversation} onEdit={() => write("answer")} />
        <Composer
          conversation={conversation}
          field={composer}
          note={note}
          mode={mode}
          onMode={write}
        />
      </section>
      <aside
        aria-label={t`About the customer`}
        className="hidden w-80 shrink-0 overflow-y-auto border-s border-line bg-surface xl:block"
      >
        <SidePanel conversation={conversation} name={name} />
      </aside>
      <Drawer title={t`About the customer`} isOpen={panel === true} onClose={() => close("panel")}>
        <SidePanel conversation={conversation} name={name} />
      </Drawer>
      <WhyDrawer decision={why} onClose={() => close("why")} />
    </div>
  );
}

/** Opening a conversation marks it read, and so does a message that comes while it is watched. */
function useSeen({ id, unread, can, version }: Conversation) {
  const { mutate } = useMarkRead(id);
  const may = can.includes("mark_read");
  const seen = useRef(-1);
  useEffect(() => {
    const look = () => {
      if (!may || unread === 0 || seen.current === version) return;
      if (document.visibilityState !== "visible") return;
      seen.current = version;
      mutate();
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [mutate, may, unread, version]);
}

function useConversationKeys({ id, can }: Conversation, write: (mode: Mode) => void) {
  const takeOver = useTakeOver(id);
  const giveBack = useGiveBack(id);
  useKeys({
    reply: () => write("answer"),
    note: () => write("note"),
    takeOver: () => can.includes("take_over") && takeOver.mutate(),
    giveBack: () => can.includes("give_back") && giveBack.mutate(),
  });
}
