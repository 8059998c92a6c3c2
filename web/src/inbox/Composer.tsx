import { Trans, useLingui } from "@lingui/react/macro";
import {
  Clock,
  Lock,
  type LucideIcon,
  MessageCircle,
  SendHorizontal,
  StickyNote,
} from "lucide-react";
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId } from "react";
import type { Conversation } from "../api/types";
import { rule } from "../api/words";
import { dateTime, number } from "../i18n/format";
import { useBusiness } from "../shell/business";
import { useNow } from "../shell/clock";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { MESSAGE_BYTES, size } from "./bytes";
import { NoteWriter } from "./NoteWriter";
import { outgoing, useSend } from "./send";
import { windowNow } from "./WindowRing";
import { setWritten, useWritten } from "./written";

type Props = { conversation: Conversation; field: RefObject<HTMLTextAreaElement | null> };

/** What is written: an answer to the customer, or a note for colleagues. */
export type Mode = "answer" | "note";

type ComposerProps = Props & {
  note: RefObject<HTMLTextAreaElement | null>;
  mode: Mode;
  onMode: (mode: Mode) => void;
};

/** The place to write: an answer, or a note; each with a field and a button of its own. */
export function Composer({ conversation, field, note, mode, onMode }: ComposerProps) {
  const { t } = useLingui();
  const business = useBusiness();
  if (!business.may("converse")) {
    return (
      <div className="safe-bottom shrink-0 border-t border-line bg-surface px-4 py-2">
        <Closed>{t`Your role reads conversations; an agent, admin or owner answers.`}</Closed>
      </div>
    );
  }
  const modes: [Mode, LucideIcon, string][] = [
    ["answer", MessageCircle, t`Answer`],
    ["note", StickyNote, t`Note`],
  ];
  return (
    <div
      className={`safe-bottom shrink-0 border-t px-3 pt-1 pb-2 md:px-4 md:pb-3 ${mode === "note" ? "border-note-edge bg-note/40" : "border-line bg-surface"}`}
    >
      <fieldset aria-label={t`What to write`} className="mb-1 flex gap-1">
        {modes.map(([name, icon, words]) => (
          <button
            key={name}
            type="button"
            aria-pressed={mode === name}
            onClick={() => onMode(name)}
            className="inline-flex min-h-8 items-center gap-1.5 border-b-2 border-transparent px-2 text-sm text-ink-2 hover:text-ink aria-pressed:border-current aria-pressed:font-medium aria-pressed:text-ink coarse:min-h-11"
          >
            <Icon of={icon} />
            {words}
          </button>
        ))}
      </fieldset>
      {mode === "note" ? (
        <NoteWriter conversation={conversation.id} field={note} />
      ) : (
        <Answer conversation={conversation} field={field} />
      )}
    </div>
  );
}

/** Where an answer is written; or, when none may be sent, why and what changes that. */
function Answer({ conversation, field }: Props) {
  const { t } = useLingui();
  const now = useNow();
  const { can, refusals, window } = conversation;
  if (can.includes("send")) return <Write conversation={conversation} field={field} />;
  if (can.includes("send_as_person")) {
    const at = windowNow(window, now);
    return (
      <>
        <p className="mb-2 flex items-start gap-2 rounded-control bg-warn-soft px-3 py-2 text-sm">
          <Icon of={Clock} className="mt-1" />
          <span>
            <Trans>
              The 24-hour window is over. Instagram still allows a person's own answer for 7 days;
              the AI may not write.
            </Trans>{" "}
            {at.until ? t`It ends on ${dateTime(at.until)}.` : null}
          </span>
        </p>
        <Write conversation={conversation} field={field} />
      </>
    );
  }
  const refused = refusals.send ?? "window_closed";
  return (
    <Closed>
      {t(rule(refused))}.{" "}
      {refused === "account_unusable"
        ? t`Connect the account again in the settings.`
        : t`It opens again as soon as the customer writes, answers a story or taps a button.`}
    </Closed>
  );
}

function Closed({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-2 py-2 text-ink-2">
      <Icon of={Lock} className="mt-1" />
      <span>{children}</span>
    </p>
  );
}

/** On a keyboard Enter sends; under a finger it makes a new line and the button sends. */
const sendsByEnter = () => !window.matchMedia("(pointer: coarse)").matches;

function Write({ conversation, field }: Props) {
  const { t } = useLingui();
  const id = useId();
  const written = useWritten(conversation.id);
  const send = useSend(conversation.id);
  const { bytes, near, over } = size(written.text);
  const submit = () => {
    const text = written.text.trim();
    if (!text) return field.current?.focus();
    send.mutate(outgoing(text, written.draft));
    setWritten(conversation.id, { text: "" });
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    const asked = event.ctrlKey || event.metaKey;
    if (!asked && (event.shiftKey || event.altKey || !sendsByEnter())) return;
    event.preventDefault();
    submit();
  };
  useEffect(() => {
    if (written.draft) field.current?.focus();
  }, [written.draft, field]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="flex items-end gap-2">
        <label htmlFor={id} className="sr-only">
          <Trans>Message</Trans>
        </label>
        <textarea
          id={id}
          ref={field}
          dir="auto"
          rows={1}
          value={written.text}
          placeholder={t`Write an answer…`}
          aria-describedby={`${id}-hint`}
          onChange={(event) =>
            setWritten(conversation.id, { ...written, text: event.target.value })
          }
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-48 min-h-11 min-w-0 grow resize-none rounded-card border border-edge bg-surface px-3 py-2 text-lg rtl:placeholder:text-right md:text-base md:coarse:text-lg"
        />
        <Button type="submit" look="primary" className="min-h-11">
          <Icon of={SendHorizontal} mirrors />
          <span className="max-sm:sr-only">
            <Trans>Send</Trans>
          </span>
        </Button>
      </div>
      <p id={`${id}-hint`} className="mt-1 flex flex-wrap gap-x-3 text-xs text-ink-3">
        <span className="coarse:hidden">
          <Trans>Enter sends, Shift+Enter makes a new line</Trans>
        </span>
        {near ? (
          <span className={over ? "text-warn" : ""}>
            {over
              ? t`Longer than one message (${number(bytes)} of ${number(MESSAGE_BYTES)} bytes): it will be split at the end of a sentence`
              : t`${number(bytes)} of ${number(MESSAGE_BYTES)} bytes`}
          </span>
        ) : null}
      </p>
    </form>
  );
}
