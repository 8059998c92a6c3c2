import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import {
  Ban,
  Check,
  CheckCheck,
  CircleAlert,
  CircleHelp,
  Clock,
  Image,
  Lock,
  type LucideIcon,
  MessageCircle,
  Paperclip,
  Reply,
  Smartphone,
  Sparkles,
  User,
} from "lucide-react";
import type { ReactNode } from "react";
import { tv } from "tailwind-variants/lite";
import type { Entry } from "../api/types";
import { attachment } from "../api/words";
import { clock } from "../i18n/format";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Preview } from "../ui/Preview";
import { NoteCard } from "./NoteCard";
import { outgoing, useSend } from "./send";
import { Text } from "./Text";

export const bubbleLooks = tv({
  base: "forced-edge w-fit max-w-[min(34rem,85%)] px-3 py-2",
  variants: {
    author: {
      customer: "me-auto rounded-bubble rounded-es-chip bg-surface text-ink ring-1 ring-line",
      ai: "ms-auto rounded-bubble rounded-ee-chip bg-ai-soft text-ink ring-1 ring-ai-line",
      member: "ms-auto rounded-bubble rounded-ee-chip bg-accent text-on-accent",
      app: "ms-auto rounded-bubble rounded-ee-chip bg-accent-soft text-ink ring-1 ring-accent/40",
    },
    off: { true: "border border-dashed border-edge bg-ground! text-ink-2! ring-0!" },
  },
});

type Props = { entry: Entry; name: string; conversation: string };

/** One entry of the timeline: what it is, who wrote it, its words, how far it has come. */
export function Bubble({ entry, name, conversation }: Props) {
  if (entry.kind === "note") return <NoteCard entry={entry} />;
  const ours = entry.author !== "customer";
  const off = entry.state === "cancelled" || entry.state === "unsent" || entry.hidden;
  return (
    <article className={`flex flex-col px-3 py-1 md:px-4 ${ours ? "items-end" : "items-start"}`}>
      <Kind entry={entry} name={name} />
      <div className={bubbleLooks({ author: entry.author, off })}>
        <Content entry={entry} />
      </div>
      {entry.quick_replies.length > 0 ? <QuickReplies titles={entry.quick_replies} /> : null}
      {entry.reaction ? (
        <span className="-mt-1.5 rounded-full border border-line bg-raised px-1.5 text-sm">
          {entry.reaction}
        </span>
      ) : null}
      <Foot entry={entry} ours={ours} />
      {entry.state === "failed" ? <Refused entry={entry} conversation={conversation} /> : null}
    </article>
  );
}

/** Where an entry stands when it is not a plain message. */
function Kind({ entry }: Props | { entry: Entry; name: string }) {
  const { t } = useLingui();
  const kinds: Record<Entry["kind"], { icon: LucideIcon; words: string } | null> = {
    message: null,
    comment: { icon: MessageCircle, words: t`Comment under a post` },
    public_reply: { icon: Reply, words: t`Public reply under the post` },
    private_reply: { icon: Lock, words: t`Private reply to a comment` },
    note: null,
  };
  const kind = kinds[entry.kind];
  return (
    <>
      {kind ? (
        <p className="mb-0.5 flex max-w-full items-center gap-1.5 text-xs text-ink-3">
          <Icon of={kind.icon} mirrors={kind.icon === Reply} />
          <span>{kind.words}</span>
        </p>
      ) : null}
      {entry.media ? <MediaLine entry={entry} /> : null}
      {entry.reply_to ? (
        <p className="mb-0.5 max-w-[70%] border-s-2 border-line ps-2 text-sm text-ink-3">
          <Preview
            text={
              entry.reply_to.kind === "story" ? t`Reply to your story` : (entry.reply_to.text ?? "")
            }
          />
        </p>
      ) : null}
    </>
  );
}

function MediaLine({ entry }: { entry: Entry }) {
  const { t } = useLingui();
  if (!entry.media) return null;
  const { id, caption, picture_url } = entry.media;
  const words = caption.split("\n")[0] || t`Post`;
  return (
    <Link
      to="/comments/$media"
      params={{ media: id }}
      className="mb-1 flex max-w-[min(20rem,85%)] items-center gap-2 rounded-card border border-line bg-surface p-1.5 pe-3 hover:bg-hover"
    >
      {picture_url ? (
        <img
          src={picture_url}
          alt=""
          loading="lazy"
          className="size-10 rounded-control object-cover"
        />
      ) : (
        <span className="flex size-10 items-center justify-center rounded-control bg-hover text-ink-3">
          <Icon of={Image} />
        </span>
      )}
      <Preview text={words} className="min-w-0 grow text-sm" />
    </Link>
  );
}

