import { useSyncExternalStore } from "react";
import {
  type Calendar,
  calendar,
  type Language,
  language,
  setCalendar,
  setLanguage,
} from "../i18n/language";

const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

/** Changes when the way of writing changes. */
export const useAppearance = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => `${language()}-${calendar()}`,
  );

export async function chooseLanguage(choice: Language) {
  await setLanguage(choice);
  tell();
}

export function chooseCalendar(choice: Calendar) {
  setCalendar(choice);
  tell();
}
