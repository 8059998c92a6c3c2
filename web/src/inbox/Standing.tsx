import { Trans, useLingui } from "@lingui/react/macro";
import { AlarmClock, Check, RotateCcw, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { Conversation, WindowView } from "../api/types";
import { atClock, clock, dateTime, dayOfWeek, sameDay } from "../i18n/format";
import { keys, useKeys } from "../keys/keys";
import { useNow } from "../shell/clock";
import { Button } from "../ui/Button";
import { Window } from "../ui/Drawer";
import { SelectField } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { IconButton } from "../ui/IconButton";
import { outlives, type SnoozeName, snoozeTimes } from "./snooze";
import { useStanding } from "./useStanding";

/** Done and snooze, as buttons and keys. */
export function StandingActs({ conversation }: { conversation: Conversation }) {
  const { t } = useLingui();
  const [asks, setAsks] = useState(false);
  const { done, snooze, reopen } = useStanding(conversation.id);
  const { can, window } = conversation;
  useKeys({
    done: () => {
      if (can.includes("done")) void done();
      else if (can.includes("reopen")) void reopen();
    },
    snooze: () => can.includes("snooze") && setAsks(true),
  });
  return (
    <>
      {can.includes("snooze") ? (
        <IconButton
          icon={AlarmClock}
          label={t`Snooze`}
          aria-keyshortcuts={keys.snooze.shown}
          onPress={() => setAsks(true)}
        />
      ) : null}
      {can.includes("done") ? (
        <IconButton
          icon={Check}
          label={t`Mark as done`}
          aria-keyshortcuts={keys.done.shown}
          onPress={() => void done()}
        />
      ) : null}
      <Window title={t`Snooze until`} isOpen={asks} onClose={() => setAsks(false)}>
        <SnoozeChoices
          window={window}
          onChoose={(until) => {
            setAsks(false);
            void snooze(until);
          }}
        />
      </Window>
    </>
  );
}

/** Says that a conversation is done or put aside, with the way back. */
export function StandingLine({ conversation }: { conversation: Conversation }) {
  const { done_at, snoozed_until, can } = conversation;
  const { reopen } = useStanding(conversation.id);
  if (!done_at && !snoozed_until) return null;
  return (
    <div className="flex items-center gap-3 border-t border-line bg-hover px-3 py-1.5 md:px-4">
      <p className="flex min-w-0 grow items-center gap-2 text-sm text-ink-2">
        <Icon of={done_at ? Check : AlarmClock} />
        {done_at ? (
          <Trans>Done. A new message of the customer opens it again.</Trans>
        ) : (
          <Trans>
            Snoozed until {dateTime(new Date(snoozed_until ?? 0))}, or until the customer writes.
          </Trans>
        )}
      </p>
      {can.includes("reopen") ? (
        <Button size="small" onPress={() => void reopen()}>
          <Icon of={RotateCcw} />
          {done_at ? <Trans>Open again</Trans> : <Trans>Bring back</Trans>}
        </Button>
      ) : null}
    </div>
  );
}

type ChoicesProps = { window: WindowView; onChoose: (until: Date) => void };

function SnoozeChoices({ window, onChoose }: ChoicesProps) {
  const { t } = useLingui();
  const now = useNow();
  const names: Record<SnoozeName, string> = {
    later: t`Later today`,
    before_end: t`An hour before the reply window closes`,
    tomorrow: t`Tomorrow morning`,
    next_week: t`Next week`,
  };
  return (
    <div className="flex flex-col gap-2">
      <ul className="flex flex-col gap-1">
        {snoozeTimes(now, window.ends_at).map(([name, until]) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => onChoose(until)}
              className="flex min-h-11 w-full flex-wrap items-center justify-between gap-x-4 rounded-control px-3 py-1.5 text-start hover:bg-hover"
            >
              <span className="font-medium">{names[name]}</span>
              <span className="text-sm text-ink-2">
                {sameDay(until, now) ? clock(until) : t`${dayOfWeek(until, now)}, ${clock(until)}`}
              </span>
              <Late until={until} window={window} />
            </button>
          </li>
        ))}
      </ul>
      <OwnTime window={window} onChoose={onChoose} />
    </div>
  );
}

/** Warns when the window closes before the conversation comes back. */
function Late({ until, window }: { until: Date; window: WindowView }) {
  const now = useNow();
  if (!outlives(until, window.ends_at, now)) return null;
  return (
    <span className="flex basis-full items-start gap-1.5 text-sm text-warn">
      <Icon of={TriangleAlert} className="mt-1" />
      <span>
        <Trans>
          The reply window closes before that: {dateTime(new Date(window.ends_at ?? 0))}
        </Trans>
      </span>
    </span>
  );
}

/** Days that can be chosen; the calendar is the page's, Jalali or Gregorian. */
const DAYS = 60;
const HALF_HOURS = Array.from({ length: 48 }, (_, index) => index * 30);

function OwnTime({ window, onChoose }: ChoicesProps) {
  const { t } = useLingui();
  const now = useNow();
  const [day, setDay] = useState(1);
  const [minutes, setMinutes] = useState(9 * 60);
  const until = atClock(now, day, minutes);
  const past = until.getTime() <= now.getTime();
  return (
    <form
      className="flex flex-col gap-3 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!past) onChoose(until);
      }}
    >
      <div className="grid grid-cols-[1fr_auto] gap-3">
        <SelectField
          label={t`Day`}
          value={day}
          onChange={(event) => setDay(Number(event.target.value))}
        >
          {Array.from({ length: DAYS }, (_, days) => {
            const at = atClock(now, days, 12 * 60);
            return (
              <option key={at.getTime()} value={days}>
                {dayOfWeek(at, now)}
              </option>
            );
          })}
        </SelectField>
        <SelectField
          label={t`Time`}
          value={minutes}
          error={past ? t`Choose a later time` : ""}
          onChange={(event) => setMinutes(Number(event.target.value))}
        >
          {HALF_HOURS.map((half) => (
            <option key={half} value={half}>
              {clock(atClock(now, day, half))}
            </option>
          ))}
        </SelectField>
      </div>
      <Late until={until} window={window} />
      <Button type="submit" look="primary" isDisabled={past}>
        <Trans>Snooze until then</Trans>
      </Button>
    </form>
  );
}
