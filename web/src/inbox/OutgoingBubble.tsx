import { Trans } from "@lingui/react/macro";
import { CircleAlert, Clock } from "lucide-react";
import { clock } from "../i18n/format";
import { useErrorWords } from "../shell/Errors";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { bubbleLooks } from "./Bubble";
import { useForget, type useOutgoing, useSend } from "./send";
import { Text } from "./Text";

type Props = { out: ReturnType<typeof useOutgoing>[number]; conversation: string };

/** Words that the server does not have yet, or refused: they are never lost. */
export function OutgoingBubble({ out, conversation }: Props) {
  const send = useSend(conversation);
  const forget = useForget();
  const words = useErrorWords();
  return (
    <article className="flex flex-col items-end px-3 py-1 md:px-4">
      <div className={bubbleLooks({ author: "member" })}>
        <Text text={out.sent.text} />
      </div>
      <div className="mt-0.5 flex flex-wrap items-center justify-end gap-2 px-1 text-xs text-ink-3">
        <time dateTime={new Date(out.sent.at).toISOString()}>{clock(new Date(out.sent.at))}</time>
        {out.failed ? (
          <>
            <span role="alert" className="inline-flex items-center gap-1 text-sm text-bad">
              <Icon of={CircleAlert} />
              {words(out.error)}
            </span>
            <Button
              size="small"
              onPress={() => {
                forget(out.id);
                // The same key: if the first attempt did arrive, nothing is sent twice.
                send.mutate(out.sent);
              }}
            >
              <Trans>Send again</Trans>
            </Button>
            <Button size="small" look="plain" onPress={() => forget(out.id)}>
              <Trans>Remove</Trans>
            </Button>
          </>
        ) : (
          <span className="inline-flex items-center gap-1">
            <Icon of={Clock} />
            {out.waits ? <Trans>Waits for the connection</Trans> : <Trans>Sending…</Trans>}
          </span>
        )}
      </div>
    </article>
  );
}
