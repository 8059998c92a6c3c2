import { Trans, useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";
import { orderQuery } from "../api/queries";
import type { Order } from "../api/types";
import { orderState } from "../api/words";
import { dateTime, money, number } from "../i18n/format";
import { useNameOf } from "../inbox/people";
import { useBusiness } from "../shell/business";
import { BackIcon, Card, PageBody, PageHead, Scroll } from "../shell/layout";
import { buttonLooks } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Moves } from "./Moves";
import { OrderChip } from "./OrderChip";
import { RecipientCard } from "./RecipientCard";
import { TrackingCard } from "./TrackingCard";

/** One order: what, for whom, how it stands, and what may happen next. */
export function OrderPage({ id }: { id: string }) {
  const { t } = useLingui();
  const business = useBusiness();
  const { data: order } = useSuspenseQuery(orderQuery(business.id, id));
  return (
    <Scroll>
      <PageHead
        title={
          <span className="flex flex-wrap items-center gap-3">
            <span>
              <Trans>Order</Trans> <bdi className="code">{order.code}</bdi>
            </span>
            <OrderChip state={order.state} />
          </span>
        }
        back={
          <Link
            to="/orders"
            aria-label={t`Back to the orders`}
            className={buttonLooks({ look: "plain", size: "icon" })}
          >
            <BackIcon />
          </Link>
        }
        below={<Moves order={order} />}
      />
      <PageBody wide>
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="flex flex-col gap-4">
            <Lines order={order} />
            <History order={order} />
          </div>
          <div className="flex flex-col gap-4">
            <Who order={order} />
            <RecipientCard order={order} />
            <TrackingCard order={order} />
          </div>
        </div>
      </PageBody>
    </Scroll>
  );
}

function Lines({ order }: { order: Order }) {
  return (
    <Card title={<Trans>What was ordered</Trans>}>
      <ul className="divide-y divide-line">
        {order.lines.map((line) => (
          <li key={line.variant_id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 py-2">
            <div className="min-w-0 grow">
              {line.product_id ? (
                <Link
                  to="/products/$product"
                  params={{ product: line.product_id }}
                  className="font-medium underline-offset-4 hover:underline"
                >
                  <bdi>{line.title}</bdi>
                </Link>
              ) : (
                <bdi className="font-medium">{line.title}</bdi>
              )}
              <p className="text-sm text-ink-3">
                <bdi className="code">{line.sku}</bdi>
              </p>
            </div>
            <span className="text-ink-2 whitespace-nowrap">
              {number(line.quantity)} × {money(line.unit_price)}
            </span>
            <span className="nums min-w-28 text-end font-medium whitespace-nowrap">
              {money({ ...line.unit_price, minor: line.unit_price.minor * line.quantity })}
            </span>
          </li>
        ))}
      </ul>
      <dl className="mt-2 grid grid-cols-[1fr_auto] gap-y-1 border-t border-line pt-3">
        <dt className="text-ink-2">
          <Trans>Shipping</Trans>
        </dt>
        <dd className="nums text-end">{money(order.shipping)}</dd>
        <dt className="text-lg font-semibold">
          <Trans>Total</Trans>
        </dt>
        <dd className="nums text-end text-lg font-semibold">{money(order.total)}</dd>
      </dl>
    </Card>
  );
}

function History({ order }: { order: Order }) {
  const { t } = useLingui();
  return (
    <Card title={<Trans>History</Trans>}>
      <ol className="flex flex-col gap-3">
        {order.history.toReversed().map((step) => (
          <li key={`${step.state}-${step.at}`} className="flex flex-wrap items-center gap-x-3">
            <span aria-hidden className="size-2 rounded-full bg-accent" />
            <span className="font-medium">{t(orderState(step.state))}</span>
            <time dateTime={new Date(step.at).toISOString()} className="text-sm text-ink-3">
              {dateTime(new Date(step.at))}
            </time>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Who({ order }: { order: Order }) {
  const name = useNameOf()(order.customer);
  return (
    <Card title={<Trans>Customer</Trans>}>
      <p className="font-medium">
        <bdi>{name}</bdi>
      </p>
      {order.customer?.username ? (
        <p className="text-sm text-ink-3">
          <bdi dir="ltr">@{order.customer.username}</bdi>
        </p>
      ) : null}
      {order.conversation_id ? (
        <Link
          to="/inbox/$conversation"
          params={{ conversation: order.conversation_id }}
          className={buttonLooks({ size: "small", className: "mt-3" })}
        >
          <Icon of={MessagesSquare} />
          <Trans>Open the conversation</Trans>
        </Link>
      ) : null}
    </Card>
  );
}
