import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { readChange, staleKeys } from "./patch";

/** How the stream of changes stands. */
type Connection = "connecting" | "open" | "lost";

type Message = { type: "change" | "reset"; data: string } | { type: "state"; state: Connection };

let connection: Connection = "connecting";
const listeners = new Set<() => void>();

function setConnection(state: Connection) {
  if (state === connection) return;
  connection = state;
  for (const listener of listeners) listener();
}

/** The connection's state, for the thin bar. */
export const useConnection = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => connection,
  );

/** Changes that come close together cost one round of questions: they are gathered for a moment. */
const GATHER_MS = 60;

/**
 * Follows the changes of a business and keeps the query cache true. One stream serves all tabs of
 * the browser (HTTP/1.1 allows six connections): the tab that holds the lock listens for all. A tab
 * that takes the lock over cannot know what it missed, so it asks for everything once.
 */
export function followChanges(client: QueryClient, businessId: string): () => void {
  const stop = new AbortController();
  const channel = new BroadcastChannel(`palette-live-${businessId}`);
  const waiting = new Map<string, string[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    timer = undefined;
    const keys = [...waiting.values()];
    waiting.clear();
    for (const key of keys) void client.invalidateQueries({ queryKey: [businessId, ...key] });
  };
  const take = (message: Message) => {
    if (message.type === "state") return setConnection(message.state);
    if (message.type === "reset") {
      void client.invalidateQueries({ queryKey: [businessId] });
      return;
    }
    const change = readChange(message.data);
    if (!change) return;
    for (const key of staleKeys(change)) waiting.set(key.join("/"), key);
    timer ??= setTimeout(flush, GATHER_MS);
  };
  const tell = (message: Message) => {
    take(message);
    channel.postMessage(message);
  };
  channel.onmessage = (event: MessageEvent<Message>) => take(event.data);

  const lead = (late: boolean) => listen(businessId, tell, stop.signal, late);
  if (navigator.locks) {
    let waited = true;
    const held = navigator.locks.request(
      `palette-live-${businessId}`,
      { ifAvailable: true },
      async (lock) => {
        if (!lock) return;
        waited = false;
        await lead(false);
      },
    );
    held
      .then(() => {
        if (!waited || stop.signal.aborted) return;
        // Another tab listens for us; until it closes, its state is as good as ours.
        setConnection("open");
        return navigator.locks.request(`palette-live-${businessId}`, { signal: stop.signal }, () =>
          lead(true),
        );
      })
      .catch((error: unknown) => {
        if (!stop.signal.aborted) throw error;
      });
  } else {
    void lead(false);
  }
  return () => {
    stop.abort();
    clearTimeout(timer);
    channel.close();
  };
}

/** Opens the stream and keeps it open until told to stop. */
function listen(
  businessId: string,
  tell: (message: Message) => void,
  signal: AbortSignal,
  late: boolean,
): Promise<void> {
  return new Promise((done) => {
    let source: EventSource;
    let again: ReturnType<typeof setTimeout> | undefined;
    let missed = late;
    const open = () => {
      source = new EventSource(`/api/v1/events?business_id=${encodeURIComponent(businessId)}`);
      source.onopen = () => {
        tell({ type: "state", state: "open" });
        if (missed) tell({ type: "reset", data: "" });
        missed = false;
      };
      source.addEventListener("change", (event) => tell({ type: "change", data: event.data }));
      source.addEventListener("reset", () => tell({ type: "reset", data: "" }));
      source.onerror = () => {
        tell({ type: "state", state: "lost" });
        // The browser resumes by itself unless the server answered with an error.
        if (source.readyState !== EventSource.CLOSED) return;
        missed = true;
        again = setTimeout(open, 3000);
      };
    };
    signal.addEventListener("abort", () => {
      clearTimeout(again);
      source.close();
      done();
    });
    open();
  });
}