function Content({ entry }: { entry: Entry }) {
  const { t } = useLingui();
  if (entry.state === "unsent") {
    return (
      <p className="flex items-center gap-1.5">
        <Icon of={Ban} />
        <Trans>Taken back by its writer</Trans>
      </p>
    );
  }
  return (
    <>
      {entry.attachments.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: attachments never change places
        <p key={index} className="flex items-center gap-1.5 text-sm">
          <Icon of={one.kind === "image" ? Image : Paperclip} />
          <span>{t(attachment(one.kind))}</span>
          {one.title ? <bdi className="truncate">{one.title}</bdi> : null}
        </p>
      ))}
      {entry.text ? <Text text={entry.text} lines={entry.lines} /> : null}
      {!entry.text && entry.attachments.length === 0 ? (
        <p className="text-ink-3">
          <Trans>Instagram does not show this message to apps</Trans>
        </p>
      ) : null}
    </>
  );
}

function QuickReplies({ titles }: { titles: string[] }) {
  return (
    <ul className="mt-1 flex flex-wrap justify-end gap-1">
      {titles.map((title) => (
        <li key={title} className="rounded-full border border-ai-line px-2 text-xs text-ai-text">
          <bdi>{title}</bdi>
        </li>
      ))}
    </ul>
  );
}

const mark: Partial<Record<Entry["state"], LucideIcon>> = {
  queued: Clock,
  sending: Clock,
  sent: Check,
  unknown: CircleHelp,
  failed: CircleAlert,
  cancelled: Ban,
};

function Foot({ entry, ours }: { entry: Entry; ours: boolean }) {
  const at = new Date(entry.at);
  return (
    <div className="mt-0.5 flex max-w-full flex-wrap items-center gap-x-2 px-1 text-xs text-ink-3">
      {ours ? <Writer entry={entry} /> : null}
      <time dateTime={at.toISOString()}>{clock(at)}</time>
      {ours ? <Progress entry={entry} /> : null}
      {entry.hidden ? (
        <span className="text-warn">
          <Trans>Hidden from the public</Trans>
        </span>
      ) : null}
      {entry.author === "ai" && entry.decision_id ? <Why decision={entry.decision_id} /> : null}
    </div>
  );
}

function Writer({ entry }: { entry: Entry }) {
  const { t } = useLingui();
  const who: Record<string, [LucideIcon, string, string]> = {
    ai: [Sparkles, t`AI`, "text-ai-text"],
    member: [User, entry.member?.name ?? t`You`, ""],
    app: [Smartphone, t`In the Instagram app`, ""],
  };
  const [icon, words, tone] = who[entry.author] ?? [User, "", ""];
  return (
    <span className={`inline-flex items-center gap-1 font-medium ${tone}`}>
      <Icon of={icon} />
      <bdi>{words}</bdi>
    </span>
  );
}

function Progress({ entry }: { entry: Entry }) {
  const { t } = useLingui();
  const words: Record<Entry["state"], string> = {
    received: "",
    queued: t`Queued`,
    sending: t`Sending…`,
    sent: entry.seen_at ? t`Seen` : t`Sent`,
    unknown: t`Not known whether it arrived; being checked`,
    failed: t`Not sent`,
    cancelled: t`Not sent: something newer took its place`,
    unsent: "",
  };
  const icon = entry.state === "sent" && entry.seen_at ? CheckCheck : mark[entry.state];
  const tone = entry.state === "failed" ? "text-bad" : entry.state === "unknown" ? "text-warn" : "";
  if (!words[entry.state]) return null;
  return (
    <span className={`inline-flex items-center gap-1 ${tone}`}>
      {icon ? <Icon of={icon} /> : null}
      {words[entry.state]}
    </span>
  );
}

/** Opens the "why" of an answer. */
export function Why({ decision }: { decision: string }): ReactNode {
  return (
    <Link
      to="."
      search={(old: Record<string, unknown>) => ({ ...old, why: decision })}
      className="inline-flex min-h-6 items-center gap-1 rounded-chip px-1 font-medium text-ai-text underline decoration-ai-line underline-offset-4 hover:decoration-current coarse:min-h-8"
    >
      <Icon of={CircleHelp} />
      <Trans>Why?</Trans>
    </Link>
  );
}

function Refused({ entry, conversation }: { entry: Entry; conversation: string }) {
  const send = useSend(conversation);
  return (
    <div className="mt-1 flex max-w-[min(34rem,85%)] flex-wrap items-center justify-end gap-2 text-sm text-bad">
      {entry.error ? (
        <span>
          {entry.error.title} {entry.error.detail}
        </span>
      ) : null}
      {entry.kind === "message" && entry.text ? (
        <Button size="small" onPress={() => send.mutate(outgoing(entry.text))}>
          <Trans>Send again</Trans>
        </Button>
      ) : null}
    </div>
  );
}
