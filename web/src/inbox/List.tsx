import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Inbox, SearchX } from "lucide-react";
import { type ComponentProps, useEffect, useRef } from "react";
import { VList, type VListHandle } from "virtua";
import { conversationsQuery } from "../api/queries";
import type { ConversationRow } from "../api/types";
import { useKeys } from "../keys/keys";
import { useBusiness } from "../shell/business";
import { ErrorBox } from "../shell/Errors";
import { useSearchText } from "../shell/useSearchText";
import { Button } from "../ui/Button";
import { SearchBox } from "../ui/SearchBox";
import { Empty, Skeleton } from "../ui/States";
import { FolderMenu } from "./Folders";
import { type Folder, shownFolder } from "./folder";
import { Row } from "./Row";

/** Rows from the end at which the next page is asked for. */
const AHEAD = 12;

/** The conversations of a folder, newest first, live. */
export function List({ chosen }: { chosen: string | undefined }) {
  const { t } = useLingui();
  const { id } = useBusiness();
  const search = useSearch({ from: "/_app/inbox" });
  const { q = "" } = search;
  const folder = shownFolder(search);
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
        <div className="flex min-h-8 items-center justify-between gap-3 ps-1">
          <Title className="text-lg font-semibold">
            <Trans>Inbox</Trans>
          </Title>
          <FolderMenu />
        </div>
        <Search q={q} />
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
    const words: Partial<Record<Folder, string>> = {
      open: t`Everything is done or put aside. New messages appear here by themselves.`,
      needs_person: t`Nobody waits for you. New requests appear here by themselves.`,
      drafts: t`No draft waits. What the AI does not send by itself appears here.`,
      closing: t`No unanswered conversation loses its reply window within three hours.`,
      snoozed: t`What you put aside waits here and comes back by itself.`,
      done: t`What you mark as done is kept here; a new message opens it again.`,
    };
    return (
      <Empty
        icon={Inbox}
        title={t`All clear`}
        action={
          <Button onPress={() => navigate({ to: ".", search: { folder: "all" } })}>
            <Trans>Show all</Trans>
          </Button>
        }
      >
        {words[folder] ?? t`This folder is empty right now.`}
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
