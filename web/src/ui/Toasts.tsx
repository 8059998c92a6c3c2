import { useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import {
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components";
import { flushSync } from "react-dom";
import { Button } from "./Button";
import { IconButton } from "./IconButton";

type Words = { text: string; tone: "ok" | "bad"; action?: { label: string; act: () => void } };

const queue = new ToastQueue<Words>({
  maxVisibleToasts: 3,
  wrapUpdate: (update) => flushSync(update),
});

/** Long enough to read it and to undo. */
const SHORT_MS = 6000;

/** Says that something was done; with a way to undo it where there is one. */
export function say(text: string, action?: Words["action"]) {
  queue.add({ text, tone: "ok", ...(action && { action }) }, { timeout: SHORT_MS });
}

/** Says what went wrong; it stays until it is closed. */
export function complain(text: string) {
  queue.add({ text, tone: "bad" });
}

/** Where toasts appear; once in the page. */
export function Toasts() {
  const { t } = useLingui();
  return (
    <ToastRegion
      queue={queue}
      aria-label={t`Notices`}
      className="fixed start-1/2 bottom-20 z-50 flex w-max max-w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 flex-col gap-2 rounded-card outline-offset-4 rtl:translate-x-1/2 md:bottom-6"
    >
      {({ toast }) => (
        <Toast
          toast={toast}
          className="flex items-center gap-3 rounded-card border border-line bg-raised py-2 ps-4 pe-2 shadow-float"
        >
          <ToastContent className="min-w-0 grow">
            <Text slot="title" className={toast.content.tone === "bad" ? "text-bad" : ""}>
              {toast.content.text}
            </Text>
          </ToastContent>
          {toast.content.action ? (
            <Button
              size="small"
              onPress={() => {
                toast.content.action?.act();
                queue.close(toast.key);
              }}
            >
              {toast.content.action.label}
            </Button>
          ) : null}
          <IconButton icon={X} label={t`Close`} slot="close" />
        </Toast>
      )}
    </ToastRegion>
  );
}
