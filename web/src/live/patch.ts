import type { InfiniteData } from "@tanstack/react-query";
import type { ConversationRow, Entry, Page } from "../api/types";

/** What an event of the stream says: which thing changed, never its words. */
export type Change =
  | { kind: "conversation"; id: string }
  | { kind: "comment"; id: string; media_id: string }
  | { kind: "order"; id: string }
  | { kind: "product"; id: string }
  | { kind: "account"; id: string }
  | { kind: "settings" };

/** The change in an event's data, or null when it is of a kind that this client does not know. */
export function readChange(data: string): Change | null {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("kind" in value)) return null;
  const known = ["conversation", "comment", "order", "product", "account", "settings"];
  return known.includes(String(value.kind)) ? (value as Change) : null;
}

/** The query keys that a change makes stale, after the business's id. */
export function staleKeys(change: Change): string[][] {
  switch (change.kind) {
    case "conversation":
      return [["conversation", change.id], ["timeline", change.id], ["conversations"], ["counts"]];
    case "comment":
      return [["comments", change.media_id], ["media"], ["counts"], ["timeline"]];
    case "order":
      return [["order", change.id], ["orders"], ["counts"], ["conversation"]];
    case "product":
      return [["product", change.id], ["products"]];
    case "account":
      return [["accounts"]];
    case "settings":
      return [["business"], ["examples"], ["decision"]];
  }
}

type Rows = InfiniteData<Page<ConversationRow>, string | undefined>;

/** A list with one row replaced by a newer version of it; the same object when nothing changes. */
export function patchRow(list: Rows | undefined, row: ConversationRow): Rows | undefined {
  if (!list) return list;
  let changed = false;
  const pages = list.pages.map((page) => ({
    ...page,
    items: page.items.map((old) => {
      if (old.id !== row.id || old.version > row.version) return old;
      changed = true;
      return row;
    }),
  }));
  return changed ? { ...list, pages } : list;
}

type Timeline = InfiniteData<Page<Entry>, string | undefined>;

/** A timeline with sent entries put in at its new end; entries it already has stay as they are. */
export function addEntries(timeline: Timeline | undefined, entries: Entry[]): Timeline | undefined {
  const [newest, ...older] = timeline?.pages ?? [];
  if (!timeline || !newest) return timeline;
  const have = new Set(timeline.pages.flatMap((page) => page.items.map((entry) => entry.id)));
  const added = entries.filter((entry) => !have.has(entry.id)).reverse();
  if (added.length === 0) return timeline;
  return { ...timeline, pages: [{ ...newest, items: [...added, ...newest.items] }, ...older] };
}
