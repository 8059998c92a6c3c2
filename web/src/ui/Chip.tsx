import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { tv, type VariantProps } from "tailwind-variants/lite";
import { Icon } from "./Icon";

const looks = tv({
  base: [
    "inline-flex min-h-5 max-w-full items-center gap-1 rounded-chip px-1.5 text-xs font-medium",
    "whitespace-nowrap forced-edge",
  ],
  variants: {
    tone: {
      plain: "bg-hover text-ink-2",
      accent: "bg-accent-soft text-accent-text ring-1 ring-accent/25 ring-inset",
      ai: "bg-ai-soft text-ai-text",
      ok: "bg-ok-soft text-ok",
      warn: "bg-warn-soft text-warn",
      bad: "bg-bad-soft text-bad",
    },
  },
  defaultVariants: { tone: "plain" },
});

export type Tone = NonNullable<VariantProps<typeof looks>["tone"]>;

/** A short state in words, with an icon where the state is more than a name. */
export function Chip({
  tone,
  icon,
  children,
  title,
}: {
  tone?: Tone;
  icon?: LucideIcon;
  children: ReactNode;
  title?: string;
}) {
  return (
    <span className={looks({ tone })} title={title}>
      {icon ? <Icon of={icon} /> : null}
      <span className="truncate">{children}</span>
    </span>
  );
}
