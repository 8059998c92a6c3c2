import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import {
  Check,
  CircleAlert,
  CircleDashed,
  Eye,
  EyeOff,
  Lock,
  type LucideIcon,
  MessagesSquare,
  Minus,
  Reply as ReplyIcon,
  Smartphone,
  Sparkles,
  User,
} from "lucide-react";
import { useState } from "react";
import type { CommentView } from "../api/types";
import { reason, rule } from "../api/words";
import { brief, dateTime } from "../i18n/format";
import { Why } from "../inbox/Bubble";
import { useNameOf } from "../inbox/people";
import { Text } from "../inbox/Text";
import { useBusiness } from "../shell/business";
import { useNow } from "../shell/clock";
import { useErrorWords } from "../shell/Errors";
import { Avatar } from "../ui/Avatar";
import { Button, buttonLooks } from "../ui/Button";
import { Chip, type Tone } from "../ui/Chip";
import { Icon } from "../ui/Icon";
import { complain, say } from "../ui/Toasts";
import { useCommentAct } from "./act";
import { ReplyBox } from "./ReplyBox";

/** A comment with its replies, how it stands, and what can be done with it. */
export function CommentCard({ comment }: { comment: CommentView }) {
  const name = useNameOf()(comment.customer);
  return (
    <article aria-label={name} className="flex gap-3">
      <Avatar name={name} />
      <div className="flex min-w-0 grow flex-col gap-1">
        <Line comment={comment} />
        {comment.private_reply ? <PrivateReply comment={comment} /> : null}
        {comment.replies.length > 0 ? (
          <ul className="mt-2 flex flex-col gap-3 border-s-2 border-line ps-3">
            {comment.replies.map((reply) => (
              <li key={reply.id}>
                <Line comment={reply} />
                <Acts comment={reply} />
              </li>
            ))}
          </ul>
        ) : null}
        <Acts comment={comment} />
      </div>
    </article>
  );
}

const states: Record<CommentView["state"], [LucideIcon, Tone]> = {
  new: [CircleDashed, "accent"],
  answered: [Check, "ok"],
  ignored: [Minus, "plain"],
  needs_person: [CircleAlert, "warn"],
};

function Line({ comment }: { comment: CommentView }) {
  const { t } = useLingui();
  const now = useNow();
  const nameOf = useNameOf();
  const at = new Date(comment.at);
  const theirs = comment.author === "customer";
  const words = {
    new: t`New`,
    answered: t`Answered`,
    ignored: t`Needs no answer`,
    needs_person: t`Needs you`,
  };
  const [icon, tone] = states[comment.state];
  return (
    <div>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {theirs ? (
          <p className="font-medium">
            <bdi>{nameOf(comment.customer)}</bdi>
          </p>
        ) : (
          <Ours author={comment.author} />
        )}
        <time dateTime={at.toISOString()} title={dateTime(at)} className="text-xs text-ink-3">
          {brief(at, now)}
        </time>
        {theirs ? (
          <Chip icon={icon} tone={tone}>
            {words[comment.state]}
          </Chip>
        ) : null}
        {comment.hidden ? (
          <Chip icon={EyeOff} tone="warn">
            <Trans>Hidden from the public</Trans>
          </Chip>
        ) : null}
        {!theirs ? <SendState state={comment.send_state} /> : null}
        {comment.decision_id ? <Why decision={comment.decision_id} /> : null}
      </div>
      <div className="w-fit max-w-full">
        <Text text={comment.text} lines={comment.lines} />
      </div>
    </div>
  );
}

function Ours({ author }: { author: CommentView["author"] }) {
  const { t } = useLingui();
  const who: Record<string, [LucideIcon, string, Tone]> = {
    ai: [Sparkles, t`AI`, "ai"],
    member: [User, t`Your shop`, "accent"],
    app: [Smartphone, t`In the Instagram app`, "accent"],
  };
  const [icon, words, tone] = who[author] ?? [User, t`Your shop`, "accent"];
  return (
    <Chip icon={icon} tone={tone}>
      {words}
    </Chip>
  );
}

function SendState({ state }: { state: string | null }) {
  const { t } = useLingui();
  const words: Record<string, [string, string]> = {
    queued: [t`Queued`, "text-ink-3"],
    sending: [t`Sending…`, "text-ink-3"],
    failed: [t`Not sent`, "text-bad"],
    unknown: [t`Not known whether it arrived; being checked`, "text-warn"],
    cancelled: [t`Not sent: something newer took its place`, "text-ink-3"],
  };
  const found = state ? words[state] : undefined;
  return found ? <span className={`text-xs ${found[1]}`}>{found[0]}</span> : null;
}

