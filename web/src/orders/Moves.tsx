import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Order, OrderState } from "../api/types";
import { orderMove } from "../api/words";
import { asciiDigits } from "../i18n/digits";
import { useBusiness } from "../shell/business";
import { useErrorWords } from "../shell/Errors";
import { Button } from "../ui/Button";
import { Window } from "../ui/Drawer";
import { CodeField } from "../ui/Field";
import { complain } from "../ui/Toasts";
import { useMove } from "./change";

const final = (to: OrderState) => to === "cancelled" || to === "returned";

/** What may happen to an order next: the server says which moves are allowed. */
export function Moves({ order }: { order: Order }) {
  const { t } = useLingui();
  const business = useBusiness();
  const move = useMove(order.id);
  const words = useErrorWords();
  const [asked, setAsked] = useState<OrderState | null>(null);
  if (order.can.length === 0 || !business.may("manage_orders")) return null;
  const go = (to: OrderState, tracking_code?: string) =>
    move.mutate(
      { to, ...(tracking_code && { tracking_code }) },
      { onError: (error) => complain(words(error)), onSettled: () => setAsked(null) },
    );
  return (
    <div className="flex flex-wrap gap-2">
      {order.can.map((to, index) => (
        <Button
          key={to}
          look={final(to) ? "danger" : index === 0 ? "primary" : "quiet"}
          isPending={move.isPending && move.variables.to === to}
          onPress={() => (final(to) || to === "shipped" ? setAsked(to) : go(to))}
        >
          {t(orderMove(to))}
        </Button>
      ))}
      <Window
        title={asked ? t(orderMove(asked)) : ""}
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
      >
        {asked === "shipped" ? (
          <Ship order={order} pending={move.isPending} onShip={(code) => go("shipped", code)} />
        ) : null}
        {asked && final(asked) ? (
          <div className="flex flex-col gap-4">
            <p>
              {asked === "cancelled"
                ? t`The held pieces go back to the stock. This can't be undone.`
                : t`The pieces go back to the stock. This can't be undone.`}
            </p>
            <div className="flex flex-wrap justify-end gap-2">
              <Button onPress={() => setAsked(null)}>
                <Trans>Leave it as it is</Trans>
              </Button>
              <Button look="danger" isPending={move.isPending} onPress={() => go(asked)}>
                {t(orderMove(asked))}
              </Button>
            </div>
          </div>
        ) : null}
      </Window>
    </div>
  );
}

type ShipProps = { order: Order; pending: boolean; onShip: (code: string | undefined) => void };

function Ship({ order, pending, onShip }: ShipProps) {
  const { t } = useLingui();
  const [code, setCode] = useState(order.tracking_code ?? "");
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onShip(asciiDigits(code).replace(/\s/g, "") || undefined);
      }}
    >
      <CodeField
        label={t`Tracking code`}
        hint={t`The customer is told it when they ask where the order is. It can be added later.`}
        value={code}
        inputMode="numeric"
        onChange={(event) => setCode(event.target.value)}
      />
      <div className="flex justify-end">
        <Button type="submit" look="primary" isPending={pending}>
          <Trans>Mark as shipped</Trans>
        </Button>
      </div>
    </form>
  );
}
