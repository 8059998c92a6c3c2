import { createFileRoute, Outlet, redirect } from "@tanstack/react-router";
import { businessQuery, meQuery } from "../api/queries";
import { setZone } from "../i18n/format";
import { BusinessProvider, chosenBusiness } from "../shell/business";
import { setServerTime } from "../shell/clock";
import { Frame } from "../shell/Frame";
import { NoBusiness } from "../shell/NoBusiness";

export const Route = createFileRoute("/_app")({
  beforeLoad: async ({ context, location }) => {
    const me = await context.client.ensureQueryData(meQuery);
    if (!me) throw redirect({ to: "/sign-in", search: { next: location.href }, replace: true });
    return { me, business: chosenBusiness(me) };
  },
  loader: async ({ context: { client, business } }) => {
    if (!business) return;
    const { now, settings } = await client.ensureQueryData(businessQuery(business.id));
    setServerTime(now);
    setZone(settings.time_zone);
  },
  component: Page,
});

function Page() {
  const { me, business } = Route.useRouteContext();
  if (!business) return <NoBusiness name={me.member.name} />;
  return (
    <BusinessProvider value={business}>
      <Frame me={me}>
        <Outlet />
      </Frame>
    </BusinessProvider>
  );
}
