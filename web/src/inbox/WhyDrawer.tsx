import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import type { ReactNode } from "react";
import { decisionQuery } from "../api/queries";
import type { Decision } from "../api/types";
import {
  entity,
  factKind,
  intent,
  languageName,
  outcome,
  reason,
  rule,
  ruleSource,
} from "../api/words";
import { clock, dateTime, percent } from "../i18n/format";
import { useBusiness } from "../shell/business";
import { ErrorBox } from "../shell/Errors";
import { Chip } from "../ui/Chip";
import { Drawer } from "../ui/Drawer";
import { Icon } from "../ui/Icon";
import { Skeleton } from "../ui/States";
import { Teach } from "./Teach";

/** Why the AI said it: what it understood, from which facts, by which rule, with whose leave. */
export function WhyDrawer({
  decision,
  onClose,
}: {
  decision: string | undefined;
  onClose: () => void;
}) {
  const { t } = useLingui();
  return (
    <Drawer title={t`Why this answer`} isOpen={decision !== undefined} onClose={onClose}>
      {decision ? <Body decision={decision} /> : null}
    </Drawer>
  );
}

function Body({ decision }: { decision: string }) {
  const business = useBusiness();
  const query = useQuery(decisionQuery(business.id, decision));
  if (query.isPending) return <Skeleton rows={4} />;
  if (query.isError) return <ErrorBox error={query.error} onRetry={() => query.refetch()} />;
  return (
    <div className="flex flex-col gap-6">
      <Understood decision={query.data} />
      <Facts decision={query.data} />
      <Choice decision={query.data} />
      <Verdicts decision={query.data} />
    </div>
  );
}

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Understood({ decision }: { decision: Decision }) {
  const { t } = useLingui();
  const { understood, subject } = decision;
  return (
    <Part title={<Trans>What was understood</Trans>}>
      <ul className="flex flex-col gap-2">
        {understood.intents.slice(0, 4).map((one) => (
          <li key={one.intent} className="flex items-center gap-3">
            <span className="min-w-28">{t(intent(one.intent))}</span>
            <meter
              min={0}
              max={1}
              value={one.confidence}
              aria-label={t(intent(one.intent))}
              className="min-w-0 grow"
            />
            <span className="nums shrink-0 text-sm text-ink-2">{percent(one.confidence)}</span>
          </li>
        ))}
      </ul>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-ink-3">
          <Trans>Language</Trans>
        </dt>
        <dd>{t(languageName(understood.language))}</dd>
        {subject ? (
          <>
            <dt className="text-ink-3">
              <Trans>About</Trans>
            </dt>
            <dd>
              <bdi>{subject}</bdi>
            </dd>
          </>
        ) : null}
        {understood.entities.map((one) => (
          <div key={`${one.kind}-${one.start}`} className="contents">
            <dt className="text-ink-3">{t(entity(one.kind))}</dt>
            <dd>
              <bdi>{one.text}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <Teach decision={decision} />
    </Part>
  );
}

function Facts({ decision }: { decision: Decision }) {
  const { t } = useLingui();
  return (
    <Part title={<Trans>Facts used</Trans>}>
      {decision.facts.length === 0 ? (
        <p className="text-ink-3">
          <Trans>None: the answer states no price, stock or date.</Trans>
        </p>
      ) : (
        <ul className="flex flex-col divide-y divide-line rounded-card border border-line">
          {decision.facts.map((fact) => (
            <li
              key={`${fact.kind}${fact.about}${fact.value}`}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2"
            >
              <Chip>{t(factKind(fact.kind))}</Chip>
              <bdi className="min-w-0 grow text-ink-2">{fact.about}</bdi>
              <bdi className="font-medium">{fact.value}</bdi>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function Choice({ decision }: { decision: Decision }) {
  const { t } = useLingui();
  return (
    <Part title={<Trans>What was decided</Trans>}>
      <p>
        <span className="font-medium">{t(outcome(decision.outcome))}</span>
        {decision.reason ? <>: {t(reason(decision.reason))}</> : null}
      </p>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm text-ink-3">
        <dt>
          <Trans>Rule of the AI</Trans>
        </dt>
        <dd>
          <bdi className="code font-mono">{decision.rule}</bdi>
        </dd>
        <dt>
          <Trans>Engine</Trans>
        </dt>
        <dd>{decision.engine === "embedded" ? t`Built in` : <bdi>{decision.engine}</bdi>}</dd>
        <dt>
          <Trans>Time</Trans>
        </dt>
        <dd>{dateTime(new Date(decision.at))}</dd>
      </dl>
    </Part>
  );
}

function Verdicts({ decision }: { decision: Decision }) {
  const { t } = useLingui();
  if (decision.verdicts.length === 0) return null;
  return (
    <Part title={<Trans>Leave to send</Trans>}>
      <ul className="flex flex-col gap-2">
        {decision.verdicts.map((verdict) => {
          const source = ruleSource(verdict.rule);
          return (
            <li key={`${verdict.stage}-${verdict.at}`} className="flex items-start gap-2">
              <span className={verdict.allowed ? "text-ok" : "text-bad"}>
                <Icon of={verdict.allowed ? Check : X} className="mt-1" />
              </span>
              <div className="min-w-0">
                <p>
                  <span className="font-medium">{verdict.allowed ? t`Allowed` : t`Refused`}</span>{" "}
                  <span className="text-ink-3">
                    {verdict.stage === "send"
                      ? t`when it was sent, ${clock(new Date(verdict.at))}`
                      : t`when it was decided, ${clock(new Date(verdict.at))}`}
                  </span>
                </p>
                <p>{t(rule(verdict.rule))}</p>
                {source ? <p className="text-sm text-ink-3">{t(source)}</p> : null}
              </div>
            </li>
          );
        })}
      </ul>
    </Part>
  );
}
