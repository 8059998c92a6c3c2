import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Package, SearchX } from "lucide-react";
import { countsQuery, ordersQuery } from "../api/queries";
import type { OrderRow, OrderState } from "../api/types";
import { orderState } from "../api/words";
import { longDate, money, number } from "../i18n/format";
import { useNameOf } from "../inbox/people";
import { useBusiness } from "../shell/business";
import { ErrorBox } from "../shell/Errors";
import { More, PageBody, PageHead, Scroll } from "../shell/layout";
import { useSearchText } from "../shell/useSearchText";
import { SearchBox } from "../ui/SearchBox";
import { Empty, Skeleton } from "../ui/States";
import { OrderChip } from "./OrderChip";
import { orderStates } from "./states";

/** All orders, by state. */
export function OrdersPage() {
  const { t } = useLingui();
  const { id } = useBusiness();
  const { state, q = "" } = useSearch({ from: "/_app/orders/" });
  const [text, setText] = useSearchText(q);
  const query = useInfiniteQuery({
    ...ordersQuery(id, state, q),
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Scroll>
      <PageHead title={<Trans>Orders</Trans>} below={<Filters state={state} />}>
        <div className="w-full sm:w-72">
          <SearchBox label={t`Search code, name or phone`} value={text} onChange={setText} />
        </div>
      </PageHead>
      <PageBody wide>
        {query.isPending ? <Skeleton rows={8} /> : null}
        {query.isError ? <ErrorBox error={query.error} onRetry={() => query.refetch()} /> : null}
        {query.isSuccess && rows.length === 0 ? <Nothing searched={q !== "" || !!state} /> : null}
        {rows.length > 0 ? <Rows rows={rows} /> : null}
        <More query={query} />
      </PageBody>
    </Scroll>
  );
}

function Filters({ state }: { state: OrderState | undefined }) {
  const { t } = useLingui();
  const { id } = useBusiness();
  const { data: counts } = useQuery(countsQuery(id));
  return (
    <ul aria-label={t`States`} className="flex flex-wrap gap-1">
      {[undefined, ...orderStates].map((one) => {
        const count = one ? counts?.orders_by_state[one] : undefined;
        return (
          <li key={one ?? "all"}>
            <Link
              to="/orders"
              search={(old) => ({ ...old, state: one })}
              aria-current={state === one ? "page" : undefined}
              className="inline-flex min-h-8 items-center gap-1.5 rounded-full border border-line px-3 text-sm text-ink-2 transition-colors hover:bg-hover aria-[current]:border-accent aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-accent-text coarse:min-h-11"
            >
              {one ? t(orderState(one)) : t`All`}
              {count ? <span className="text-xs">{number(count)}</span> : null}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function Nothing({ searched }: { searched: boolean }) {
  const { t } = useLingui();
  if (searched) {
    return (
      <Empty icon={SearchX} title={t`No such order`}>
        {t`Try another state, or fewer letters.`}
      </Empty>
    );
  }
  return (
    <Empty icon={Package} title={t`No orders yet`}>
      {t`Orders that are agreed in a conversation appear here.`}
    </Empty>
  );
}

/** One grid for all widths: columns on a wide page, cards on a phone. */
const columns = "md:grid-cols-[7rem_minmax(0,1.4fr)_9.5rem_6rem_minmax(8rem,1fr)_9rem]";

function Rows({ rows }: { rows: OrderRow[] }) {
  const nameOf = useNameOf();
  return (
    <div className="md:overflow-hidden md:rounded-card md:border md:border-line md:bg-surface">
      <div
        aria-hidden
        className={`hidden gap-4 border-b border-line px-4 py-2 text-sm font-medium text-ink-3 md:grid ${columns}`}
      >
        <span>
          <Trans>Code</Trans>
        </span>
        <span>
          <Trans>Customer</Trans>
        </span>
        <span>
          <Trans>State</Trans>
        </span>
        <span>
          <Trans>Items</Trans>
        </span>
        <span>
          <Trans>Total</Trans>
        </span>
        <span>
          <Trans>Agreed</Trans>
        </span>
      </div>
      <ul className="max-md:flex max-md:flex-col max-md:gap-2 md:divide-y md:divide-line">
        {rows.map((row) => (
          <li key={row.id}>
            <Link
              to="/orders/$order"
              params={{ order: row.id }}
              className={`grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 bg-surface px-4 py-3 -outline-offset-2! transition-colors hover:bg-hover max-md:rounded-card max-md:border max-md:border-line ${columns}`}
            >
              <bdi className="code text-start font-medium rtl:text-right">{row.code}</bdi>
              <span className="min-w-0 truncate max-md:order-3 max-md:col-span-2">
                <bdi>{nameOf(row.customer)}</bdi>
              </span>
              <span className="max-md:order-2">
                <OrderChip state={row.state} />
              </span>
              <span className="text-ink-2 max-md:order-4">
                <Plural value={row.lines_count} one="# item" other="# items" />
              </span>
              <span className="nums whitespace-nowrap font-medium max-md:order-5">
                {money(row.total)}
              </span>
              <span className="text-sm whitespace-nowrap text-ink-3 max-md:order-6">
                {longDate(new Date(row.created_at))}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
