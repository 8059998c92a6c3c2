import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { ApiError, api, ask } from "../api/client";
import { businessQuery } from "../api/queries";
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

/** The facts that the answers are drawn from, in both languages. */
export function PolicySettings() {
  const { t } = useLingui();
  const business = useBusiness();
  const client = useQueryClient();
  const words = useErrorWords();
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
  const { register, handleSubmit, setError, reset, formState } = form;
  const submit = handleSubmit(async (typed) => {
    try {
      const settings = await ask(
        api.PUT("/api/v1/businesses/{business_id}/settings/sheet", {
          params: { path: { business_id: business.id } },
          body: sheetOf(typed, currency),
        }),
      );
      client.setQueryData(
        businessQuery(business.id).queryKey,
        (old) => old && { ...old, settings },
      );
      reset(sheetForm(settings.sheet));
      say(t`Saved. The AI answers with it from now on.`);
    } catch (error) {
      const wrong = (error instanceof ApiError && error.problem.errors) || [];
      for (const [index, one] of wrong.entries()) {
        setError(
          sheetField(one.pointer) as "payment.fa",
          { message: one.detail },
          { shouldFocus: index === 0 },
        );
      }
      if (wrong.length === 0) complain(words(error));
    }
  });
  const may = business.may("manage_settings");
  const whole = (text: string) =>
    text.trim() === "" || wholeNumber(text) !== null || t`Write a whole number, such as 850,000.`;
  const parts = [
    ["payment", t`Ways of payment`],
    ["returns", t`Exchange and return`],
    ["hours", t`Working hours`],
    ["address", t`Address`],
    ["sizes", t`About sizes`],
    ["discounts", t`Discounts`],
  ] as const;
  return (
    <form noValidate onSubmit={submit}>
      <fieldset disabled={!may} className="flex flex-col gap-4">
        <p className="text-ink-2">
          <Trans>
            The AI answers from these facts only. An empty field means “not said”: it then asks you
            instead of guessing.
          </Trans>
        </p>
        <ShippingAreas form={form} currency={currency} />
        <Card title={<Trans>Free shipping</Trans>}>
          <CodeField
            label={t`Orders of at least (${unit(currency)})`}
            hint={t`Leave it empty when there is none.`}
            inputMode="numeric"
            error={formState.errors.free_shipping_from?.message}
            {...register("free_shipping_from", { validate: whole })}
          />
        </Card>
        {parts.map(([name, label]) => (
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
        ))}
        {may ? (
          <div className="sticky bottom-0 flex justify-end bg-ground py-3">
            <Button type="submit" look="primary" isPending={formState.isSubmitting}>
              <Trans>Save</Trans>
            </Button>
          </div>
        ) : null}
      </fieldset>
    </form>
  );
}
