/** Turns while a pressed button works. */
export function Spinner() {
  return (
    <svg
      viewBox="0 0 16 16"
      className="size-[1em] animate-[spin_800ms_linear_infinite]"
      aria-hidden
    >
      <circle
        cx="8"
        cy="8"
        r="6"
        fill="none"
        stroke="currentColor"
        strokeOpacity=".25"
        strokeWidth="2"
      />
      <path
        d="M8 2a6 6 0 0 1 6 6"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  );
}
