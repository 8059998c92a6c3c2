import { direction, parts } from "../i18n/bidi";
import { pageDirection } from "../i18n/language";

type Props = { text: string; className?: string };

/**
 * A text on one line. It keeps its own direction, so the ellipsis falls at its end, and stands at
 * the side of the page; codes and names in it are kept whole.
 */
export function Preview({ text, className = "" }: Props) {
  const line = text.replace(/\s+/g, " ").trim();
  return (
    <span dir={direction(line, pageDirection())} className={`preview block ${className}`}>
      {parts(line).map((part, place) =>
        part.token ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
          <bdi key={place} dir="ltr">
            {part.text}
          </bdi>
        ) : (
          part.text
        ),
      )}
    </span>
  );
}
