import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, PanelRight, Sparkles, User } from "lucide-react";
import { businessQuery } from "../api/queries";
import type { Conversation } from "../api/types";
import { useBusiness } from "../shell/business";
import { useErrorWords } from "../shell/Errors";
import { Avatar } from "../ui/Avatar";
import { Button, buttonLooks } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { IconButton } from "../ui/IconButton";
import { complain } from "../ui/Toasts";
import { StandingActs, StandingLine } from "./Standing";
import { useGiveBack, useTakeOver } from "./send";
import { WindowRing } from "./WindowRing";

/** The head of a conversation: with whom, how long still, and who answers. */
export function Head({ conversation, name }: { conversation: Conversation; name: string }) {
  const { t } = useLingui();
  const navigate = useNavigate({ from: "/inbox/$conversation" });
  const { username } = conversation.customer;
  return (
    <header className="shrink-0 border-b border-line bg-surface">
      <div className="flex min-h-14 items-center gap-3 px-3 py-1.5 md:px-4">
        <Link
          to="/inbox"
          search={(old) => ({ folder: old.folder, q: old.q })}
          aria-label={t`Back to the list`}
          className={buttonLooks({ look: "plain", size: "icon", className: "md:hidden" })}
        >
          <Icon of={ArrowLeft} mirrors />
        </Link>
        <span className="max-sm:hidden">
          <Avatar name={name} />
        </span>
        <div className="min-w-0 grow">
          <h1 className="truncate text-lg font-semibold">
            <bdi>{name}</bdi>
          </h1>
          <p className="flex min-w-0 flex-wrap items-center gap-x-3 text-sm text-ink-3">
            {username && `@${username}` !== name ? <bdi dir="ltr">@{username}</bdi> : null}
            <WindowRing window={conversation.window} long />
          </p>
        </div>
        <StandingActs conversation={conversation} />
        <span className="xl:hidden">
          <IconButton
            icon={PanelRight}
            mirrors
            label={t`About the customer`}
            onPress={() => navigate({ to: ".", search: (old) => ({ ...old, panel: true }) })}
          />
        </span>
      </div>
      <WhoAnswers conversation={conversation} />
      <StandingLine conversation={conversation} />
    </header>
  );
}

function WhoAnswers({ conversation }: { conversation: Conversation }) {
  const { id, handler, can } = conversation;
  const takeOver = useTakeOver(id);
  const giveBack = useGiveBack(id);
  const words = useErrorWords();
  const onError = (error: unknown) => complain(words(error));
  const ai = handler === "ai";
  return (
    <div
      className={`flex items-center gap-3 px-3 py-1.5 md:px-4 ${ai ? "bg-ai-soft text-ai-text" : "bg-accent-soft text-accent-text"}`}
    >
      <p role="status" className="flex min-w-0 grow items-center gap-2 text-sm">
        <Icon of={ai ? Sparkles : User} />
        <WhoWords conversation={conversation} />
      </p>
      {ai && can.includes("take_over") ? (
        <Button
          size="small"
          isPending={takeOver.isPending}
          onPress={() => takeOver.mutate(undefined, { onError })}
        >
          <Trans>Take over</Trans>
        </Button>
      ) : null}
      {!ai && can.includes("give_back") ? (
        <Button
          size="small"
          isPending={giveBack.isPending}
          onPress={() => giveBack.mutate(undefined, { onError })}
        >
          <Trans>Give back to the AI</Trans>
        </Button>
      ) : null}
    </div>
  );
}

function WhoWords({ conversation }: { conversation: Conversation }) {
  const business = useBusiness();
  const { data } = useQuery(businessQuery(business.id));
  const mode = data?.settings.ai.mode ?? "auto";
  const person = conversation.handler_member?.name;
  if (conversation.handler === "person") {
    return person ? (
      <Trans>
        <span>
          <bdi className="font-medium">{person}</bdi> answers here; the AI stays silent.
        </span>
      </Trans>
    ) : (
      <Trans>A person answers here; the AI stays silent.</Trans>
    );
  }
  if (conversation.customer.opted_out_at) {
    return <Trans>The customer wants no automated messages; only you can answer.</Trans>;
  }
  if (mode === "off") return <Trans>The AI is switched off in the settings; it only reads.</Trans>;
  if (mode === "draft") return <Trans>The AI drafts the answers; you send them.</Trans>;
  if (conversation.turn === "thinking") return <Trans>The AI is writing an answer…</Trans>;
  return <Trans>The AI answers here.</Trans>;
}
