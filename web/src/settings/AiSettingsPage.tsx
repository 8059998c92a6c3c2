import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Controller, type UseFormReturn, useForm } from "react-hook-form";
import { ApiError, api, ask } from "../api/client";
import { businessQuery } from "../api/queries";
import type { AiSettings } from "../api/types";
import { useBusiness } from "../shell/business";
import { useErrorWords } from "../shell/Errors";
import { Card } from "../shell/layout";
import { Button } from "../ui/Button";
import { Choice } from "../ui/Choice";
import { TextArea } from "../ui/Field";
import { complain, say } from "../ui/Toasts";
import { Learned } from "./Learned";

type Form = UseFormReturn<AiSettings>;

/** How far the AI may go by itself, and how it speaks. */
export function AiSettingsPage() {
  const business = useBusiness();
  const { data } = useSuspenseQuery(businessQuery(business.id));
  const form = useForm<AiSettings>({
    values: data.settings.ai,
    resetOptions: { keepDirtyValues: true },
  });
  const save = useSave(form);
  const may = business.may("manage_settings");
  return (
    <>
      <form noValidate onSubmit={form.handleSubmit(save)}>
        <fieldset disabled={!may} className="flex flex-col gap-4">
          <Card>
            <Mode form={form} />
          </Card>
          <Card>
            <Tone form={form} />
          </Card>
          <Disclosure form={form} />
          {may ? (
            <div className="sticky bottom-0 flex justify-end bg-ground py-3">
              <Button type="submit" look="primary" isPending={form.formState.isSubmitting}>
                <Trans>Save</Trans>
              </Button>
            </div>
          ) : null}
        </fieldset>
      </form>
      <Learned />
    </>
  );
}

function useSave({ reset, setError }: Form) {
  const { t } = useLingui();
  const { id: business_id } = useBusiness();
  const client = useQueryClient();
  const words = useErrorWords();
  return async (body: AiSettings) => {
    try {
      const settings = await ask(
        api.PUT("/api/v1/businesses/{business_id}/settings/ai", {
          params: { path: { business_id } },
          body,
        }),
      );
      const { queryKey } = businessQuery(business_id);
      client.setQueryData(queryKey, (old) => old && { ...old, settings });
      reset(settings.ai);
      say(t`Saved.`);
    } catch (error) {
      const wrong = (error instanceof ApiError && error.problem.errors) || [];
      for (const one of wrong) {
        const field = one.pointer.split("/").slice(1).join(".");
        setError(field as "disclosure.fa", { message: one.detail });
      }
      if (wrong.length === 0) complain(words(error));
    }
  };
}

function Mode({ form }: { form: Form }) {
  const { t } = useLingui();
  return (
    <Controller
      control={form.control}
      name="mode"
      render={({ field }) => (
        <Choice
          label={t`How far the AI may go`}
          name="mode"
          value={field.value}
          onChange={field.onChange}
          options={[
            {
              value: "auto",
              title: t`Answers by itself`,
              words: t`It answers what it surely can; the rest becomes a draft for you.`,
            },
            { value: "draft", title: t`Drafts only`, words: t`It writes, you look and send.` },
            { value: "off", title: t`Off`, words: t`It reads and sorts, and stays silent.` },
          ]}
        />
      )}
    />
  );
}

function Tone({ form }: { form: Form }) {
  const { t } = useLingui();
  return (
    <Controller
      control={form.control}
      name="tone"
      render={({ field }) => (
        <Choice
          label={t`How it speaks`}
          name="tone"
          value={field.value}
          onChange={field.onChange}
          options={[
            { value: "warm", title: t`Warm`, words: t`Polite and friendly.` },
            { value: "formal", title: t`Formal`, words: t`Polite, in complete sentences.` },
            { value: "brief", title: t`Brief`, words: t`Short and light.` },
          ]}
        />
      )}
    />
  );
}

function Disclosure({ form }: { form: Form }) {
  const { t } = useLingui();
  const errors = form.formState.errors.disclosure;
  return (
    <Card title={<Trans>How it introduces itself</Trans>}>
      <p className="mb-3 text-ink-2">
        <Trans>
          The first automated message to each person says that it is automated, and how to reach a
          person. Instagram and the law of many places ask for it.
        </Trans>
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextArea
          label={t`In Persian`}
          lang="fa"
          error={errors?.fa?.message}
          {...form.register("disclosure.fa")}
        />
        <TextArea
          label={t`In English`}
          lang="en"
          error={errors?.en?.message}
          {...form.register("disclosure.en")}
        />
      </div>
    </Card>
  );
}
