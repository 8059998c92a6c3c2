import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { asciiDigits } from "../i18n/digits";

/** How long a search waits for the next letter. */
const TYPING_MS = 200;

/** What is typed in a search box; it goes into the address as `q` after a short rest. */
export function useSearchText(q: string) {
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  useEffect(() => {
    const wanted = asciiDigits(text).trim();
    if (wanted === q) return;
    const timer = setTimeout(() => {
      void navigate({
        to: ".",
        search: (old: Record<string, unknown>) => ({ ...old, q: wanted || undefined }),
        replace: true,
      });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, q, navigate]);
  return [text, setText] as const;
}
