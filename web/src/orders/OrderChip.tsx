import { useLingui } from "@lingui/react/macro";
import {
  Ban,
  Banknote,
  CheckCheck,
  Clock,
  type LucideIcon,
  PackageOpen,
  PencilLine,
  Truck,
  Undo2,
} from "lucide-react";
import type { OrderState } from "../api/types";
import { orderState } from "../api/words";
import { Chip, type Tone } from "../ui/Chip";

const looks: Record<OrderState, [LucideIcon, Tone]> = {
  draft: [PencilLine, "plain"],
  awaiting_payment: [Clock, "warn"],
  paid: [Banknote, "ok"],
  packing: [PackageOpen, "accent"],
  shipped: [Truck, "accent"],
  delivered: [CheckCheck, "ok"],
  cancelled: [Ban, "plain"],
  returned: [Undo2, "bad"],
};

/** An order's state, in words with an icon. */
export function OrderChip({ state }: { state: OrderState }) {
  const { t } = useLingui();
  const [icon, tone] = looks[state] ?? [Clock, "plain"];
  return (
    <Chip icon={icon} tone={tone}>
      {t(orderState(state))}
    </Chip>
  );
}
