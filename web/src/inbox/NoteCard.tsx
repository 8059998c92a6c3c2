import { Trans } from "@lingui/react/macro";
import { StickyNote } from "lucide-react";
import type { Entry } from "../api/types";
import { clock } from "../i18n/format";
import { Icon } from "../ui/Icon";
import { Text } from "./Text";

/** A note in the timeline: a square slip across the middle, so that nobody takes it for a message. */
export function NoteCard({ entry }: { entry: Entry }) {
  const at = new Date(entry.at);
  const named = entry.mentions.map(({ name }) => name);
  return (
    <article className="flex justify-center px-3 py-1 md:px-4">
      <div className="forced-edge w-full max-w-md border-s-4 border-note-edge bg-note px-3 py-2 text-ink">
        <p className="mb-0.5 flex flex-wrap items-center gap-x-2 text-xs text-ink-2">
          <span className="inline-flex items-center gap-1 font-medium">
            <Icon of={StickyNote} />
            <Trans>Note</Trans>
          </span>
          <bdi>{entry.member?.name}</bdi>
          <time dateTime={at.toISOString()}>{clock(at)}</time>
        </p>
        <Text text={entry.text} lines={entry.lines} />
        {named.length > 0 ? (
          <p className="mt-1 text-xs text-ink-2">
            <Trans>
              For <bdi>{named.join("، ")}</bdi>
            </Trans>
          </p>
        ) : null}
      </div>
    </article>
  );
}
