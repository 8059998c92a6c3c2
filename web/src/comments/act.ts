import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ask, idempotencyKey } from "../api/client";
import { useBusiness } from "../shell/business";

const C = "/api/v1/businesses/{business_id}/comments/{comment_id}" as const;

type Act = { act: "reply" | "private-reply"; text: string } | { act: "hide" | "unhide" };

/** Something done to a comment; the server's answer and its event bring the new state. */
export function useCommentAct(comment_id: string) {
  const { id: business_id } = useBusiness();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Act) => {
      const path = { business_id, comment_id };
      const params = { path, header: { "Idempotency-Key": idempotencyKey() } };
      switch (wanted.act) {
        case "reply":
          return ask(api.POST(`${C}/reply`, { params, body: { text: wanted.text } }));
        case "private-reply":
          return ask(api.POST(`${C}/private-reply`, { params, body: { text: wanted.text } }));
        case "hide":
          return ask(api.POST(`${C}/hide`, { params: { path } }));
        case "unhide":
          return ask(api.POST(`${C}/unhide`, { params: { path } }));
      }
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: [business_id, "media"] });
      return client.invalidateQueries({ queryKey: [business_id, "comments"] });
    },
  });
}
