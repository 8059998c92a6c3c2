import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { ApiError } from "../api/client";
import type { Order } from "../api/types";
import { asciiDigits } from "../i18n/digits";
import { useBusiness } from "../shell/business";
import { useErrorWords } from "../shell/Errors";
import { Card } from "../shell/layout";
import { Button } from "../ui/Button";
import { CodeField } from "../ui/Field";
import { say } from "../ui/Toasts";
import { useEdit } from "./change";

/** The carrier's code, once the order is on its way. */
export function TrackingCard({ order }: { order: Order }) {
  const { t } = useLingui();
  const business = useBusiness();
  const edit = useEdit(order.id);
  const words = useErrorWords();
  const [code, setCode] = useState(order.tracking_code ?? "");
  if (order.state !== "shipped" && order.state !== "delivered" && !order.tracking_code) return null;
  const wrong = edit.error
    ? ((edit.error instanceof ApiError ? edit.error.field("/tracking_code") : undefined) ??
      words(edit.error))
    : undefined;
  return (
    <Card title={<Trans>Tracking</Trans>}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          edit.mutate(
            { tracking_code: asciiDigits(code).replace(/\s/g, "") },
            { onSuccess: () => say(t`The tracking code is saved.`) },
          );
        }}
      >
        <CodeField
          label={t`Tracking code`}
          value={code}
          readOnly={!business.may("manage_orders")}
          inputMode="numeric"
          error={wrong}
          onChange={(event) => setCode(event.target.value)}
        />
        {business.may("manage_orders") && code !== (order.tracking_code ?? "") ? (
          <div>
            <Button type="submit" look="primary" size="small" isPending={edit.isPending}>
              <Trans>Save</Trans>
            </Button>
          </div>
        ) : null}
      </form>
    </Card>
  );
}
