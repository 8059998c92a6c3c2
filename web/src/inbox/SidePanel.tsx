import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { Image } from "lucide-react";
import type { ReactNode } from "react";
import type { Conversation } from "../api/types";
import { languageName, openedBy } from "../api/words";
import { dateTime, longDate, money } from "../i18n/format";
import { language } from "../i18n/language";
import { OrderChip } from "../orders/OrderChip";
import { Avatar } from "../ui/Avatar";
import { Icon } from "../ui/Icon";
import { Preview } from "../ui/Preview";
import { useWindowWords, WindowRing } from "./WindowRing";

/** What is known of the customer, the window, the product talked about, and their orders. */
export function SidePanel({ conversation, name }: { conversation: Conversation; name: string }) {
  const { customer } = conversation;
  return (
    <div className="flex flex-col xl:p-4">
      <div className="flex items-center gap-3 pb-4">
        <Avatar name={name} size="large" />
        <div className="min-w-0">
          <p className="truncate text-lg font-semibold">
            <bdi>{name}</bdi>
          </p>
          {customer.username ? (
            <p className="truncate text-sm text-ink-3">
              <bdi dir="ltr">@{customer.username}</bdi>
            </p>
          ) : null}
        </div>
      </div>
      <Known conversation={conversation} />
      <WindowPart conversation={conversation} />
      <Subject conversation={conversation} />
      <Orders conversation={conversation} />
    </div>
  );
}

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className="border-t border-line py-4">
      <h2 className="mb-2 text-sm font-semibold text-ink-2">{title}</h2>
      {children}
    </section>
  );
}

function Known({ conversation }: { conversation: Conversation }) {
  const { t } = useLingui();
  const { customer } = conversation;
  const rows: [string, ReactNode][] = [
    [t`Writes in`, customer.language ? t(languageName(customer.language)) : t`not known`],
    [t`First seen`, longDate(new Date(customer.first_seen_at))],
  ];
  if (customer.opted_out_at) {
    rows.push([t`No automated messages since`, longDate(new Date(customer.opted_out_at))]);
  }
  return (
    <Part title={<Trans>Customer</Trans>}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {rows.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-ink-3">{label}</dt>
            <dd className="min-w-0">{value}</dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}

function WindowPart({ conversation }: { conversation: Conversation }) {
  const { t } = useLingui();
  const { window } = conversation;
  const { until } = useWindowWords()(window);
  return (
    <Part title={<Trans>Reply window</Trans>}>
      <WindowRing window={window} long />
      {until ? <p className="mt-1 text-ink-2">{t`Until ${dateTime(until)}`}</p> : null}
      {window.opened_by ? (
        <p className="text-sm text-ink-3">
          <Trans>Opened</Trans> {t(openedBy(window.opened_by))}
        </p>
      ) : null}
    </Part>
  );
}

function Subject({ conversation }: { conversation: Conversation }) {
  const { t } = useLingui();
  const media = conversation.subject;
  if (!media) return null;
  return (
    <Part title={<Trans>Talked about</Trans>}>
      <Link
        to="/comments/$media"
        params={{ media: media.id }}
        className="flex items-center gap-3 rounded-card border border-line p-2 hover:bg-hover"
      >
        {media.picture_url ? (
          <img src={media.picture_url} alt="" className="size-14 rounded-control object-cover" />
        ) : (
          <span className="flex size-14 items-center justify-center rounded-control bg-hover text-ink-3">
            <Icon of={Image} />
          </span>
        )}
        <Preview text={media.caption.split("\n")[0] || t`Post`} className="min-w-0 grow" />
      </Link>
      <ul className="mt-2 flex flex-col gap-1">
        {media.products.map((product) => (
          <li key={product.id}>
            <Link
              to="/products/$product"
              params={{ product: product.id }}
              className="inline-flex min-h-6 items-center text-accent-text underline-offset-4 hover:underline"
            >
              <bdi>{product.name[language()] || product.name.fa || product.name.en}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Orders({ conversation }: { conversation: Conversation }) {
  return (
    <Part title={<Trans>Orders</Trans>}>
      {conversation.orders.length === 0 ? (
        <p className="text-ink-3">
          <Trans>No order yet</Trans>
        </p>
      ) : (
        <ul className="flex flex-col gap-2">
          {conversation.orders.map((order) => (
            <li key={order.id}>
              <Link
                to="/orders/$order"
                params={{ order: order.id }}
                className="flex flex-wrap items-center justify-between gap-2 rounded-card border border-line px-3 py-2 hover:bg-hover"
              >
                <bdi className="code font-medium">{order.code}</bdi>
                <OrderChip state={order.state} />
                <span className="basis-full text-sm text-ink-2">{money(order.total)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}
