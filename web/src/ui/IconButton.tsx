import type { LucideIcon } from "lucide-react";
import { Tooltip, TooltipTrigger } from "react-aria-components";
import { Button, type ButtonProps } from "./Button";

type Props = Omit<ButtonProps, "children" | "size" | "aria-label"> & {
  icon: LucideIcon;
  label: string;
  /** Turns with the page's direction: arrows and panels do, clocks don't. */
  mirrors?: boolean;
};

/** A button that is only an icon: its name is spoken, and shown while it is pointed at. */
export function IconButton({ icon: Icon, label, mirrors, look = "plain", ...rest }: Props) {
  return (
    <TooltipTrigger delay={500}>
      <Button {...rest} look={look} size="icon" aria-label={label}>
        <Icon size="1.125em" strokeWidth={1.75} aria-hidden className={mirrors ? "mirrors" : ""} />
      </Button>
      <Tooltip
        offset={6}
        className="max-w-64 rounded-control bg-ink px-2 py-1 text-xs text-ground shadow-float"
      >
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}
