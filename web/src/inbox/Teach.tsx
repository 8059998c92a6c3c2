import { Trans, useLingui } from "@lingui/react/macro";
import { GraduationCap } from "lucide-react";
import { useState } from "react";
import type { Decision, Intent } from "../api/types";
import { intent, teachable } from "../api/words";
import { useForget, useTeach } from "../settings/learn";
import { useBusiness } from "../shell/business";
import { Button } from "../ui/Button";
import { SelectField } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { say } from "../ui/Toasts";

/** What was really meant: a member says it once, and it is understood so from then on. */
export function Teach({ decision }: { decision: Decision }) {
  const business = useBusiness();
  const may = business.may("manage_settings");
  if (decision.taught) return <Taught taught={decision.taught} may={may} />;
  if (!may) return null;
  if (!decision.teachable)
    return (
      <p className="mt-3 text-sm text-ink-3">
        <Trans>A fixed rule decides about this message, so nothing can be taught on it.</Trans>
      </p>
    );
  return <Choose key={decision.id} decision={decision} />;
}

function Taught({ taught, may }: { taught: NonNullable<Decision["taught"]>; may: boolean }) {
  const { t } = useLingui();
  const forget = useForget();
  const meaning = t(intent(taught.intent));
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2 rounded-card bg-ok-soft px-3 py-2 text-ok">
      <Icon of={GraduationCap} />
      <p className="min-w-0 grow">
        <Trans>Learned: this means “{meaning}”.</Trans>
      </p>
      {may ? (
        <Button size="small" isPending={forget.isPending} onPress={() => forget.mutate(taught.id)}>
          <Trans>Undo</Trans>
        </Button>
      ) : null}
    </div>
  );
}

function Choose({ decision }: { decision: Decision }) {
  const { t } = useLingui();
  const teach = useTeach(decision.id);
  const forget = useForget();
  const [chosen, choose] = useState<Intent | "">("");
  const learn = (meaning: Intent) =>
    teach.mutate(meaning, {
      onSuccess: ({ id }) =>
        say(t`Learned. It is understood so from now on.`, {
          label: t`Undo`,
          act: () => forget.mutate(id),
        }),
    });
  return (
    <form
      className="mt-3 flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen) learn(chosen);
      }}
    >
      <div className="min-w-48 grow">
        <SelectField
          label={t`Misread? This was meant:`}
          value={chosen}
          onChange={(event) => choose(event.target.value as Intent | "")}
        >
          <option value="">{t`Choose the meaning`}</option>
          {teachable.map((one) => (
            <option key={one} value={one}>
              {t(intent(one))}
            </option>
          ))}
        </SelectField>
      </div>
      <Button type="submit" isDisabled={!chosen} isPending={teach.isPending}>
        <Trans>Teach</Trans>
      </Button>
    </form>
  );
}
