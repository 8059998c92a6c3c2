import type { LucideIcon } from "lucide-react";

/** An icon beside words: as large as they are, silent to a screen reader. */
export function Icon({
  of: Of,
  mirrors,
  className = "",
}: {
  of: LucideIcon;
  mirrors?: boolean;
  className?: string;
}) {
  return (
    <Of
      size="1.15em"
      strokeWidth={1.75}
      aria-hidden
      className={`shrink-0 ${mirrors ? "mirrors" : ""} ${className}`}
    />
  );
}
