import { createFileRoute, redirect } from "@tanstack/react-router";
import { fallback, object, optional, string } from "valibot";
import { meQuery } from "../api/queries";
import { SignIn } from "../shell/SignIn";

export const Route = createFileRoute("/sign-in")({
  validateSearch: object({ next: optional(fallback(string(), "/inbox")) }),
  beforeLoad: async ({ context, search }) => {
    const me = await context.client.ensureQueryData(meQuery);
    if (me) throw redirect({ href: safePath(search.next), replace: true });
  },
  component: Page,
});

/** Only paths of this page: an address from outside must not lead away. */
function safePath(next: string | undefined): string {
  return next?.startsWith("/") && !next.startsWith("//") ? next : "/inbox";
}

function Page() {
  const { next } = Route.useSearch();
  return <SignIn next={safePath(next)} />;
}
