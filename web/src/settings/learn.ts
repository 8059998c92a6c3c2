import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ask } from "../api/client";
import type { Intent } from "../api/types";
import { useBusiness } from "../shell/business";
import { useErrorWords } from "../shell/Errors";
import { complain } from "../ui/Toasts";

const B = "/api/v1/businesses/{business_id}" as const;

/** What teaching changes: the list of lessons and the "why" of decisions. */
function useRefresh() {
  const { id } = useBusiness();
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: [id, "examples"] }),
      client.invalidateQueries({ queryKey: [id, "decision"] }),
    ]);
}

/** Says what a customer's words meant. */
export function useTeach(decision_id: string) {
  const { id: business_id } = useBusiness();
  const words = useErrorWords();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (intent: Intent) =>
      ask(
        api.PUT(`${B}/decisions/{decision_id}/correction`, {
          params: { path: { business_id, decision_id } },
          body: { intent },
        }),
      ),
    onSuccess: refresh,
    onError: (error) => complain(words(error)),
  });
}

/** Takes back what was taught. */
export function useForget() {
  const { id: business_id } = useBusiness();
  const words = useErrorWords();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (example_id: string) =>
      ask(
        api.DELETE(`${B}/settings/examples/{example_id}`, {
          params: { path: { business_id, example_id } },
        }),
      ),
    onSuccess: refresh,
    onError: (error) => complain(words(error)),
  });
}
