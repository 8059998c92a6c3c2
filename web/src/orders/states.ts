import type { OrderState } from "../api/types";

/** The states of an order in the order of its life. */
export const orderStates = [
  "draft",
  "awaiting_payment",
  "paid",
  "packing",
  "shipped",
  "delivered",
  "cancelled",
  "returned",
] as const satisfies readonly OrderState[];
