import { Trans, useLingui } from "@lingui/react/macro";
import { Link, Outlet } from "@tanstack/react-router";
import { PageBody, PageHead, Scroll } from "../shell/layout";

/** All settings: one page each. */
export function SettingsPage() {
  const { t } = useLingui();
  const pages = [
    ["/settings/instagram", t`Instagram`],
    ["/settings/policy", t`Policy sheet`],
    ["/settings/ai", t`The AI`],
    ["/settings/appearance", t`Appearance`],
  ] as const;
  return (
    <Scroll>
      <PageHead
        title={<Trans>Settings</Trans>}
        below={
          <ul aria-label={t`Settings`} className="-mb-3 flex flex-wrap gap-x-1">
            {pages.map(([to, words]) => (
              <li key={to}>
                <Link
                  to={to}
                  className="flex min-h-10 items-center border-b-2 border-transparent px-3 text-ink-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-accent-text coarse:min-h-11"
                >
                  {words}
                </Link>
              </li>
            ))}
          </ul>
        }
      />
      <PageBody>
        <Outlet />
      </PageBody>
    </Scroll>
  );
}
