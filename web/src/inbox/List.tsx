import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Inbox, SearchX } from "lucide-react";
import { type ComponentProps, useEffect, useRef } from "react";
import { VList, type VListHandle } from "virtua";
import { conversationsQuery, countsQuery, type Folder } from "../api/queries";
import type { ConversationRow } from "../api/types";
import { number } from "../i18n/format";
import { useKeys } from "../keys/keys";
import { useBusiness } from "../shell/business";
import { ErrorBox } from "../shell/Errors";
import { useSearchText } from "../shell/useSearchText";
import { Button } from "../ui/Button";
import { SearchBox } from "../ui/SearchBox";
import { Empty, Skeleton } from "../ui/States";
import { Row } from "./Row";

/** Rows from the end at which the next page is asked for. */
const AHEAD = 12;

/** The conversations of a folder, newest first, live. */
export function List({ chosen }: { chosen: string | undefined }) {
  const { t } = useLingui();
  const { id } = useBusiness();
  const { folder = "all", q = "" } = useSearch({ from: "/_app/inbox" });
  const query = useInfiniteQuery({
    ...conversationsQuery(id, folder, q),
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  useRowKeys(rows, chosen);
  // One first heading in every layout: what is chosen has it.
  const Title = chosen ? "h2" : "h1";
  return (
    <>
      <header className="flex flex-col gap-2 border-b border-line px-3 pt-3 pb-2">
        <Title className="px-1 text-lg font-semibold">
          <Trans>Inbox</Trans>
        </Title>
        <Search q={q} />
        <Folders folder={folder} />
      </header>
      {query.isPending ? <Skeleton rows={8} /> : null}
      {query.isError ? <ErrorBox error={query.error} onRetry={() => query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? <Nothing folder={folder} q={q} /> : null}
      {rows.length > 0 ? (
        <Rows
          label={t`Conversations`}
          rows={rows}
          chosen={chosen}
          onEnd={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
          }}
        />
      ) : null}
    </>
  );
}

type RowsProps = {
  label: string;
  rows: ConversationRow[];
  chosen: string | undefined;
  onEnd: () => void;
};

function Rows({ label, rows, chosen, onEnd }: RowsProps) {
  const list = useRef<VListHandle>(null);
  const check = () => {
    const at = list.current;
    if (at && at.findItemIndex(at.scrollOffset + at.viewportSize) >= rows.length - AHEAD) onEnd();
  };
  const index = rows.findIndex((row) => row.id === chosen);
  useEffect(() => {
    if (index >= 0) list.current?.scrollToIndex(index, { align: "nearest" });
  }, [index]);
  return (
    <VList
      ref={list}
      data={rows}
      role="list"
      aria-label={label}
      className="min-h-0 grow"
      item={Item}
      keepMounted={index >= 0 ? [index] : []}
      onScroll={check}
    >
      {(row) => <Row key={row.id} row={row} chosen={row.id === chosen} />}
    </VList>
  );
}

function Item(props: ComponentProps<"div">) {
  // biome-ignore lint/a11y/useSemanticElements: the virtual list places its rows in plain boxes
  return <div role="listitem" {...props} />;
}

function useRowKeys(rows: ConversationRow[], chosen: string | undefined) {
  const navigate = useNavigate();
  const search = useSearch({ from: "/_app/inbox" });
  const step = (by: number) => {
    const index = rows.findIndex((row) => row.id === chosen);
    const next = rows[index < 0 ? 0 : index + by];
    if (!next) return;
    void navigate({ to: "/inbox/$conversation", params: { conversation: next.id }, search });
  };
  useKeys({
    next: () => step(1),
    previous: () => step(-1),
    search: () => document.querySelector<HTMLInputElement>('input[type="search"]')?.focus(),
  });
}

function Search({ q }: { q: string }) {
  const { t } = useLingui();
  const [text, setText] = useSearchText(q);
  return <SearchBox label={t`Search names and messages`} value={text} onChange={setText} />;
}

function Folders({ folder }: { folder: Folder }) {
  const { t } = useLingui();
  const { id } = useBusiness();
  const { data: counts } = useQuery(countsQuery(id));
  const folders: { name: Folder; words: string; count: number | undefined }[] = [
    { name: "all", words: t`All`, count: undefined },
    { name: "needs_person", words: t`Needs you`, count: counts?.needs_person },
    { name: "ai", words: t`AI is on it`, count: counts?.ai },
    { name: "unread", words: t`Unread`, count: counts?.unread },
  ];
  return (
    <ul aria-label={t`Folders`} className="flex flex-wrap gap-1">
      {folders.map(({ name, words, count }) => (
        <li key={name}>
          <Link
            to="."
            search={(old) => ({ ...old, folder: name === "all" ? undefined : name })}
            aria-current={folder === name ? "page" : undefined}
            className="inline-flex min-h-8 items-center gap-1.5 rounded-full border border-transparent px-2.5 text-sm text-ink-2 transition-colors hover:bg-hover aria-[current]:border-line aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-accent-text coarse:min-h-11"
          >
            {words}
            {count ? <span className="text-xs">{number(count)}</span> : null}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Nothing({ folder, q }: { folder: Folder; q: string }) {
  const { t } = useLingui();
  const navigate = useNavigate({ from: "/inbox" });
  if (q) {
    return (
      <Empty icon={SearchX} title={t`Nothing found`}>
        {t`Try fewer letters, an @name, or an order code.`}
      </Empty>
    );
  }
  if (folder !== "all") {
    const words =
      folder === "needs_person"
        ? t`Nobody waits for you. New requests appear here by themselves.`
        : t`This folder is empty right now.`;
    return (
      <Empty
        icon={Inbox}
        title={t`All clear`}
        action={
          <Button onPress={() => navigate({ to: ".", search: {} })}>
            <Trans>Show all</Trans>
          </Button>
        }
      >
        {words}
      </Empty>
    );
  }
  return (
    <Empty icon={Inbox} title={t`No conversations yet`}>
      {t`As soon as someone writes to your Instagram account, they appear here.`}{" "}
      <Link to="/settings/instagram" className="text-accent-text underline">
        {t`Connect an account`}
      </Link>
    </Empty>
  );
}
