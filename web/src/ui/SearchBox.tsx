import { useLingui } from "@lingui/react/macro";
import { Search, X } from "lucide-react";
import { useRef } from "react";
import { Icon } from "./Icon";

type Props = { label: string; value: string; onChange: (value: string) => void };

/** One box that searches while it is typed in; Escape empties it. */
export function SearchBox({ label, value, onChange }: Props) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="relative flex items-center">
      <span className="pointer-events-none absolute start-2.5 text-ink-3">
        <Icon of={Search} />
      </span>
      <input
        ref={input}
        type="search"
        dir="auto"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && value) {
            event.stopPropagation();
            onChange("");
          }
        }}
        className="min-h-9 w-full rounded-control border border-edge bg-surface ps-9 pe-9 text-start placeholder:text-ink-3 coarse:min-h-11 coarse:text-lg rtl:text-right [&::-webkit-search-cancel-button]:hidden"
      />
      {value ? (
        <button
          type="button"
          aria-label={t`Clear the search`}
          onClick={() => {
            onChange("");
            input.current?.focus();
          }}
          className="absolute end-1 flex size-7 items-center justify-center rounded-chip text-ink-3 hover:bg-hover hover:text-ink"
        >
          <Icon of={X} />
        </button>
      ) : null}
    </div>
  );
}
