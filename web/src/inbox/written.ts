import { useSyncExternalStore } from "react";

/** What is written but not sent, by conversation: going elsewhere and back loses nothing. */
export type Written = { text: string; draft?: string | undefined };

const kept = new Map<string, Written>();
const listeners = new Set<() => void>();
const nothing: Written = { text: "" };

export function setWritten(conversation: string, written: Written) {
  if (written.text) kept.set(conversation, written);
  else kept.delete(conversation);
  for (const listener of listeners) listener();
}

export const useWritten = (conversation: string): Written =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => kept.get(conversation) ?? nothing,
  );
