import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useRouter } from "@tanstack/react-router";
import {
  Inbox,
  Keyboard,
  LogOut,
  type LucideIcon,
  MessageCircle,
  Package,
  Settings,
  Shirt,
  WifiOff,
} from "lucide-react";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { ErrorBoundary } from "react-error-boundary";
import { api, ask } from "../api/client";
import { countsQuery, meQuery } from "../api/queries";
import type { Me } from "../api/types";
import { number } from "../i18n/format";
import { KeyHelp } from "../keys/KeyHelp";
import { useKeys } from "../keys/keys";
import { followChanges, useConnection } from "../live/stream";
import { IconButton } from "../ui/IconButton";
import { complain, Toasts } from "../ui/Toasts";
import { useBusiness } from "./business";
import { ErrorBox, useErrorWords } from "./Errors";
import { Logo } from "./Logo";

/** The frame around every page: where to go, and whether what is shown is live. */
export function Frame({ me, children }: { me: Me; children: ReactNode }) {
  const client = useQueryClient();
  const { id } = useBusiness();
  const [help, setHelp] = useState(false);
  const navigate = useNavigate();
  useEffect(() => followChanges(client, id), [client, id]);
  useKeys({
    inbox: () => void navigate({ to: "/inbox" }),
    comments: () => void navigate({ to: "/comments" }),
    orders: () => void navigate({ to: "/orders" }),
    products: () => void navigate({ to: "/products" }),
    settings: () => void navigate({ to: "/settings" }),
    help: () => setHelp(true),
  });
  return (
    <div className="flex h-dvh flex-col-reverse md:flex-row">
      <Navigation me={me} onHelp={() => setHelp(true)} />
      <div className="flex min-h-0 min-w-0 grow flex-col">
        <LiveBar />
        <main className="relative min-h-0 grow">
          <ErrorBoundary
            fallbackRender={({ error, resetErrorBoundary }) => (
              <ErrorBox error={error} onRetry={resetErrorBoundary} />
            )}
          >
            {children}
          </ErrorBoundary>
        </main>
      </div>
      <Toasts />
      <KeyHelp isOpen={help} onClose={() => setHelp(false)} />
    </div>
  );
}

function Navigation({ me, onHelp }: { me: Me; onHelp: () => void }) {
  const { t } = useLingui();
  const { id } = useBusiness();
  const { data: counts } = useQuery(countsQuery(id));
  return (
    <nav
      aria-label={t`Main`}
      className="safe-bottom z-10 flex shrink-0 border-line bg-surface max-md:border-t md:w-20 md:flex-col md:items-center md:border-e md:py-3"
    >
      <div className="mb-3 hidden md:block">
        <Logo />
      </div>
      <ul className="flex min-w-0 grow max-md:justify-around md:w-full md:flex-col md:gap-1 md:px-1">
        <Place to="/inbox" icon={Inbox} label={t`Inbox`} count={counts?.needs_person} />
        <Place
          to="/comments"
          icon={MessageCircle}
          label={t`Comments`}
          count={counts?.comments_needing_person}
        />
        <Place to="/orders" icon={Package} label={t`Orders`} />
        <Place to="/products" icon={Shirt} label={t`Products`} />
        <Place to="/settings" icon={Settings} label={t`Settings`} />
      </ul>
      <div className="hidden flex-col items-center gap-1 md:flex">
        <IconButton icon={Keyboard} label={t`Keys`} onPress={onHelp} />
        <SignOut name={me.member.name} />
      </div>
    </nav>
  );
}

type PlaceProps = {
  to: "/inbox" | "/comments" | "/orders" | "/products" | "/settings";
  icon: LucideIcon;
  label: string;
  count?: number | undefined;
};

function Place({ to, icon: Icon, label, count }: PlaceProps) {
  const { t } = useLingui();
  const shown = count ?? 0;
  return (
    <li className="min-w-0 max-md:flex-1">
      <Link
        to={to}
        className="relative flex min-h-14 flex-col items-center justify-center gap-0.5 rounded-control px-0.5 text-ink-2 transition-colors hover:bg-hover hover:text-ink"
        activeProps={{ className: "text-accent-text! font-medium md:bg-accent-soft" }}
      >
        <span className="relative">
          <Icon size="1.375rem" strokeWidth={1.75} aria-hidden />
          {shown > 0 ? (
            <span
              aria-hidden
              className="absolute -end-2.5 -top-1.5 min-w-4 rounded-full bg-accent px-1 text-center text-xs leading-4 font-semibold text-on-accent"
            >
              {number(Math.min(shown, 99))}
            </span>
          ) : null}
        </span>
        <span className="max-w-full truncate text-xs">{label}</span>
        {shown > 0 ? <span className="sr-only">{t`waiting for you: ${number(shown)}`}</span> : null}
      </Link>
    </li>
  );
}

/** Ends the session here; the page forgets all that it had read. */
export function useSignOut() {
  const client = useQueryClient();
  const router = useRouter();
  const words = useErrorWords();
  return async () => {
    try {
      await ask(api.DELETE("/api/v1/session"));
      client.clear();
      client.setQueryData(meQuery.queryKey, null);
      await router.navigate({ to: "/sign-in" });
    } catch (error) {
      complain(words(error));
    }
  };
}

function SignOut({ name }: { name: string }) {
  const { t } = useLingui();
  const signOut = useSignOut();
  return <IconButton icon={LogOut} mirrors label={t`Sign out (${name})`} onPress={signOut} />;
}

const onLine = (listener: () => void) => {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
};

/** A thin bar while the page may be behind: offline, or the stream is being opened again. */
function LiveBar() {
  const connection = useConnection();
  const online = useSyncExternalStore(onLine, () => navigator.onLine);
  if (online && connection !== "lost") return null;
  return (
    <p role="status" className="flex items-center justify-center gap-2 bg-note px-4 py-1 text-sm">
      <WifiOff size="1em" aria-hidden />
      {online ? (
        <Trans>Reconnecting… What you see may be a moment old.</Trans>
      ) : (
        <Trans>You are offline. What you write waits here.</Trans>
      )}
    </p>
  );
}
