import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import {
  AlarmClock,
  Check,
  CircleAlert,
  Hourglass,
  Inbox,
  Layers,
  type LucideIcon,
  MailOpen,
  PencilLine,
  Reply,
  Sparkles,
} from "lucide-react";
import { countsQuery } from "../api/queries";
import { useBusiness } from "../shell/business";
import type { Folder } from "./folder";

type Shown = { name: Folder; words: string; icon: LucideIcon; count: number | undefined };

/** The folders with their words and live counts. */
export function useFolders(): Shown[] {
  const { t } = useLingui();
  const { id } = useBusiness();
  const { data: counts } = useQuery(countsQuery(id));
  return [
    { name: "open", words: t`Open`, icon: Inbox, count: counts?.open },
    { name: "needs_person", words: t`Needs you`, icon: CircleAlert, count: counts?.needs_person },
    { name: "drafts", words: t`Drafts to approve`, icon: PencilLine, count: counts?.drafts },
    { name: "closing", words: t`Window closing`, icon: Hourglass, count: counts?.closing },
    { name: "unread", words: t`Unread`, icon: MailOpen, count: counts?.unread },
    { name: "ai", words: t`AI is on it`, icon: Sparkles, count: counts?.ai },
    { name: "waiting", words: t`Customer's turn`, icon: Reply, count: counts?.waiting },
    { name: "snoozed", words: t`Snoozed`, icon: AlarmClock, count: counts?.snoozed },
    { name: "done", words: t`Done`, icon: Check, count: counts?.done },
    { name: "all", words: t`All`, icon: Layers, count: counts?.all },
  ];
}
