import { useLingui } from "@lingui/react/macro";
import { User } from "lucide-react";
import type { WindowView } from "../api/types";
import { clock, dateTime, remaining } from "../i18n/format";
import { now as realNow, useNow } from "../shell/clock";
import { Icon } from "../ui/Icon";

const HOUR = 3_600_000;
const WHOLE = 24 * HOUR;
const ROUND = 2 * Math.PI * 6;

/** How a reply window stands at a moment, with the share of it that is left. */
export function windowNow(window: WindowView, now: Date) {
  const left = (window.ends_at ?? 0) - now.getTime();
  if (left > 0) {
    const state = left < HOUR ? "ending" : left < 6 * HOUR ? "short" : "open";
    return {
      state,
      share: Math.min(1, left / WHOLE),
      until: new Date(window.ends_at ?? 0),
    } as const;
  }
  if (window.human_ends_at && window.human_ends_at > now.getTime()) {
    return { state: "human", share: 0, until: new Date(window.human_ends_at) } as const;
  }
  return { state: window.ends_at === null ? "never" : "closed", share: 0, until: null } as const;
}

const colour = {
  open: "text-ok",
  short: "text-warn",
  ending: "text-bad",
  human: "text-ink-3",
  closed: "text-ink-3",
  never: "text-ink-3",
} as const;

/** The words of a window: how long still, or why not. */
export function useWindowWords() {
  const { t } = useLingui();
  const now = useNow();
  return (window: WindowView) => {
    const at = windowNow(window, now);
    const left = at.until ? remaining(at.until, now) : "";
    switch (at.state) {
      case "human":
        return {
          ...at,
          short: left,
          long: t`A person may still answer for ${left}`,
        };
      case "closed":
        return { ...at, short: t`Closed`, long: t`The reply window is closed` };
      case "never":
        return { ...at, short: t`No window`, long: t`The customer has not written a message yet` };
      default:
        return { ...at, short: left, long: t`The reply window is open for ${left}` };
    }
  };
}

/** The reply window as a ring that empties, with its words beside it. */
export function WindowRing({ window, long = false }: { window: WindowView; long?: boolean }) {
  const words = useWindowWords()(window);
  const until = words.until;
  const exact = until
    ? until.getTime() - realNow().getTime() < WHOLE
      ? clock(until)
      : dateTime(until)
    : undefined;
  return (
    <span
      title={exact ? `${words.long} (${exact})` : words.long}
      className={`inline-flex items-center gap-1 ${long ? "text-sm" : "whitespace-nowrap text-xs"} ${colour[words.state]}`}
    >
      {words.state === "human" ? <Icon of={User} /> : <Ring share={words.share} />}
      {long ? words.long : <span aria-hidden>{words.short}</span>}
      {long ? null : <span className="sr-only">{words.long}</span>}
    </span>
  );
}

function Ring({ share }: { share: number }) {
  return (
    <svg viewBox="0 0 16 16" className="size-[1.15em] -rotate-90" aria-hidden>
      <circle
        cx="8"
        cy="8"
        r="6"
        fill="none"
        stroke="currentColor"
        strokeOpacity=".25"
        strokeWidth="2.5"
      />
      <circle
        cx="8"
        cy="8"
        r="6"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.5"
        strokeDasharray={`${share * ROUND} ${ROUND}`}
      />
    </svg>
  );
}
