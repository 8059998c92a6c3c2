import type { Member } from "../api/types";

/** The part of a name that is being written after an `@` before the caret; null when none is. */
export function nameBefore(text: string, caret: number): string | null {
  const found = /(?:^|\s)@([^@\n]{0,30})$/u.exec(text.slice(0, caret));
  return found?.[1] ?? null;
}

/** Colleagues whose name holds what is written, those that begin with it first. */
export function colleagues(members: Member[], written: string): Member[] {
  const part = written.trim().toLowerCase();
  const at = ({ name }: Member) => name.toLowerCase().indexOf(part);
  return members.filter((one) => one.name && at(one) >= 0).sort((a, b) => at(a) - at(b));
}

/** A text with a colleague's name in the place of what was written of it; and where to go on. */
export function nameIn(text: string, caret: number, name: string): [string, number] {
  const written = nameBefore(text, caret) ?? "";
  const before = text.slice(0, caret - written.length);
  const put = `${before}${name} `;
  return [put + text.slice(caret), put.length];
}

/** The colleagues that a text names in full. */
export const named = (members: Member[], text: string): string[] =>
  members.filter(({ name }) => name && text.includes(`@${name}`)).map(({ id }) => id);
