import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { type UseFormReturn, useForm } from "react-hook-form";
import { ApiError, api, ask } from "../api/client";
import { businessQuery } from "../api/queries";
import type { Currency } from "../api/types";
import { wholeNumber } from "../i18n/digits";
import { unit } from "../i18n/format";
import { useBusiness } from "../shell/business";
import { useErrorWords } from "../shell/Errors";
import { Card } from "../shell/layout";
import { Button } from "../ui/Button";
import { CodeField, TextArea } from "../ui/Field";
import { complain, say } from "../ui/Toasts";
import { ShippingAreas } from "./ShippingAreas";
import { type SheetForm, sheetField, sheetForm, sheetOf } from "./sheet";

/** What shops in Iran price in, when the sheet names no amount yet. */
const CURRENCY = "IRT";

type Form = UseFormReturn<SheetForm>;

/** The facts that the answers are drawn from, in both languages. */
export function PolicySettings() {
  const business = useBusiness();
  const { data } = useSuspenseQuery(businessQuery(business.id));
  const { sheet } = data.settings;
  const currency =
    sheet.shipping.find((rule) => rule.cost)?.cost?.currency ??
    sheet.free_shipping_from?.currency ??
    CURRENCY;
  const form = useForm<SheetForm>({
    values: sheetForm(sheet),
    resetOptions: { keepDirtyValues: true },
  });
  const save = useSave(form, currency);
  const may = business.may("manage_settings");
  return (
    <form noValidate onSubmit={form.handleSubmit(save)}>
      <fieldset disabled={!may} className="flex flex-col gap-4">
        <p className="text-ink-2">
          <Trans>
            The AI answers from these facts only. An empty field means “not said”: it then asks you
            instead of guessing.
          </Trans>
        </p>
        <ShippingAreas form={form} currency={currency} />
        <FreeShipping form={form} currency={currency} />
        <Texts form={form} />
        {may ? (
          <div className="sticky bottom-0 flex justify-end bg-ground py-3">
            <Button type="submit" look="primary" isPending={form.formState.isSubmitting}>
              <Trans>Save</Trans>
            </Button>
          </div>
        ) : null}
      </fieldset>
    </form>
  );
}

function useSave({ reset, setError }: Form, currency: Currency) {
  const { t } = useLingui();
  const { id: business_id } = useBusiness();
  const client = useQueryClient();
  const words = useErrorWords();
  return async (typed: SheetForm) => {
    try {
      const settings = await ask(
        api.PUT("/api/v1/businesses/{business_id}/settings/sheet", {
          params: { path: { business_id } },
          body: sheetOf(typed, currency),
        }),
      );
      const { queryKey } = businessQuery(business_id);
      client.setQueryData(queryKey, (old) => old && { ...old, settings });
      reset(sheetForm(settings.sheet));
      say(t`Saved. The AI answers with it from now on.`);
    } catch (error) {
      const wrong = (error instanceof ApiError && error.problem.errors) || [];
      for (const [index, { pointer, detail }] of wrong.entries()) {
        const field = sheetField(pointer) as "payment.fa";
        setError(field, { message: detail }, { shouldFocus: index === 0 });
      }
      if (wrong.length === 0) complain(words(error));
    }
  };
}

function FreeShipping({ form, currency }: { form: Form; currency: Currency }) {
  const { t } = useLingui();
  const whole = (text: string) =>
    text.trim() === "" || wholeNumber(text) !== null || t`Write a whole number, such as 850,000.`;
  return (
    <Card title={<Trans>Free shipping</Trans>}>
      <CodeField
        label={t`Orders of at least (${unit(currency)})`}
        hint={t`Leave it empty when there is none.`}
        inputMode="numeric"
        error={form.formState.errors.free_shipping_from?.message}
        {...form.register("free_shipping_from", { validate: whole })}
      />
    </Card>
  );
}

function Texts({ form }: { form: Form }) {
  const { t } = useLingui();
  const { register, formState } = form;
  const parts = [
    ["payment", t`Ways of payment`],
    ["returns", t`Exchange and return`],
    ["hours", t`Working hours`],
    ["address", t`Address`],
    ["sizes", t`About sizes`],
    ["discounts", t`Discounts`],
  ] as const;
  return parts.map(([name, label]) => (
    <Card key={name} title={label}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextArea
          label={t`${label}, in Persian`}
          lang="fa"
          error={formState.errors[name]?.fa?.message}
          {...register(`${name}.fa`)}
        />
        <TextArea
          label={t`${label}, in English`}
          lang="en"
          error={formState.errors[name]?.en?.message}
          {...register(`${name}.en`)}
        />
      </div>
    </Card>
  ));
}
