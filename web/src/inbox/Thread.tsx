import { Trans, useLingui } from "@lingui/react/macro";
import { Sparkles } from "lucide-react";
import { useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { VList, type VListHandle } from "virtua";
import type { Conversation, Entry, Page } from "../api/types";
import { dayLine } from "../i18n/format";
import { useNow } from "../shell/clock";
import { Icon } from "../ui/Icon";
import { Bubble } from "./Bubble";
import { OutgoingBubble } from "./OutgoingBubble";
import { type ThreadRow, threadRows } from "./rows";
import { useOutgoing } from "./send";

/** Pixels from an edge that still count as being there. */
const NEAR = 80;

type Props = {
  conversation: Conversation;
  name: string;
  pages: Page<Entry>[];
  onOlder: () => void;
};

type Waiting = ReturnType<typeof useOutgoing>[number];
type Shown = ThreadRow | { kind: "out"; key: string; out: Waiting } | { kind: "ai"; key: string };

/** What the thread shows, with words on their way and the AI's writing at its end. */
function useRows(conversation: Conversation, pages: Page<Entry>[]): Shown[] {
  const waiting = useOutgoing(conversation.id);
  const rows = useMemo(() => threadRows(pages), [pages]);
  const mine =
    pages[0]?.items.filter(({ author, kind }) => author === "member" && kind !== "note") ?? [];
  // An event may bring the entry a moment before the answer of its own sending does.
  const out = waiting.filter(
    ({ sent, failed }) =>
      failed || !mine.some((entry) => entry.text === sent.text && entry.at >= sent.at - 2000),
  );
  const thinking = conversation.turn === "thinking" && conversation.handler === "ai";
  return [
    ...rows,
    ...out.map((one) => ({ kind: "out" as const, key: one.sent.key, out: one })),
    ...(thinking ? [{ kind: "ai" as const, key: "ai" }] : []),
  ];
}

/** The one timeline of a customer: messages, comments and all replies, oldest on top. */
export function Thread({ conversation, name, pages, onOlder }: Props) {
  const { t } = useLingui();
  const rows = useRows(conversation, pages);
  const list = useRef<VListHandle>(null);
  const atEnd = useRef(true);
  const oldest = pages.at(-1)?.items.at(-1)?.id;
  const oldestBefore = useRef(oldest);
  const shift = oldestBefore.current !== oldest;
  const count = rows.length;
  const lastKey = rows.at(-1)?.key;

  useLayoutEffect(() => {
    oldestBefore.current = oldest;
  }, [oldest]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the last row is what must come into view
  useLayoutEffect(() => {
    if (atEnd.current && count > 0) list.current?.scrollToIndex(count - 1, { align: "end" });
  }, [count, lastKey]);

  const look = () => {
    const at = list.current;
    if (!at) return;
    atEnd.current = at.scrollOffset + at.viewportSize >= at.scrollSize - NEAR;
    if (at.scrollOffset < NEAR * 4) onOlder();
  };
  return (
    <>
      <VList
        ref={list}
        data={rows}
        shift={shift}
        role="group"
        tabIndex={0}
        aria-label={t`Messages with ${name}`}
        className="min-h-0 grow -outline-offset-2!"
        onScroll={look}
        onResize={() => {
          if (atEnd.current && count > 0) list.current?.scrollToIndex(count - 1, { align: "end" });
        }}
      >
        {(row) => <RowOf key={row.key} row={row} conversation={conversation} name={name} />}
      </VList>
      <Announcer pages={pages} name={name} />
    </>
  );
}

function RowOf({
  row,
  conversation,
  name,
}: {
  row: Shown;
  conversation: Conversation;
  name: string;
}) {
  if (row.kind === "day") return <DayLine at={row.at} />;
  if (row.kind === "out") return <OutgoingBubble out={row.out} conversation={conversation.id} />;
  if (row.kind === "ai") return <Writing />;
  return <Bubble entry={row.entry} name={name} conversation={conversation.id} />;
}

function DayLine({ at }: { at: Date }) {
  const now = useNow();
  return (
    <div className="flex items-center gap-3 px-4 py-3 text-xs text-ink-3">
      <span className="h-px grow bg-line" />
      <time dateTime={at.toISOString().slice(0, 10)}>{dayLine(at, now)}</time>
      <span className="h-px grow bg-line" />
    </div>
  );
}

function Writing() {
  return (
    <p className="flex items-center justify-end gap-2 px-4 py-2 text-sm text-ai-text">
      <Icon of={Sparkles} />
      <Trans>The AI is writing…</Trans>
    </p>
  );
}

/** Says a new message aloud once; rows that only come into view are not spoken. */
function Announcer({ pages, name }: { pages: Page<Entry>[]; name: string }) {
  const { t } = useLingui();
  const newest = pages[0]?.items[0];
  const box = useRef<HTMLParagraphElement>(null);
  const said = useRef(newest?.id);
  useEffect(() => {
    if (!newest || said.current === newest.id || !box.current) return;
    said.current = newest.id;
    if (newest.author === "customer") box.current.textContent = t`${name} wrote: ${newest.text}`;
    if (newest.author === "ai") box.current.textContent = t`The AI answered: ${newest.text}`;
  }, [newest, name, t]);
  return <p ref={box} aria-live="polite" className="sr-only" />;
}
