import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { ApiError } from "../api/client";
import type { Order } from "../api/types";
import { asciiDigits } from "../i18n/digits";
import { language } from "../i18n/language";
import { useBusiness } from "../shell/business";
import { useErrorWords } from "../shell/Errors";
import { Card } from "../shell/layout";
import { Button } from "../ui/Button";
import { CodeField, TextArea, TextField } from "../ui/Field";
import { complain } from "../ui/Toasts";
import { useEdit } from "./change";

type Recipient = Order["recipient"];

/** Where the order goes; a click away from being corrected. */
export function RecipientCard({ order }: { order: Order }) {
  const business = useBusiness();
  const [editing, setEditing] = useState(false);
  const to = order.recipient;
  const empty = Object.values(to).every((part) => !part);
  return (
    <Card title={<Trans>Deliver to</Trans>}>
      {editing ? (
        <Form order={order} onDone={() => setEditing(false)} />
      ) : (
        <>
          {empty ? (
            <p className="text-ink-3">
              <Trans>No address yet</Trans>
            </p>
          ) : (
            <address className="not-italic">
              <p className="font-medium">
                <bdi>{to.name}</bdi>
              </p>
              <p>
                <bdi dir="ltr">{to.phone}</bdi>
              </p>
              <p>
                {[to.province, to.city].filter(Boolean).join(language() === "fa" ? "، " : ", ")}
              </p>
              <p>
                <bdi>{to.street}</bdi>
              </p>
              {to.postal_code ? (
                <p className="text-ink-2">
                  <Trans>Postal code</Trans> <bdi dir="ltr">{to.postal_code}</bdi>
                </p>
              ) : null}
            </address>
          )}
          {business.may("manage_orders") ? (
            <Button size="small" className="mt-3" onPress={() => setEditing(true)}>
              <Trans>Change</Trans>
            </Button>
          ) : null}
        </>
      )}
    </Card>
  );
}

const fields = ["name", "phone", "province", "city", "street", "postal_code"] as const;

function Form({ order, onDone }: { order: Order; onDone: () => void }) {
  const { t } = useLingui();
  const edit = useEdit(order.id);
  const words = useErrorWords();
  const { register, handleSubmit, setError, formState } = useForm<Recipient>({
    defaultValues: order.recipient,
  });
  const wrong = (name: keyof Recipient) => formState.errors[name]?.message;
  const submit = handleSubmit(async (typed) => {
    const recipient = {
      ...typed,
      phone: asciiDigits(typed.phone),
      postal_code: asciiDigits(typed.postal_code).replace(/[\s-]/g, ""),
    };
    try {
      await edit.mutateAsync({ recipient });
      onDone();
    } catch (error) {
      let placed = false;
      for (const name of fields) {
        const message = error instanceof ApiError ? error.field(`/recipient/${name}`) : undefined;
        if (!message) continue;
        setError(name, { message }, { shouldFocus: !placed });
        placed = true;
      }
      if (!placed) complain(words(error));
    }
  });
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-3">
      <TextField label={t`Name`} error={wrong("name")} {...register("name")} />
      <CodeField
        label={t`Phone`}
        type="tel"
        inputMode="tel"
        error={wrong("phone")}
        {...register("phone")}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField label={t`Province`} error={wrong("province")} {...register("province")} />
        <TextField label={t`City`} error={wrong("city")} {...register("city")} />
      </div>
      <TextArea label={t`Address`} error={wrong("street")} {...register("street")} />
      <CodeField
        label={t`Postal code`}
        inputMode="numeric"
        error={wrong("postal_code")}
        {...register("postal_code")}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" isPending={formState.isSubmitting}>
          <Trans>Save</Trans>
        </Button>
        <Button onPress={onDone}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
