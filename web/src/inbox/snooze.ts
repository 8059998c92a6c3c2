import { atClock, sameDay, weekday } from "../i18n/format";
import { language } from "../i18n/language";

const HOUR = 3_600_000;
/** Work begins at nine. */
const MORNING = 9 * 60;
/** Persian weeks begin on Saturday, others on Monday. */
const firstDay = () => (language() === "fa" ? 6 : 1);

export type SnoozeName = "later" | "before_end" | "tomorrow" | "next_week";

/** The moments that one key puts a conversation aside to; only those that make sense now. */
export function snoozeTimes(now: Date, windowEnds: number | null): [SnoozeName, Date][] {
  const found: [SnoozeName, Date][] = [];
  const half = HOUR / 2;
  const later = new Date(Math.ceil((now.getTime() + 3 * HOUR) / half) * half);
  if (sameDay(now, later)) found.push(["later", later]);
  const before = new Date((windowEnds ?? 0) - HOUR);
  if (before.getTime() > now.getTime() + HOUR) found.push(["before_end", before]);
  found.push(["tomorrow", atClock(now, 1, MORNING)]);
  const days = (firstDay() - weekday(now) + 7) % 7 || 7;
  if (days > 1) found.push(["next_week", atClock(now, days, MORNING)]);
  return found;
}

/** Whether the reply window is open now and no longer when a conversation comes back. */
export const outlives = (until: Date, windowEnds: number | null, now: Date) =>
  windowEnds !== null && windowEnds > now.getTime() && until.getTime() > windowEnds;
