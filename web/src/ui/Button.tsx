import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import { tv, type VariantProps } from "tailwind-variants/lite";
import { Spinner } from "./Spinner";

const looks = tv({
  base: [
    "inline-flex shrink-0 items-center justify-center gap-2 rounded-control font-medium",
    "transition-colors select-none pending:cursor-progress disabled:cursor-not-allowed",
    "forced-edge disabled:opacity-55",
  ],
  variants: {
    look: {
      primary: "bg-accent text-on-accent hovered:bg-accent-strong pressed:bg-accent-strong",
      quiet:
        "border border-line bg-surface text-ink hovered:bg-hover pressed:bg-pressed hovered:border-edge",
      plain: "text-ink-2 hovered:bg-hover hovered:text-ink pressed:bg-pressed",
      danger: "border border-line bg-surface text-bad hovered:bg-bad-soft pressed:bg-bad-soft",
      ai: "border border-ai-line bg-ai-soft text-ai-text hovered:border-ai-text",
    },
    size: {
      small: "min-h-8 px-2.5 text-sm coarse:min-h-11",
      normal: "min-h-9 px-3.5 text-base coarse:min-h-11",
      icon: "size-8 text-lg coarse:size-11",
    },
  },
  defaultVariants: { look: "quiet", size: "normal" },
});

export type ButtonProps = Omit<AriaButtonProps, "className" | "style" | "children"> &
  VariantProps<typeof looks> & { children?: ReactNode; className?: string };

/** A button; while pending it keeps its width, its words and its focus, and does nothing. */
export function Button({ look, size, className, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={looks({ look, size, className })}>
      {rest.isPending ? <Spinner /> : null}
      {children}
    </AriaButton>
  );
}

export const buttonLooks = looks;
