import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { ApiError, api, ask } from "../api/client";
import { meQuery } from "../api/queries";
import { CodeField } from "../ui/Field";
import { Door } from "./Door";
import { useErrorWords } from "./Errors";

type Form = { email: string; password: string };

/** The door. A wrong password says so and keeps what was typed. */
export function SignIn({ next }: { next: string }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const router = useRouter();
  const words = useErrorWords();
  const [problem, setProblem] = useState("");
  const { register, handleSubmit, formState, setError, setFocus } = useForm<Form>();

  const refused = t`This browser refuses Palette's cookie. Allow cookies for this address: Palette sets one to keep you signed in, and none to follow you.`;

  const submit = handleSubmit(async (body) => {
    setProblem("");
    try {
      await ask(api.POST("/api/v1/session", { body }));
      // Asked again rather than believed: a browser that refuses the cookie would land here anew.
      const me = await client.fetchQuery({ ...meQuery, staleTime: 0 });
      if (me) router.history.push(next);
      else setProblem(refused);
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
    <Door
      title={<Trans>Sign in to Palette</Trans>}
      lead={<Trans>Your shop's Instagram, answered well.</Trans>}
      problem={problem}
      action={<Trans>Sign in</Trans>}
      busy={formState.isSubmitting}
      onSubmit={submit}
    >
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
    </Door>
  );
}
