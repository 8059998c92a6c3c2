/** Digits: people type ۰-۹, ٠-٩ and 0-9; the API speaks 0-9; people read those of their language. */

const PERSIAN_ZERO = 0x06f0;
const ARABIC_ZERO = 0x0660;

/** All digits of a text as 0-9; Persian decimal and thousands marks too. */
export function asciiDigits(text: string): string {
  return text
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - PERSIAN_ZERO))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - ARABIC_ZERO))
    .replaceAll("٫", ".")
    .replaceAll("٬", ",");
}

/** All ASCII digits of a text as ۰-۹. */
export function persianDigits(text: string): string {
  return text.replace(/[0-9]/g, (digit) => String.fromCharCode(PERSIAN_ZERO + Number(digit)));
}

/**
 * A whole number as people write it («۸۵۰٬۰۰۰», "850,000", "850 000"), or null when it is not one.
 */
export function wholeNumber(text: string): number | null {
  const plain = asciiDigits(text).replace(/[\s,،٬_\u200c]/g, "");
  if (!/^-?\d{1,15}$/.test(plain)) return null;
  return Number(plain);
}
