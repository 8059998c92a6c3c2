import { createContext, type ReactNode, useContext } from "react";
import type { Me } from "../api/types";

type Business = Me["businesses"][number];
export type Permission =
  | "read"
  | "converse"
  | "manage_orders"
  | "manage_catalogue"
  | "manage_settings";

const Context = createContext<Business | null>(null);

export function BusinessProvider({ value, children }: { value: Business; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

/** The business that is looked at. */
export function useBusiness() {
  const business = useContext(Context);
  if (!business) throw new Error("useBusiness stands outside of a signed-in page");
  return {
    ...business,
    may: (permission: Permission) => business.permissions.includes(permission),
  };
}

const KEPT = "palette-business";

/** The business chosen last on this device, or the first. */
export function chosenBusiness(me: Me): Business | undefined {
  const kept = localStorage.getItem(KEPT);
  return me.businesses.find((business) => business.id === kept) ?? me.businesses[0];
}

export function chooseBusiness(id: string) {
  localStorage.setItem(KEPT, id);
}
