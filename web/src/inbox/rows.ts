import type { Entry, Page } from "../api/types";
import { sameDay } from "../i18n/format";

/** What the thread draws: a day's line or an entry. */
export type ThreadRow =
  | { kind: "day"; key: string; at: Date }
  | { kind: "entry"; key: string; entry: Entry };

/** The pages of a timeline (newest first) as rows, oldest first, with a line for each day. */
export function threadRows(pages: Page<Entry>[]): ThreadRow[] {
  const rows: ThreadRow[] = [];
  const seen = new Set<string>();
  let before: Date | undefined;
  for (const entry of pages.flatMap((page) => page.items).reverse()) {
    if (seen.has(entry.id)) continue;
    seen.add(entry.id);
    const at = new Date(entry.at);
    if (!before || !sameDay(before, at)) rows.push({ kind: "day", key: `day-${entry.id}`, at });
    rows.push({ kind: "entry", key: entry.id, entry });
    before = at;
  }
  return rows;
}
