import { useLingui } from "@lingui/react/macro";
import { Link, useSearch } from "@tanstack/react-router";
import { ChevronDown, Reply } from "lucide-react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { number } from "../i18n/format";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { shownFolder } from "./folder";
import { useFolders } from "./useFolders";

/** The folders beside the list, where the page is wide enough for them. */
export function FolderRail() {
  return (
    <div className="hidden w-52 shrink-0 overflow-y-auto border-e border-line bg-surface px-2 py-3 min-[90rem]:block">
      <FolderLinks />
    </div>
  );
}

/** The folder that is shown, and the others behind it: for pages without room for the rail. */
export function FolderMenu() {
  const { t } = useLingui();
  const current = shownFolder(useSearch({ from: "/_app/inbox" }));
  const shown = useFolders().find(({ name }) => name === current);
  if (!shown) return null;
  return (
    <DialogTrigger>
      <Button size="small" className="min-w-0 shrink min-[90rem]:hidden">
        <span className="sr-only">{t`Folder:`}</span>
        <Icon of={shown.icon} mirrors={shown.icon === Reply} />
        <span className="truncate">{shown.words}</span>
        {shown.count === undefined ? null : <span className="shrink-0">{number(shown.count)}</span>}
        <Icon of={ChevronDown} />
      </Button>
      <Popover
        placement="bottom end"
        className="w-64 rounded-card border border-line bg-raised p-1.5 shadow-float"
      >
        <Dialog aria-label={t`Folders`} className="outline-none">
          {({ close }) => <FolderLinks onChoose={close} />}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function FolderLinks({ onChoose }: { onChoose?: () => void }) {
  const { t } = useLingui();
  const current = shownFolder(useSearch({ from: "/_app/inbox" }));
  return (
    <ul aria-label={t`Folders`} className="flex flex-col gap-0.5">
      {useFolders().map(({ name, words, icon, count }) => (
        <li key={name}>
          <Link
            to="."
            search={(old) => ({ ...old, folder: name === "open" && !old.q ? undefined : name })}
            aria-current={current === name ? "page" : undefined}
            onClick={onChoose}
            className="flex min-h-9 items-center gap-2.5 rounded-control px-2.5 text-ink-2 transition-colors hover:bg-hover hover:text-ink aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-accent-text coarse:min-h-11"
          >
            <Icon of={icon} mirrors={icon === Reply} />
            <span className="min-w-0 grow truncate">{words}</span>
            {count ? (
              <span className="shrink-0 text-sm whitespace-nowrap">{number(count)}</span>
            ) : null}
          </Link>
        </li>
      ))}
    </ul>
  );
}