function PrivateReply({ comment }: { comment: CommentView }) {
  const now = useNow();
  const at = new Date(comment.private_reply?.at ?? 0);
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-2">
      <Icon of={Lock} />
      <Trans>Answered privately, {brief(at, now)}</Trans>
      {comment.conversation_id ? (
        <Link
          to="/inbox/$conversation"
          params={{ conversation: comment.conversation_id }}
          className="text-accent-text underline underline-offset-4"
        >
          <Trans>Open the conversation</Trans>
        </Link>
      ) : null}
    </p>
  );
}

/** Which reply is being written. */
type Reply = "reply" | "private-reply" | null;

function Acts({ comment }: { comment: CommentView }) {
  const { t } = useLingui();
  const business = useBusiness();
  const [open, setOpen] = useState<Reply>(comment.draft ? "reply" : null);
  const act = useCommentAct(comment.id);
  const words = useErrorWords();
  const onError = (error: unknown) => complain(words(error));
  const { can } = comment;
  if (!business.may("converse") || can.length === 0) return null;
  const unhide = () => act.mutate({ act: "unhide" }, { onError });
  const hide = () =>
    act.mutate(
      { act: "hide" },
      {
        onError,
        onSuccess: () => say(t`The comment is hidden.`, { label: t`Undo`, act: unhide }),
      },
    );
  return (
    <div className="mt-1 flex flex-col gap-2">
      <Buttons
        comment={comment}
        open={open}
        onOpen={setOpen}
        pending={act.isPending}
        onHide={hide}
        onShow={unhide}
      />
      {comment.draft ? (
        <p className="flex items-center gap-1.5 text-sm text-ai-text">
          <Icon of={Sparkles} />
          {t(reason(comment.draft.reason))}
        </p>
      ) : null}
      {open ? (
        <ReplyBox
          key={open}
          comment={comment}
          act={open}
          initial={open === "reply" ? (comment.draft?.text ?? "") : ""}
          onDone={() => setOpen(null)}
        />
      ) : null}
    </div>
  );
}

type ButtonsProps = {
  comment: CommentView;
  open: Reply;
  onOpen: (reply: Reply) => void;
  pending: boolean;
  onHide: () => void;
  onShow: () => void;
};

function Buttons({ comment, open, onOpen, pending, onHide, onShow }: ButtonsProps) {
  const { t } = useLingui();
  const { can, refusals } = comment;
  return (
    <div className="flex flex-wrap items-center gap-1">
      {can.includes("reply") ? (
        <Button
          size="small"
          look="plain"
          aria-expanded={open === "reply"}
          onPress={() => onOpen(open === "reply" ? null : "reply")}
        >
          <Icon of={ReplyIcon} mirrors />
          <Trans>Reply publicly</Trans>
        </Button>
      ) : null}
      {can.includes("private_reply") ? (
        <Button
          size="small"
          look="plain"
          aria-expanded={open === "private-reply"}
          onPress={() => onOpen(open === "private-reply" ? null : "private-reply")}
        >
          <Icon of={Lock} />
          <Trans>Reply privately</Trans>
        </Button>
      ) : null}
      {can.includes("open_conversation") && comment.conversation_id && !comment.private_reply ? (
        <Link
          to="/inbox/$conversation"
          params={{ conversation: comment.conversation_id }}
          className={buttonLooks({ look: "plain", size: "small" })}
        >
          <Icon of={MessagesSquare} />
          <Trans>Conversation</Trans>
        </Link>
      ) : null}
      {can.includes("hide") ? (
        <Button size="small" look="plain" isPending={pending} onPress={onHide}>
          <Icon of={EyeOff} />
          <Trans>Hide</Trans>
        </Button>
      ) : null}
      {can.includes("unhide") ? (
        <Button size="small" look="plain" isPending={pending} onPress={onShow}>
          <Icon of={Eye} />
          <Trans>Show again</Trans>
        </Button>
      ) : null}
      {refusals.private_reply && !comment.private_reply && !can.includes("private_reply") ? (
        <span className="text-sm text-ink-3">{t(rule(refusals.private_reply))}</span>
      ) : null}
    </div>
  );
}
