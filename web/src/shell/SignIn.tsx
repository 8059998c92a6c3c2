import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { Languages, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { ApiError, api, ask } from "../api/client";
import { meQuery } from "../api/queries";
import { language, setTheme } from "../i18n/language";
import { Button } from "../ui/Button";
import { CodeField } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { chooseLanguage } from "./appearance";
import { useErrorWords } from "./Errors";
import { Logo } from "./Logo";

type Form = { email: string; password: string };

/** The door. A wrong password says so and keeps what was typed. */
export function SignIn({ next }: { next: string }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const router = useRouter();
  const words = useErrorWords();
  const [problem, setProblem] = useState("");
  const { register, handleSubmit, formState, setError, setFocus } = useForm<Form>();

  const submit = handleSubmit(async (body) => {
    setProblem("");
    try {
      const me = await ask(api.POST("/api/v1/session", { body }));
      client.setQueryData(meQuery.queryKey, me);
      router.history.push(next);
    } catch (error) {
      const email = error instanceof ApiError ? error.field("/email") : undefined;
      const password = error instanceof ApiError ? error.field("/password") : undefined;
      if (email) setError("email", { message: email });
      if (password) setError("password", { message: password });
      if (!email && !password) setProblem(words(error));
      setFocus(email ? "email" : "password");
    }
  });

  return (
    <main className="flex min-h-dvh flex-col items-center justify-center p-4">
      <form
        noValidate
        onSubmit={submit}
        className="flex w-full max-w-sm flex-col gap-5 rounded-bubble border border-line bg-surface p-6 sm:p-8"
      >
        <div className="flex flex-col gap-3">
          <Logo />
          <div>
            <h1 className="text-xl font-semibold">
              <Trans>Sign in to Palette</Trans>
            </h1>
            <p className="text-ink-2">
              <Trans>Your shop's Instagram, answered well.</Trans>
            </p>
          </div>
        </div>
        <CodeField
          label={t`Email`}
          type="email"
          autoComplete="username"
          error={formState.errors.email?.message}
          {...register("email", { required: t`Write your email address.` })}
        />
        <CodeField
          label={t`Password`}
          type="password"
          autoComplete="current-password"
          error={formState.errors.password?.message}
          {...register("password", { required: t`Write your password.` })}
        />
        {problem ? (
          <p role="alert" className="rounded-control bg-bad-soft px-3 py-2 text-bad">
            {problem}
          </p>
        ) : null}
        <Button type="submit" look="primary" isPending={formState.isSubmitting}>
          <Trans>Sign in</Trans>
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
