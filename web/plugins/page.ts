import type { Plugin } from "vite";

/**
 * The server fills language, direction, theme and nonce into `index.html` for each request. The
 * development server has no such step, so this does the same from the same cookies.
 */
export function pagePlaceholders(): Plugin {
  return {
    name: "palette:page",
    apply: "serve",
    transformIndexHtml: {
      order: "pre",
      handler: (html) =>
        html
          .replace("__LANG__", "fa")
          .replace("__DIR__", "rtl")
          .replace("__THEME__", "system")
          .replace("__NONCE__", ""),
    },
  };
}

/** Names the two font files early, so that the first paint already has the right letters. */
export function preloadFonts(): Plugin {
  return {
    name: "palette:fonts",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => file.endsWith(".woff2"))
          .map((file) => ({
            tag: "link",
            attrs: {
              rel: "preload",
              as: "font",
              type: "font/woff2",
              href: `/${file}`,
              crossorigin: "",
            },
            injectTo: "head" as const,
          })),
    },
  };
}
