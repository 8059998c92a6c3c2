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

type Form = { password: string; again: string };

/** The page an invitation link leads to: choose a password, and you are in. */
export function Invitation({ token }: { token: string }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const router = useRouter();
  const words = useErrorWords();
  const [problem, setProblem] = useState("");
  const { register, handleSubmit, formState, setError, setFocus, getValues } = useForm<Form>();

  const submit = handleSubmit(async ({ password }) => {
    setProblem("");
    try {
      const body = { token, password };
      const me = await ask(api.POST("/api/v1/invitations/accept", { body }));
      client.setQueryData(meQuery.queryKey, me);
      router.history.push("/inbox");
    } catch (error) {
      const wrong = error instanceof ApiError ? error.field("/password") : undefined;
      if (wrong) setError("password", { message: wrong });
      else setProblem(words(error));
      setFocus("password");
    }
  });

  return (
    <Door
      title={<Trans>Welcome to Palette</Trans>}
      lead={<Trans>Choose a password for your account.</Trans>}
      problem={problem}
      action={<Trans>Begin</Trans>}
      busy={formState.isSubmitting}
      onSubmit={submit}
    >
      <CodeField
        label={t`Password`}
        type="password"
        autoComplete="new-password"
        error={formState.errors.password?.message}
        {...register("password", { required: t`Write your password.` })}
      />
      <CodeField
        label={t`The same password again`}
        type="password"
        autoComplete="new-password"
        error={formState.errors.again?.message}
        {...register("again", {
          validate: (again) =>
            again === getValues("password") || t`The two passwords are not the same.`,
        })}
      />
    </Door>
  );
}
