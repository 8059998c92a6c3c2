import { useLingui } from "@lingui/react/macro";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { ApiError, isOffline } from "../api/client";
import { buttonLooks } from "../ui/Button";
import { Empty, Failed } from "../ui/States";

/** What an error says to a person. */
export function useErrorWords() {
  const { t } = useLingui();
  return (error: unknown): string => {
    if (isOffline(error)) return t`Palette can't be reached. Check your connection.`;
    if (error instanceof ApiError && (error.problem.detail || error.problem.title)) {
      return error.message;
    }
    return t`Something went wrong here. The rest of the page still works.`;
  };
}

/** An error with its request id and a way to try again. */
export function ErrorBox({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const words = useErrorWords();
  return (
    <Failed
      message={words(error)}
      requestId={error instanceof ApiError ? error.problem.request_id : undefined}
      onRetry={onRetry}
    />
  );
}

/** A page that failed; the frame around it stays. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  if (error instanceof ApiError && error.status === 404) return <NotFound />;
  return (
    <ErrorBox
      error={error}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}

export function NotFound() {
  const { t } = useLingui();
  return (
    <Empty
      icon={Compass}
      title={t`Nothing is here`}
      action={
        <Link to="/inbox" className={buttonLooks({ look: "primary" })}>
          {t`Go to the inbox`}
        </Link>
      }
    >
      {t`The address may be old, or it belongs to another business.`}
    </Empty>
  );
}
