import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { PencilLine, SendHorizontal, Sparkles, Trash2 } from "lucide-react";
import { decisionQuery } from "../api/queries";
import type { Conversation, Draft } from "../api/types";
import { factKind, reason } from "../api/words";
import { dateTime } from "../i18n/format";
import { keys, useKeys } from "../keys/keys";
import { useBusiness } from "../shell/business";
import { useErrorWords } from "../shell/Errors";
import { Button } from "../ui/Button";
import { Chip } from "../ui/Chip";
import { Icon } from "../ui/Icon";
import { complain } from "../ui/Toasts";
import { Why } from "./Bubble";
import { outgoing, useDiscard, useSend } from "./send";
import { Text } from "./Text";
import { setWritten } from "./written";

type Props = { conversation: Conversation; onEdit: () => void };

/** The AI's proposals that wait for a person; the newest listens to the keys. */
export function Drafts({ conversation, onEdit }: Props) {
  const { t } = useLingui();
  const business = useBusiness();
  const { drafts } = conversation;
  if (drafts.length === 0 || !business.may("converse")) return null;
  return (
    <ul aria-label={t`Drafts`} className="max-h-[45%] shrink-0 overflow-y-auto px-3 md:px-4">
      {drafts.map((draft, index) => (
        <li key={draft.id} className="mb-2">
          <Card draft={draft} conversation={conversation} onEdit={onEdit} listens={index === 0} />
        </li>
      ))}
    </ul>
  );
}

function Card({
  draft,
  conversation,
  onEdit,
  listens,
}: Props & { draft: Draft; listens: boolean }) {
  const { t } = useLingui();
  const send = useSend(conversation.id);
  const discard = useDiscard(conversation.id);
  const words = useErrorWords();
  const maySend =
    draft.text !== "" && conversation.can.some((act) => act === "send" || act === "send_as_person");
  const acts = {
    sendDraft: () => maySend && send.mutate(outgoing(draft.text, draft.id)),
    editDraft: () => {
      setWritten(conversation.id, { text: draft.text, draft: draft.id });
      onEdit();
    },
    discardDraft: () => discard.mutate(draft.id, { onError: (error) => complain(words(error)) }),
  };
  useKeys(listens ? acts : {});
  return (
    <section
      aria-label={t`Draft by the AI`}
      className="flex flex-col gap-2 rounded-card border border-dashed border-ai-text bg-ai-soft p-3"
    >
      <CardHead draft={draft} />
      {draft.text ? <Text text={draft.text} /> : null}
      {draft.decision_id ? <Facts decision={draft.decision_id} /> : null}
      <div className="flex flex-wrap gap-2">
        {maySend ? (
          <Button
            look="primary"
            size="small"
            isPending={send.isPending}
            aria-keyshortcuts={keys.sendDraft.shown}
            onPress={acts.sendDraft}
          >
            <Icon of={SendHorizontal} mirrors />
            <Trans>Send the draft</Trans>
          </Button>
        ) : null}
        {draft.text ? (
          <Button size="small" aria-keyshortcuts={keys.editDraft.shown} onPress={acts.editDraft}>
            <Icon of={PencilLine} />
            <Trans>Edit</Trans>
          </Button>
        ) : null}
        <Button
          size="small"
          look="plain"
          isPending={discard.isPending}
          aria-keyshortcuts={keys.discardDraft.shown}
          onPress={acts.discardDraft}
        >
          <Icon of={Trash2} />
          <Trans>Discard</Trans>
        </Button>
      </div>
    </section>
  );
}

function CardHead({ draft }: { draft: Draft }) {
  const { t } = useLingui();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ai-text">
      <span className="inline-flex items-center gap-1.5 font-medium">
        <Icon of={Sparkles} />
        {draft.text ? <Trans>The AI's draft</Trans> : <Trans>The AI asks you to look</Trans>}
      </span>
      <span>{t(reason(draft.reason))}</span>
      {draft.deadline ? (
        <span className="text-ink-3">{t`until ${dateTime(new Date(draft.deadline))}`}</span>
      ) : null}
      {draft.decision_id ? <Why decision={draft.decision_id} /> : null}
    </div>
  );
}

/** The facts a draft rests on, as they were when it was made. */
function Facts({ decision }: { decision: string }) {
  const { t } = useLingui();
  const business = useBusiness();
  const { data } = useQuery(decisionQuery(business.id, decision));
  if (!data || data.facts.length === 0) return null;
  return (
    <ul aria-label={t`Facts used`} className="flex flex-wrap gap-1">
      {data.facts.map((fact) => (
        <li key={`${fact.kind}${fact.about}${fact.value}`} className="max-w-full">
          <Chip title={t(factKind(fact.kind))}>
            <bdi>{fact.about}</bdi>
            {fact.about && fact.value ? ": " : ""}
            <bdi>{fact.value}</bdi>
          </Chip>
        </li>
      ))}
    </ul>
  );
}
