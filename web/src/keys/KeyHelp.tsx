import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Window } from "../ui/Drawer";
import { keys, setSingleKeys, singleKeys } from "./keys";

/** All keys with their words; and the switch that turns single keys off. */
export function KeyHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const [on, setOn] = useState(singleKeys);
  return (
    <Window title={t`Keys`} isOpen={isOpen} onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
        {Object.entries(keys).map(([name, key]) => (
          <div key={name} className="contents">
            <dt>
              <kbd className="code inline-block min-w-7 rounded-chip border border-edge px-1.5 text-center font-mono text-sm">
                {key.shown}
              </kbd>
            </dt>
            <dd>{t(key.words)}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-4 flex items-center gap-2 border-t border-line pt-4">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={on}
          onChange={(event) => {
            setSingleKeys(event.target.checked);
            setOn(event.target.checked);
          }}
        />
        <Trans>Use single keys when nothing is being typed</Trans>
      </label>
    </Window>
  );
}
