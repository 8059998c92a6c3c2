import { Trans, useLingui } from "@lingui/react/macro";
import { CircleAlert, type LucideIcon, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./Button";

/** Nothing here: what is missing, why, and what to do next. */
export function Empty({
  icon: Icon,
  title,
  children,
  action,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 p-8 text-center">
      <Icon size="2rem" strokeWidth={1.5} className="text-ink-3" aria-hidden />
      <p className="text-lg font-semibold">{title}</p>
      {children ? <div className="max-w-sm text-ink-2">{children}</div> : null}
      {action ? <div className="mt-2">{action}</div> : null}
    </div>
  );
}

/** Something failed: beside its cause, in plain words, with a way to try again. */
export function Failed({
  message,
  requestId,
  onRetry,
}: {
  message: string;
  requestId?: string | undefined;
  onRetry?: (() => void) | undefined;
}) {
  return (
    <div role="alert" className="flex flex-col items-center justify-center gap-2 p-8 text-center">
      <CircleAlert size="2rem" strokeWidth={1.5} className="text-bad" aria-hidden />
      <p className="max-w-sm">{message}</p>
      {requestId ? (
        <p className="text-sm text-ink-3">
          <Trans>Request</Trans> <bdi className="code">{requestId}</bdi>
        </p>
      ) : null}
      {onRetry ? (
        <Button onPress={onRetry}>
          <RotateCw size="1.1em" aria-hidden />
          <Trans>Try again</Trans>
        </Button>
      ) : null}
    </div>
  );
}

/** Grey bars of the size of what will come; they show after a moment only. */
export function Skeleton({ rows = 6, tall = false }: { rows?: number; tall?: boolean }) {
  const { t } = useLingui();
  return (
    <div role="status" aria-label={t`Loading`} className="flex flex-col gap-3 p-4">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows that are all alike have no other name
        <div key={row} className={`waiting ${tall ? "h-28" : "h-12"}`} />
      ))}
    </div>
  );
}
