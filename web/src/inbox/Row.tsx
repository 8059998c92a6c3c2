import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { AlarmClock, Check, CircleAlert, PencilLine, Reply, Sparkles, User } from "lucide-react";
import type { ConversationRow } from "../api/types";
import { reason } from "../api/words";
import { brief, clock, dateTime, number, sameDay, shortDate } from "../i18n/format";
import { useNow } from "../shell/clock";
import { Avatar } from "../ui/Avatar";
import { Chip } from "../ui/Chip";
import { Icon } from "../ui/Icon";
import { Preview } from "../ui/Preview";
import { useNameOf } from "./people";
import { WindowRing } from "./WindowRing";

/** A conversation in the list: who, what last, how it stands. */
export function Row({ row, chosen }: { row: ConversationRow; chosen: boolean }) {
  const { t } = useLingui();
  const now = useNow();
  const name = useNameOf()(row.customer);
  const last = row.last_message;
  const unread = row.unread > 0;
  return (
    <Link
      to="/inbox/$conversation"
      params={{ conversation: row.id }}
      search={(old) => ({ folder: old.folder, q: old.q })}
      aria-current={chosen ? "page" : undefined}
      className="flex gap-3 border-b border-line px-3 py-2.5 -outline-offset-2! transition-colors hover:bg-hover aria-[current]:bg-accent-soft"
    >
      <Avatar name={name} />
      <div className="flex min-w-0 grow flex-col gap-0.5">
        <div className="flex items-baseline gap-2">
          <p className={`min-w-0 grow truncate ${unread ? "font-semibold" : "font-medium"}`}>
            <bdi>{name}</bdi>
          </p>
          {last ? (
            <time
              dateTime={new Date(last.at).toISOString()}
              className="shrink-0 text-xs whitespace-nowrap text-ink-3"
            >
              {brief(new Date(last.at), now)}
            </time>
          ) : null}
        </div>
        <div className="flex items-center gap-2">
          <span
            className={`flex min-w-0 grow items-center gap-1 text-sm ${unread ? "text-ink" : "text-ink-2"}`}
          >
            {last?.is_ours ? (
              <>
                <Icon of={Reply} mirrors className="text-ink-3" />
                <span className="sr-only">{t`You:`}</span>
              </>
            ) : null}
            <Preview
              className="min-w-0 grow"
              text={last ? last.text || t`Attachment` : t`Only comments so far`}
            />
          </span>
          {unread ? (
            <span className="min-w-5 shrink-0 rounded-full bg-accent px-1.5 text-center text-xs leading-5 font-semibold text-on-accent">
              {number(row.unread)}
              <span className="sr-only">
                {" "}
                <Trans>unread</Trans>
              </span>
            </span>
          ) : null}
        </div>
        <State row={row} />
      </div>
    </Link>
  );
}

function State({ row }: { row: ConversationRow }) {
  const { t } = useLingui();
  return (
    <div className="flex min-h-5 items-center gap-1.5">
      <Handler row={row} short={row.has_draft || row.needs_person !== null} />
      {row.has_draft || row.needs_person ? (
        <span className="flex min-w-0">
          <Chip
            icon={row.has_draft ? PencilLine : CircleAlert}
            tone="warn"
            title={row.has_draft ? t`A draft waits for you` : t`Waits for you`}
          >
            {row.needs_person ? t(reason(row.needs_person)) : t`Draft`}
          </Chip>
        </span>
      ) : null}
      <Aside row={row} />
      <span className="ms-auto shrink-0">
        <WindowRing window={row.window} />
      </span>
    </div>
  );
}

/** That it is done or put aside, and till when. */
function Aside({ row }: { row: ConversationRow }) {
  const { t } = useLingui();
  const now = useNow();
  if (row.done_at) return <Chip icon={Check}>{t`Done`}</Chip>;
  if (!row.snoozed_until) return null;
  const until = new Date(row.snoozed_until);
  return (
    <Chip icon={AlarmClock} title={t`Snoozed until ${dateTime(until)}`}>
      {sameDay(until, now) ? clock(until) : shortDate(until, now)}
    </Chip>
  );
}

/** Who answers: in words, or as an icon alone where a reason needs the room. */
function Handler({ row, short }: { row: ConversationRow; short: boolean }) {
  const { t } = useLingui();
  const ai = row.handler === "ai";
  const words = ai
    ? row.turn === "none"
      ? t`AI`
      : t`AI is answering`
    : (row.handler_member?.name ?? t`Person`);
  return (
    <span className="flex shrink-0">
      <Chip tone={ai ? "ai" : "accent"} icon={ai ? Sparkles : User} title={words}>
        <span className={short ? "sr-only" : ""}>{words}</span>
      </Chip>
    </span>
  );
}
