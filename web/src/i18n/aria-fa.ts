/**
 * The Persian words of the React Aria parts that we use, by part, in the shape of its own files.
 * The build puts them in (plugins/aria-fa.ts); a test holds the keys against the English ones.
 */
type Args = Record<string, string | number>;
type Word = string | ((args: Args, formatter: { number(value: number): string }) => string);

export const words: Record<string, Record<string, Word>> = {
  components: {
    selectPlaceholder: "یکی را انتخاب کنید",
    tableResizer: "تغییر اندازه",
    dropzoneLabel: "جای رها کردن فایل",
    colorSwatchPicker: "نمونه‌های رنگ",
  },
  overlays: { dismiss: "بستن" },
  toast: {
    close: "بستن",
    notifications: (args, formatter) => `${formatter.number(Number(args.count))} اعلان.`,
  },
  menu: { longPressMessage: "برای باز کردن فهرست، انگشت را نگه دارید یا Alt و فلش پایین را بزنید" },
  searchfield: { "Clear search": "پاک کردن جست‌وجو" },
};
