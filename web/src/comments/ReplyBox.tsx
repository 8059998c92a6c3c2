import { Trans, useLingui } from "@lingui/react/macro";
import { SendHorizontal } from "lucide-react";
import { type FormEvent, useState } from "react";
import { ApiError } from "../api/client";
import type { CommentView } from "../api/types";
import { useErrorWords } from "../shell/Errors";
import { Button } from "../ui/Button";
import { TextArea } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { say } from "../ui/Toasts";
import { useCommentAct } from "./act";

type Props = {
  comment: CommentView;
  act: "reply" | "private-reply";
  initial: string;
  onDone: () => void;
};

/** Where a public or the one private reply is written; what was typed survives a refusal. */
export function ReplyBox({ comment, act, initial, onDone }: Props) {
  const { t } = useLingui();
  const [text, setText] = useState(initial);
  const [empty, setEmpty] = useState(false);
  const send = useCommentAct(comment.id);
  const words = useErrorWords();
  const open = act === "reply";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = text.trim();
    setEmpty(wanted === "");
    if (!wanted) return;
    send.mutate(
      { act, text: wanted },
      {
        onSuccess: () => {
          say(open ? t`The reply is on its way.` : t`The private reply is on its way.`);
          onDone();
        },
      },
    );
  };
  const refused = send.error
    ? ((send.error instanceof ApiError ? send.error.field("/text") : undefined) ??
      words(send.error))
    : undefined;
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 rounded-card bg-hover p-3">
      <TextArea
        label={open ? t`Public reply` : t`Private reply`}
        hint={
          open
            ? t`Everyone sees it under the post. Prices and personal things belong in a private reply.`
            : t`Instagram allows one private reply to a comment, within 7 days. It arrives as a direct message.`
        }
        error={empty ? t`Write something first.` : refused}
        value={text}
        autoFocus={initial === ""}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
        }}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" size="small" isPending={send.isPending}>
          <Icon of={SendHorizontal} mirrors />
          {open ? <Trans>Send the reply</Trans> : <Trans>Send privately</Trans>}
        </Button>
        <Button size="small" look="plain" onPress={onDone}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
