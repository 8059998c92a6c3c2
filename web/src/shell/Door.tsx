import { Trans } from "@lingui/react/macro";
import { Languages, Moon, Sun } from "lucide-react";
import type { FormEventHandler, ReactNode } from "react";
import { language, setTheme } from "../i18n/language";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { chooseLanguage } from "./appearance";
import { Logo } from "./Logo";

type Props = {
  title: ReactNode;
  lead: ReactNode;
  problem: string;
  action: ReactNode;
  busy: boolean;
  onSubmit: FormEventHandler;
  children: ReactNode;
};

/** The frame of the pages before one is signed in: a form in the middle, language and theme below. */
export function Door({ title, lead, problem, action, busy, onSubmit, children }: Props) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center p-4">
      <form
        noValidate
        onSubmit={onSubmit}
        className="flex w-full max-w-sm flex-col gap-5 rounded-bubble border border-line bg-surface p-6 sm:p-8"
      >
        <div className="flex flex-col gap-3">
          <Logo />
          <div>
            <h1 className="text-xl font-semibold">{title}</h1>
            <p className="text-ink-2">{lead}</p>
          </div>
        </div>
        {children}
        {problem ? (
          <p role="alert" className="rounded-control bg-bad-soft px-3 py-2 text-bad">
            {problem}
          </p>
        ) : null}
        <Button type="submit" look="primary" isPending={busy}>
          {action}
        </Button>
      </form>
      <Choices />
    </main>
  );
}

function Choices() {
  const other = language() === "fa" ? "en" : "fa";
  return (
    <div className="mt-4 flex flex-wrap items-center justify-center gap-2">
      <Button look="plain" size="small" onPress={() => chooseLanguage(other)}>
        <Icon of={Languages} />
        <span lang={other}>{other === "fa" ? "فارسی" : "English"}</span>
      </Button>
      <Button look="plain" size="small" onPress={() => setTheme("light")}>
        <Icon of={Sun} />
        <Trans>Light</Trans>
      </Button>
      <Button look="plain" size="small" onPress={() => setTheme("dark")}>
        <Icon of={Moon} />
        <Trans>Dark</Trans>
      </Button>
    </div>
  );
}
