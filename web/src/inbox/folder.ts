/** The parts of the inbox, as the URL and the API name them. */
export const folders = [
  "open",
  "needs_person",
  "drafts",
  "closing",
  "unread",
  "ai",
  "waiting",
  "snoozed",
  "done",
  "all",
] as const;

export type Folder = (typeof folders)[number];

type Asked = { folder?: Folder | undefined; q?: string | undefined };

/** The folder that is shown: what is open by itself, and everything while something is sought. */
export const shownFolder = ({ folder, q }: Asked): Folder => folder ?? (q ? "all" : "open");
