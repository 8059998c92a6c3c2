import { useLingui } from "@lingui/react/macro";
import type { CustomerRef } from "../api/types";

/** What a customer is called: the shown name, else the @name, else "a customer". */
export function useNameOf() {
  const { t } = useLingui();
  return (customer: CustomerRef | null): string =>
    customer?.name || (customer?.username ? `@${customer.username}` : t`A customer`);
}
