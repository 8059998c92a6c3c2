import { Trans, useLingui } from "@lingui/react/macro";
import { Plus, Trash2 } from "lucide-react";
import { type UseFormReturn, useFieldArray } from "react-hook-form";
import { wholeNumber } from "../i18n/digits";
import { number, unit } from "../i18n/format";
import { Card } from "../shell/layout";
import { Button } from "../ui/Button";
import { CodeField, TextField } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { IconButton } from "../ui/IconButton";
import { emptyArea, type SheetForm } from "./sheet";

type Props = { form: UseFormReturn<SheetForm>; currency: string };

/** Where is sent to, for how much, in how many days. */
export function ShippingAreas({ form, currency }: Props) {
  const { t } = useLingui();
  const { fields, append, remove } = useFieldArray({
    control: form.control,
    name: "shipping",
    keyName: "key",
  });
  return (
    <Card title={<Trans>Shipping</Trans>}>
      {fields.length === 0 ? (
        <p className="text-ink-3">
          <Trans>No area yet: questions about shipping come to you.</Trans>
        </p>
      ) : null}
      <ul className="flex flex-col gap-6">
        {fields.map((field, index) => (
          <li key={field.key} className="border-b border-line pb-6 last:border-b-0">
            <div className="mb-2 flex items-center justify-between gap-2">
              <h3 className="font-medium">{t`Area ${number(index + 1)}`}</h3>
              <IconButton
                icon={Trash2}
                label={t`Remove area ${number(index + 1)}`}
                onPress={() => remove(index)}
              />
            </div>
            <Area form={form} index={index} currency={currency} />
          </li>
        ))}
      </ul>
      <Button size="small" className="mt-3" onPress={() => append(emptyArea())}>
        <Icon of={Plus} />
        <Trans>Add an area</Trans>
      </Button>
    </Card>
  );
}

function Area({ form, index, currency }: Props & { index: number }) {
  const { t } = useLingui();
  const { register, formState } = form;
  const errors = formState.errors.shipping?.[index];
  const name = <K extends string>(field: K) => `shipping.${index}.${field}` as const;
  const whole = (text: string) =>
    wholeNumber(text) !== null || t`Write a whole number of working days.`;
  const amount = (text: string) =>
    text.trim() === "" || wholeNumber(text) !== null || t`Write a whole number, such as 850,000.`;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <TextField
        label={t`Area in Persian`}
        lang="fa"
        error={errors?.area?.fa?.message}
        {...register(name("area.fa"))}
      />
      <TextField
        label={t`Area in English`}
        lang="en"
        error={errors?.area?.en?.message}
        {...register(name("area.en"))}
      />
      <div className="sm:col-span-2">
        <TextField
          label={t`Cities and provinces`}
          hint={t`Separated by commas. Empty means everywhere that no other area names.`}
          error={errors?.places?.message}
          {...register(name("places"))}
        />
      </div>
      <CodeField
        label={t`Cost (${unit(currency)})`}
        hint={t`Empty: the receiver pays the carrier.`}
        inputMode="numeric"
        error={errors?.cost?.message}
        {...register(name("cost"), { validate: amount })}
      />
      <div className="grid grid-cols-2 gap-3">
        <CodeField
          label={t`Days, at least`}
          inputMode="numeric"
          error={errors?.days_min?.message}
          {...register(name("days_min"), { validate: whole })}
        />
        <CodeField
          label={t`Days, at most`}
          inputMode="numeric"
          error={errors?.days_max?.message}
          {...register(name("days_max"), { validate: whole })}
        />
      </div>
      <TextField
        label={t`Carrier in Persian`}
        lang="fa"
        error={errors?.carrier?.fa?.message}
        {...register(name("carrier.fa"))}
      />
      <TextField
        label={t`Carrier in English`}
        lang="en"
        error={errors?.carrier?.en?.message}
        {...register(name("carrier.en"))}
      />
    </div>
  );
}
