import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useEffect } from "react";
import { tinykeys } from "tinykeys";

/** Keys by their place on the keyboard, so they work while it writes Persian. One table, feeds `?`. */
export const keys = {
  inbox: { code: "KeyG KeyI", shown: "G I", words: msg`Inbox` },
  comments: { code: "KeyG KeyC", shown: "G C", words: msg`Comments` },
  orders: { code: "KeyG KeyO", shown: "G O", words: msg`Orders` },
  products: { code: "KeyG KeyP", shown: "G P", words: msg`Products` },
  settings: { code: "KeyG KeyS", shown: "G S", words: msg`Settings` },
  help: { code: "Shift+Slash", shown: "?", words: msg`Show the keys` },
  search: { code: "Slash", shown: "/", words: msg`Search` },
  next: { code: "KeyJ", shown: "J", words: msg`Next conversation` },
  previous: { code: "KeyK", shown: "K", words: msg`Previous conversation` },
  reply: { code: "KeyR", shown: "R", words: msg`Write an answer` },
  note: { code: "KeyN", shown: "N", words: msg`Write a note for colleagues` },
  takeOver: { code: "KeyT", shown: "T", words: msg`Take over from the AI` },
  giveBack: { code: "KeyB", shown: "B", words: msg`Give back to the AI` },
  done: { code: "KeyE", shown: "E", words: msg`Mark as done, or open again` },
  snooze: { code: "KeyS", shown: "S", words: msg`Snooze` },
  sendDraft: { code: "KeyY", shown: "Y", words: msg`Send the AI's draft` },
  editDraft: { code: "KeyW", shown: "W", words: msg`Edit the AI's draft` },
  discardDraft: { code: "KeyX", shown: "X", words: msg`Discard the AI's draft` },
} satisfies Record<string, { code: string; shown: string; words: MessageDescriptor }>;

export type KeyName = keyof typeof keys;

const KEPT = "palette-single-keys";

/** Single keys can be switched off (WCAG 2.1.4). */
export const singleKeys = () => localStorage.getItem(KEPT) !== "off";
export const setSingleKeys = (on: boolean) => localStorage.setItem(KEPT, on ? "on" : "off");

function busy(event: KeyboardEvent): boolean {
  if (event.isComposing || !singleKeys()) return true;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest("input, textarea, select, [contenteditable]")) return true;
  return document.querySelector('[role="dialog"]') !== null;
}

/** Listens for keys while the component is shown. */
export function useKeys(acts: Partial<Record<KeyName, () => void>>) {
  useEffect(() => {
    const bound: Record<string, (event: KeyboardEvent) => void> = {};
    for (const [name, act] of Object.entries(acts)) {
      bound[keys[name as KeyName].code] = (event) => {
        if (busy(event)) return;
        event.preventDefault();
        act();
      };
    }
    return tinykeys(window, bound);
  });
}
