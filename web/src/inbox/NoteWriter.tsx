import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { StickyNote } from "lucide-react";
import { type KeyboardEvent, type RefObject, useId, useRef, useState } from "react";
import { api, ask, idempotencyKey } from "../api/client";
import { membersQuery, timelineQuery } from "../api/queries";
import type { Member } from "../api/types";
import { useBusiness } from "../shell/business";
import { useErrorWords } from "../shell/Errors";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { complain } from "../ui/Toasts";
import { colleagues, nameBefore, named, nameIn } from "./mention";
import { setWritten, useWritten } from "./written";

type Props = { conversation: string; field: RefObject<HTMLTextAreaElement | null> };

/** Keeps a note. It has an address of its own: nothing written here can reach the customer. */
function useNote(conversation_id: string) {
  const { id: business_id } = useBusiness();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (note: { key: string; text: string; mentions: string[] }) =>
      ask(
        api.POST("/api/v1/businesses/{business_id}/conversations/{conversation_id}/notes", {
          params: {
            path: { business_id, conversation_id },
            header: { "Idempotency-Key": note.key },
          },
          body: { text: note.text, mentions: note.mentions },
        }),
      ),
    onSuccess: () => client.invalidateQueries(timelineQuery(business_id, conversation_id)),
  });
}

/** Where a note for colleagues is written: another colour, another shape, another button. */
export function NoteWriter({ conversation, field }: Props) {
  const { t } = useLingui();
  const id = useId();
  const kept = `note ${conversation}`;
  const { text } = useWritten(kept);
  const note = useNote(conversation);
  const words = useErrorWords();
  const { data: team } = useQuery(membersQuery(useBusiness().id));
  const members = team?.items ?? [];
  const list = useNames(members, text, field, (next) => setWritten(kept, { text: next }));
  const submit = () => {
    const said = text.trim();
    if (!said) return field.current?.focus();
    note.mutate(
      { key: idempotencyKey(), text: said, mentions: named(members, said) },
      {
        onSuccess: () => setWritten(kept, { text: "" }),
        onError: (error) => complain(words(error)),
      },
    );
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (list.onKey(event)) return;
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };
  return (
    <form
      className="relative"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Names id={`${id}-names`} list={list} />
      <div className="flex items-end gap-2">
        <label htmlFor={id} className="sr-only">
          <Trans>Note for colleagues</Trans>
        </label>
        <textarea
          id={id}
          ref={field}
          dir="auto"
          rows={2}
          value={text}
          placeholder={t`A note for colleagues; @ names one…`}
          aria-describedby={`${id}-hint`}
          aria-controls={list.shown.length > 0 ? `${id}-names` : undefined}
          aria-activedescendant={list.shown.length > 0 ? `${id}-names-${list.at}` : undefined}
          onChange={(event) => {
            setWritten(kept, { text: event.target.value });
            list.look();
          }}
          onSelect={list.look}
          onKeyDown={onKeyDown}
          onBlur={list.close}
          className="field-sizing-content max-h-48 min-h-11 min-w-0 grow resize-none border border-s-4 border-note-edge bg-note px-3 py-2 text-lg placeholder:text-ink-2 rtl:placeholder:text-right md:text-base md:coarse:text-lg"
        />
        <Button type="submit" className="min-h-11" isPending={note.isPending}>
          <Icon of={StickyNote} />
          <Trans>Keep the note</Trans>
        </Button>
      </div>
      <p id={`${id}-hint`} className="mt-1 text-xs text-ink-2">
        <Trans>Only colleagues see it; it is never sent to the customer.</Trans>{" "}
        <span className="coarse:hidden">
          <Trans>Ctrl+Enter keeps it.</Trans>
        </span>
      </p>
    </form>
  );
}

/** The list of names behind an `@`: by arrows, Enter or Tab, closed by Escape. */
function useNames(
  members: Member[],
  text: string,
  field: RefObject<HTMLTextAreaElement | null>,
  write: (text: string) => void,
) {
  const [caret, setCaret] = useState<number | null>(null);
  const [at, setAt] = useState(0);
  const wants = useRef<number | null>(null);
  const written = caret === null ? null : nameBefore(text, caret);
  const shown = written === null ? [] : colleagues(members, written).slice(0, 6);
  const index = Math.min(at, Math.max(0, shown.length - 1));
  const close = () => setCaret(null);
  const choose = (member: Member | undefined) => {
    if (!member || caret === null) return;
    const [next, place] = nameIn(text, caret, member.name);
    write(next);
    wants.current = place;
    close();
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(place, place);
    });
  };
  return {
    shown,
    at: index,
    close,
    choose,
    look: () => {
      // The name that was just put in asks for no list.
      const place = field.current?.selectionStart ?? null;
      if (place !== wants.current) {
        wants.current = null;
        setCaret(place);
      }
    },
    onKey: (event: KeyboardEvent) => {
      if (shown.length === 0) return false;
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (by) setAt((index + by + shown.length) % shown.length);
      else if ((event.key === "Enter" && !event.ctrlKey) || event.key === "Tab")
        choose(shown[index]);
      else if (event.key === "Escape") close();
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}

function Names({ id, list }: { id: string; list: ReturnType<typeof useNames> }) {
  const { t } = useLingui();
  if (list.shown.length === 0) return null;
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t`Colleagues`}
      className="absolute start-0 bottom-full z-10 mb-1 w-64 rounded-card border border-line bg-raised p-1 shadow-float"
    >
      {list.shown.map((member, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field keeps the focus and has the keys
        <div
          key={member.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === list.at}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => list.choose(member)}
          className="flex min-h-9 cursor-default items-center rounded-control px-2.5 hover:bg-hover aria-selected:bg-accent-soft aria-selected:text-accent-text coarse:min-h-11"
        >
          <bdi className="truncate">{member.name}</bdi>
        </div>
      ))}
    </div>
  );
}
