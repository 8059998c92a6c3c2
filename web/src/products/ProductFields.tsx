import { Trans, useLingui } from "@lingui/react/macro";
import { Plus, Trash2 } from "lucide-react";
import { type FieldErrors, type UseFormReturn, useFieldArray } from "react-hook-form";
import { wholeNumber } from "../i18n/digits";
import { unit } from "../i18n/format";
import { Card } from "../shell/layout";
import { Button } from "../ui/Button";
import { CodeField, TextArea, TextField } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { IconButton } from "../ui/IconButton";
import { say } from "../ui/Toasts";
import { emptyVariant, type ProductForm } from "./form";
import { LinkedPosts } from "./LinkedPosts";

type Props = { form: UseFormReturn<ProductForm>; currency: string };

/** All fields of a product, for making and for changing one. */
export function ProductFields({ form, currency }: Props) {
  return (
    <>
      <Names form={form} />
      <Variants form={form} currency={currency} />
      <Facts form={form} />
      <LinkedPosts
        chosen={form.watch("media_ids")}
        onChange={(ids) => form.setValue("media_ids", ids, { shouldDirty: true })}
      />
    </>
  );
}

const message = (errors: FieldErrors<ProductForm>, name: keyof ProductForm) =>
  errors[name]?.message as string | undefined;

function Names({ form }: { form: UseFormReturn<ProductForm> }) {
  const { t } = useLingui();
  const { register, formState, getValues } = form;
  const one = () =>
    getValues("name_fa").trim() !== "" ||
    getValues("name_en").trim() !== "" ||
    t`Write a name in at least one language.`;
  return (
    <Card>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t`Name in Persian`}
          lang="fa"
          error={message(formState.errors, "name_fa")}
          {...register("name_fa", { validate: one, deps: ["name_en"] })}
        />
        <TextField
          label={t`Name in English`}
          lang="en"
          error={message(formState.errors, "name_en")}
          {...register("name_en")}
        />
      </div>
      <div className="mt-4">
        <TextField
          label={t`Other names people use`}
          hint={t`Separated by commas; the AI recognises them in messages.`}
          error={message(formState.errors, "aliases")}
          {...register("aliases")}
        />
      </div>
      <label className="mt-4 flex items-center gap-2">
        <input type="checkbox" className="size-4 accent-accent" {...register("active")} />
        <Trans>On sale: the AI may offer it</Trans>
      </label>
    </Card>
  );
}

function Variants({ form, currency }: Props) {
  const { t } = useLingui();
  const { fields, append, insert, remove } = useFieldArray({
    control: form.control,
    name: "variants",
    keyName: "key",
  });
  return (
    <Card title={<Trans>Price and stock</Trans>}>
      <ul className="flex flex-col gap-4">
        {fields.map((field, index) => (
          <li key={field.key} className="border-b border-line pb-4 last:border-b-0">
            <VariantRow
              form={form}
              index={index}
              currency={currency}
              onRemove={() => {
                const row = form.getValues(`variants.${index}`);
                remove(index);
                say(t`Removed; saving makes it so.`, {
                  label: t`Undo`,
                  act: () => insert(index, row),
                });
              }}
            />
          </li>
        ))}
      </ul>
      <Button size="small" className="mt-2" onPress={() => append(emptyVariant())}>
        <Icon of={Plus} />
        <Trans>Add a size or colour</Trans>
      </Button>
    </Card>
  );
}

type RowProps = Props & { index: number; onRemove: () => void };

function VariantRow({ form, index, currency, onRemove }: RowProps) {
  const { t } = useLingui();
  const { register, formState } = form;
  const errors = formState.errors.variants?.[index];
  const whole = (text: string) => {
    const value = wholeNumber(text);
    return (value !== null && value >= 0) || t`Write a whole number, such as 850,000.`;
  };
  const name = <K extends string>(field: K) => `variants.${index}.${field}` as const;
  return (
    <fieldset className="grid grid-cols-2 gap-3 lg:grid-cols-[1fr_1fr_1fr_1fr_1.3fr_0.8fr_auto]">
      <legend className="sr-only">{t`Variant ${index + 1}`}</legend>
      <CodeField
        label={t`Code (SKU)`}
        error={errors?.sku?.message}
        {...register(name("sku"), { required: t`Each variant needs its own code.` })}
      />
      <TextField label={t`Size`} error={errors?.size?.message} {...register(name("size"))} />
      <TextField
        label={t`Colour in Persian`}
        lang="fa"
        error={errors?.colour_fa?.message}
        {...register(name("colour_fa"))}
      />
      <TextField
        label={t`Colour in English`}
        lang="en"
        error={errors?.colour_en?.message}
        {...register(name("colour_en"))}
      />
      <CodeField
        label={t`Price (${unit(currency)})`}
        inputMode="numeric"
        error={errors?.price?.message}
        {...register(name("price"), { validate: whole })}
      />
      <CodeField
        label={t`In the house`}
        inputMode="numeric"
        error={errors?.on_hand?.message}
        {...register(name("on_hand"), { validate: whole })}
      />
      <IconButton
        icon={Trash2}
        label={t`Remove variant ${index + 1}`}
        className="self-end justify-self-end"
        onPress={onRemove}
      />
    </fieldset>
  );
}

function Facts({ form }: { form: UseFormReturn<ProductForm> }) {
  const { t } = useLingui();
  const { register, formState } = form;
  const rows = [
    ["description_fa", "description_en", t`Description in Persian`, t`Description in English`],
    [
      "material_fa",
      "material_en",
      t`Material and care in Persian`,
      t`Material and care in English`,
    ],
    ["sizes_fa", "sizes_en", t`Sizes in Persian`, t`Sizes in English`],
  ] as const;
  return (
    <Card title={<Trans>What the AI may say about it</Trans>}>
      <p className="mb-4 text-ink-2">
        <Trans>An empty field means “not said”: the AI asks you instead of guessing.</Trans>
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        {rows.flatMap(([fa, en, labelFa, labelEn]) => [
          <TextArea
            key={fa}
            label={labelFa}
            lang="fa"
            error={message(formState.errors, fa)}
            {...register(fa)}
          />,
          <TextArea
            key={en}
            label={labelEn}
            lang="en"
            error={message(formState.errors, en)}
            {...register(en)}
          />,
        ])}
      </div>
    </Card>
  );
}
