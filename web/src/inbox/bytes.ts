/** What one message may hold on Instagram, in UTF-8 bytes; a Persian letter takes two. */
export const MESSAGE_BYTES = 1000;
/** From here on the counter shows. */
const NEAR_BYTES = 850;

const encoder = new TextEncoder();

/** How much of a message is used, and whether that is worth saying. */
export function size(text: string): { bytes: number; near: boolean; over: boolean } {
  const bytes = encoder.encode(text.trim()).length;
  return { bytes, near: bytes >= NEAR_BYTES, over: bytes > MESSAGE_BYTES };
}
