import { CircleAlert } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { Icon } from "./Icon";

const box = [
  "w-full rounded-control border border-edge bg-surface px-3 text-base text-ink",
  "min-h-9 coarse:min-h-11 coarse:text-lg transition-colors hover:border-ink-3",
  "aria-invalid:border-bad disabled:bg-hover disabled:text-ink-3",
].join(" ");

type Around = { label: string; hint?: ReactNode; error?: string; hideLabel?: boolean };

function useAround({ label, hint, error, hideLabel }: Around) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""]
    .filter(Boolean)
    .join(" ");
  return {
    id,
    aria: {
      id,
      "aria-invalid": error ? true : undefined,
      "aria-describedby": described || undefined,
    } as const,
    wrap: (control: ReactNode) => (
      <div className="flex min-w-0 flex-col gap-1">
        <label htmlFor={id} className={hideLabel ? "sr-only" : "text-sm font-medium text-ink-2"}>
          {label}
        </label>
        {control}
        {hint ? (
          <p id={`${id}-hint`} className="text-sm text-ink-3">
            {hint}
          </p>
        ) : null}
        {error ? (
          <p id={`${id}-error`} className="flex items-start gap-1 text-sm text-bad">
            <Icon of={CircleAlert} className="mt-[0.25em]" />
            <span>{error}</span>
          </p>
        ) : null}
      </div>
    ),
  };
}

type InputProps = Around & Omit<ComponentProps<"input">, "className">;

/** A line of text with its label, hint and what is wrong with it. */
export function TextField({ label, hint, error, hideLabel, ...rest }: InputProps) {
  const { aria, wrap } = useAround({ label, hint, error, hideLabel });
  return wrap(<input dir="auto" {...rest} {...aria} className={box} />);
}

/** A code, number, phone or address of the network: written left to right in any language. */
export function CodeField({ label, hint, error, hideLabel, ...rest }: InputProps) {
  const { aria, wrap } = useAround({ label, hint, error, hideLabel });
  return wrap(<input {...rest} {...aria} dir="ltr" className={`${box} code`} />);
}

type AreaProps = Around & Omit<ComponentProps<"textarea">, "className">;

/** Several lines of text. It grows with what is written. */
export function TextArea({ label, hint, error, hideLabel, ...rest }: AreaProps) {
  const { aria, wrap } = useAround({ label, hint, error, hideLabel });
  return wrap(
    <textarea
      dir="auto"
      rows={3}
      {...rest}
      {...aria}
      className={`${box} field-sizing-content max-h-96 min-h-20 resize-y py-1.5`}
    />,
  );
}

type SelectProps = Around & Omit<ComponentProps<"select">, "className">;

/** One of a few: the platform's own list, which every phone and screen reader knows. */
export function SelectField({ label, hint, error, hideLabel, children, ...rest }: SelectProps) {
  const { aria, wrap } = useAround({ label, hint, error, hideLabel });
  return wrap(
    <select {...rest} {...aria} className={box}>
      {children}
    </select>,
  );
}
