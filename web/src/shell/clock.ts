import { useSyncExternalStore } from "react";

/** The page's idea of now: the device's clock, set right by the server's (devices are often off). */
let skew = 0;
let current = new Date();
const listeners = new Set<() => void>();
const TICK_MS = 20_000;

function tick() {
  current = new Date(Date.now() + skew);
  for (const listener of listeners) listener();
}

/** Sets the clock by the server's time. */
export function setServerTime(milliseconds: number) {
  const next = milliseconds - Date.now();
  if (Math.abs(next - skew) < 2000) return;
  skew = next;
  tick();
}

export const now = () => new Date(Date.now() + skew);

let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Now, moving: whoever shows a relative time is drawn again when it moves. */
export const useNow = () => useSyncExternalStore(subscribe, () => current);
