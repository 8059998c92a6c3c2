import { Fragment } from "react";
import type { Line } from "../api/types";
import { type Direction, direction, parts } from "../i18n/bidi";
import { pageDirection } from "../i18n/language";

/** The lines of a text: the server's, or ours where it sent none (words not yet sent). */
function linesOf(text: string, lines: Line[]): Line[] {
  if (lines.length > 0) return lines;
  let before: Direction = pageDirection();
  return text.split("\n").map((line) => {
    before = direction(line, before);
    return { dir: before, text: line };
  });
}

/** A message's words: each line by its own direction, codes and names kept whole. */
export function Text({ text, lines = [] }: { text: string; lines?: Line[] }) {
  return linesOf(text, lines).map((line, index) => (
    <p
      // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text never change places
      key={index}
      dir={line.dir}
      className={`min-h-[1lh] whitespace-pre-wrap ${line.dir === "rtl" ? "line-fa text-right" : "line-en text-left"}`}
    >
      {parts(line.text).map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <Fragment key={place}>
          {part.token ? (
            <bdi dir="ltr">
              {part.link ? (
                <a href={part.link} rel="noreferrer noopener" target="_blank" className="underline">
                  {part.text}
                </a>
              ) : (
                part.text
              )}
            </bdi>
          ) : (
            part.text
          )}
        </Fragment>
      ))}
    </p>
  ));
}
