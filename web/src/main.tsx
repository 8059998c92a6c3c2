import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { I18nProvider as AriaLocale } from "react-aria-components";
import { createRoot } from "react-dom/client";
import { ApiError } from "./api/client";
import { makeQueryClient, meQuery } from "./api/queries";
import { locale, startLanguage } from "./i18n/language";
import { useAppearance } from "./shell/appearance";
import { makeRouter } from "./shell/router";
import "./theme/app.css";

const client = makeQueryClient();
const router = makeRouter(client);

// A session that ended is noticed wherever it is noticed first.
client.getQueryCache().subscribe((event) => {
  if (event.type !== "updated" || event.action.type !== "error") return;
  const error: unknown = event.action.error;
  if (!(error instanceof ApiError) || error.status !== 401) return;
  client.setQueryData(meQuery.queryKey, null);
  void router.invalidate();
});

function App() {
  // Language and calendar change how everything is written, so everything is drawn anew.
  const appearance = useAppearance();
  return (
    <I18nProvider i18n={i18n} key={appearance}>
      <AriaLocale locale={locale()}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AriaLocale>
    </I18nProvider>
  );
}

await startLanguage();
const root = document.getElementById("app");
if (!root) throw new Error("index.html has no #app");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
