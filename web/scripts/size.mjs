import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** How much script a page's first load may bring, gzip KiB: the closure of its route, not a file. */
const budgets = [
  { name: "entry", routes: [], limit: 160 },
  {
    name: "inbox with a thread",
    routes: [
      "src/routes/_app.tsx",
      "src/routes/_app/inbox.tsx",
      "src/routes/_app/inbox.$conversation.tsx",
    ],
    limit: 240,
  },
  {
    name: "orders",
    routes: ["src/routes/_app.tsx", "src/routes/_app/orders.index.tsx"],
    limit: 240,
  },
  {
    name: "settings",
    routes: [
      "src/routes/_app.tsx",
      "src/routes/_app/settings.tsx",
      "src/routes/_app/settings.policy.tsx",
    ],
    limit: 240,
  },
];

const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));

/** A chunk with all that it imports at once. */
function closure(key, found = new Set()) {
  const chunk = manifest[key];
  if (!chunk || found.has(key)) return found;
  found.add(key);
  for (const next of chunk.imports ?? []) closure(next, found);
  return found;
}

const size = (file) => gzipSync(readFileSync(`dist/${file}`)).length / 1024;
const keysOf = (route) =>
  Object.keys(manifest).filter((key) => key === route || key.startsWith(`${route}?`));

let over = 0;
for (const { name, routes, limit } of budgets) {
  const chunks = new Set(closure("index.html"));
  for (const route of routes) {
    const keys = keysOf(route);
    if (keys.length === 0) throw new Error(`no chunk of ${route} in the manifest`);
    for (const key of keys) closure(key, chunks);
  }
  // One language's words come with every page.
  for (const key of Object.keys(manifest)) if (key.endsWith("locales/fa.po")) chunks.add(key);
  const files = new Set(
    [...chunks].map((key) => manifest[key].file).filter((f) => f.endsWith(".js")),
  );
  const total = [...files].reduce((sum, file) => sum + size(file), 0);
  if (total > limit) over += 1;
  process.stdout.write(
    `${total > limit ? "over" : "ok  "}  ${name}: ${total.toFixed(1)} of ${limit} KiB gzip\n`,
  );
}
process.exit(over > 0 ? 1 : 0);
