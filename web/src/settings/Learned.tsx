import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { GraduationCap, Trash2 } from "lucide-react";
import { examplesQuery } from "../api/queries";
import type { Example } from "../api/types";
import { intent } from "../api/words";
import { dateTime } from "../i18n/format";
import { useBusiness } from "../shell/business";
import { ErrorBox } from "../shell/Errors";
import { Card } from "../shell/layout";
import { Chip } from "../ui/Chip";
import { IconButton } from "../ui/IconButton";
import { Empty, Skeleton } from "../ui/States";
import { say } from "../ui/Toasts";
import { useForget } from "./learn";

/** The phrasings that members taught the AI: what they mean, by whom, and a way to take each back. */
export function Learned() {
  const { t } = useLingui();
  const business = useBusiness();
  const query = useQuery(examplesQuery(business.id));
  return (
    <Card title={<Trans>What Palette learned from you</Trans>}>
      <p className="mb-3 text-ink-2">
        <Trans>
          These phrasings, and those close to them, are understood as you said. They stay on this
          server, and a customer's words go when the customer's data goes.
        </Trans>
      </p>
      {query.isPending ? <Skeleton rows={3} /> : null}
      {query.isError ? <ErrorBox error={query.error} onRetry={() => query.refetch()} /> : null}
      {query.data?.items.length === 0 ? (
        <Empty icon={GraduationCap} title={t`Nothing yet`}>
          {t`When the AI misreads a message, open "Why this answer" and say what was meant.`}
        </Empty>
      ) : null}
      {query.data && query.data.items.length > 0 ? (
        <ul aria-label={t`Learned phrasings`} className="flex flex-col divide-y divide-line">
          {query.data.items.map((example) => (
            <li key={example.id} className="flex items-start gap-3 py-3 first:pt-0 last:pb-0">
              <Lesson example={example} />
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}

function Lesson({ example }: { example: Example }) {
  const { t } = useLingui();
  const business = useBusiness();
  const forget = useForget();
  const by = example.by?.name || t`a former member`;
  const when = dateTime(new Date(example.at));
  return (
    <>
      <div className="min-w-0 grow">
        <p dir="auto" className="whitespace-pre-line break-words">
          {example.conversation_id ? (
            <Link
              to="/inbox/$conversation"
              params={{ conversation: example.conversation_id }}
              className="hover:underline"
            >
              {example.text}
            </Link>
          ) : (
            example.text
          )}
        </p>
        <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-3">
          <Chip>{t(intent(example.intent))}</Chip>
          <span>
            {example.lesson === "corrected" ? t`corrected by ${by}` : t`confirmed by ${by}`}
          </span>
          <span>{when}</span>
        </p>
      </div>
      {business.may("manage_settings") ? (
        <IconButton
          icon={Trash2}
          label={t`Forget this`}
          isPending={forget.isPending}
          onPress={() => forget.mutate(example.id, { onSuccess: () => say(t`Forgotten.`) })}
        />
      ) : null}
    </>
  );
}
