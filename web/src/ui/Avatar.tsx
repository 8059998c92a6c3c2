/** The first letter of a name on a quiet ground; the hue only helps the eye and means nothing. */
export function Avatar({ name, size = "normal" }: { name: string; size?: "normal" | "large" }) {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 360;
  const letter = [...name.replace(/^@/, "").trim()][0]?.toLocaleUpperCase() ?? "?";
  return (
    <span
      aria-hidden
      className={`forced-edge flex shrink-0 items-center justify-center rounded-full font-semibold select-none ${
        size === "large" ? "size-14 text-xl" : "size-10 text-lg"
      }`}
      style={{
        background: `light-dark(oklch(0.93 0.035 ${sum}), oklch(0.34 0.05 ${sum}))`,
        color: `light-dark(oklch(0.38 0.09 ${sum}), oklch(0.9 0.06 ${sum}))`,
      }}
    >
      {letter}
    </span>
  );
}
