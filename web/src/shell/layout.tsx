import { useLingui } from "@lingui/react/macro";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";

/** The head of a page: where one is, and what can be done here. */
export function PageHead({
  title,
  back,
  children,
  below,
}: {
  title: ReactNode;
  /** A link back, on pages below a list. */
  back?: ReactNode;
  children?: ReactNode;
  below?: ReactNode;
}) {
  return (
    <header className="flex flex-col gap-3 border-b border-line bg-surface px-4 py-3 md:px-8">
      <div className="flex min-h-9 flex-wrap items-center gap-3">
        {back}
        <h1 className="min-w-0 grow text-xl font-semibold">{title}</h1>
        {children}
      </div>
      {below}
    </header>
  );
}

/** A page of one column that scrolls under its head. */
export function PageBody({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  return (
    <div
      className={`mx-auto flex w-full flex-col gap-6 px-4 py-4 md:px-8 md:py-6 ${wide ? "max-w-6xl" : "max-w-3xl"}`}
    >
      {children}
    </div>
  );
}

/** A page that scrolls as a whole. */
export function Scroll({ children }: { children: ReactNode }) {
  return <div className="h-full overflow-y-auto">{children}</div>;
}

/** An arrow that looks back, for links made by a page. */
export function BackIcon() {
  return <Icon of={ArrowLeft} mirrors />;
}

/** A titled part of a page on its own ground. */
export function Card({ title, children }: { title?: ReactNode; children: ReactNode }) {
  return (
    <section className="rounded-card border border-line bg-surface p-4">
      {title ? <h2 className="mb-3 text-lg font-semibold">{title}</h2> : null}
      {children}
    </section>
  );
}

/** Asks for the next page of a list. */
export function More({
  query,
}: {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}) {
  const { t } = useLingui();
  if (!query.hasNextPage) return null;
  return (
    <div className="flex justify-center p-4">
      <Button isPending={query.isFetchingNextPage} onPress={() => query.fetchNextPage()}>
        {t`Show more`}
      </Button>
    </div>
  );
}
