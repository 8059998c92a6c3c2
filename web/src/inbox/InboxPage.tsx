import { useLingui } from "@lingui/react/macro";
import { Outlet, useParams } from "@tanstack/react-router";
import { FolderRail } from "./Folders";
import { List } from "./List";

/** The list and what is chosen in it; one of both on a phone. */
export function InboxPage() {
  const { t } = useLingui();
  const { conversation } = useParams({ strict: false });
  const chosen = conversation !== undefined;
  return (
    <div className="flex h-full">
      <FolderRail />
      <section
        aria-label={t`Conversations`}
        className={`${chosen ? "hidden md:flex" : "flex"} w-full shrink-0 flex-col border-e border-line bg-surface md:w-84`}
      >
        <List chosen={conversation} />
      </section>
      <div className={`${chosen ? "block" : "hidden md:block"} h-full min-w-0 grow`}>
        <Outlet />
      </div>
    </div>
  );
}
