import { infiniteQueryOptions, QueryClient, queryOptions } from "@tanstack/react-query";
import type { Folder } from "../inbox/folder";
import { ApiError, api, ask, askPage } from "./client";
import type {
  Account,
  CommentView,
  ConversationRow,
  Entry,
  Example,
  MediaRow,
  Member,
  OrderRow,
  OrderState,
  Product,
} from "./types";

export type CommentFilter = "all" | "new" | "answered" | "ignored" | "needs_person" | "hidden";

const B = "/api/v1/businesses/{business_id}" as const;

/** Data stays right by events, so nothing is asked again just because a pane was opened. */
export function makeQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        refetchOnWindowFocus: true,
        retry: (count, error) =>
          count < 2 && !(error instanceof ApiError && error.status < 500 && error.status !== 429),
      },
      mutations: { networkMode: "always" },
    },
  });
}

/** Who is signed in; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async () => {
    try {
      return await ask(api.GET("/api/v1/session"));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
});

export const businessQuery = (business_id: string) =>
  queryOptions({
    queryKey: [business_id, "business"],
    queryFn: () => ask(api.GET(B, { params: { path: { business_id } } })),
  });

export const countsQuery = (business_id: string) =>
  queryOptions({
    queryKey: [business_id, "counts"],
    queryFn: () => ask(api.GET(`${B}/counts`, { params: { path: { business_id } } })),
  });

export const membersQuery = (business_id: string) =>
  queryOptions({
    queryKey: [business_id, "members"],
    queryFn: () => askPage<Member>(api.GET(`${B}/members`, { params: { path: { business_id } } })),
  });

export const accountsQuery = (business_id: string) =>
  queryOptions({
    queryKey: [business_id, "accounts"],
    queryFn: () =>
      askPage<Account>(api.GET(`${B}/accounts`, { params: { path: { business_id } } })),
  });

const first = undefined as string | undefined;
const nextPage = (page: { next?: string | null }) => page.next ?? undefined;

export const conversationsQuery = (business_id: string, folder: Folder, q: string) =>
  infiniteQueryOptions({
    queryKey: [business_id, "conversations", folder, q],
    initialPageParam: first,
    getNextPageParam: nextPage,
    queryFn: ({ pageParam }) =>
      askPage<ConversationRow>(
        api.GET(`${B}/conversations`, {
          params: {
            path: { business_id },
            query: { folder, limit: 50, ...(q && { q }), ...(pageParam && { after: pageParam }) },
          },
        }),
      ),
  });

export const conversationQuery = (business_id: string, conversation_id: string) =>
  queryOptions({
    queryKey: [business_id, "conversation", conversation_id],
    queryFn: () =>
      ask(
        api.GET(`${B}/conversations/{conversation_id}`, {
          params: { path: { business_id, conversation_id } },
        }),
      ),
  });

export const timelineQuery = (business_id: string, conversation_id: string) =>
  infiniteQueryOptions({
    queryKey: [business_id, "timeline", conversation_id],
    initialPageParam: first,
    getNextPageParam: nextPage,
    queryFn: ({ pageParam }) =>
      askPage<Entry>(
        api.GET(`${B}/conversations/{conversation_id}/timeline`, {
          params: {
            path: { business_id, conversation_id },
            query: { limit: 50, ...(pageParam && { before: pageParam }) },
          },
        }),
      ),
  });

export const decisionQuery = (business_id: string, decision_id: string) =>
  queryOptions({
    queryKey: [business_id, "decision", decision_id],
    queryFn: () =>
      ask(
        api.GET(`${B}/decisions/{decision_id}`, { params: { path: { business_id, decision_id } } }),
      ),
  });

export const examplesQuery = (business_id: string) =>
  queryOptions({
    queryKey: [business_id, "examples"],
    queryFn: () =>
      askPage<Example>(api.GET(`${B}/settings/examples`, { params: { path: { business_id } } })),
  });

export const mediaQuery = (business_id: string) =>
  infiniteQueryOptions({
    queryKey: [business_id, "media"],
    initialPageParam: first,
    getNextPageParam: nextPage,
    queryFn: ({ pageParam }) =>
      askPage<MediaRow>(
        api.GET(`${B}/media`, {
          params: {
            path: { business_id },
            query: { limit: 50, ...(pageParam && { after: pageParam }) },
          },
        }),
      ),
  });

export const commentsQuery = (business_id: string, media_id: string, state: CommentFilter) =>
  infiniteQueryOptions({
    queryKey: [business_id, "comments", media_id, state],
    initialPageParam: first,
    getNextPageParam: nextPage,
    queryFn: ({ pageParam }) =>
      askPage<CommentView>(
        api.GET(`${B}/comments`, {
          params: {
            path: { business_id },
            query: { media_id, state, limit: 50, ...(pageParam && { after: pageParam }) },
          },
        }),
      ),
  });

export const ordersQuery = (business_id: string, state: OrderState | undefined, q: string) =>
  infiniteQueryOptions({
    queryKey: [business_id, "orders", state ?? "all", q],
    initialPageParam: first,
    getNextPageParam: nextPage,
    queryFn: ({ pageParam }) =>
      askPage<OrderRow>(
        api.GET(`${B}/orders`, {
          params: {
            path: { business_id },
            query: {
              limit: 50,
              ...(state && { state }),
              ...(q && { q }),
              ...(pageParam && { after: pageParam }),
            },
          },
        }),
      ),
  });

export const orderQuery = (business_id: string, order_id: string) =>
  queryOptions({
    queryKey: [business_id, "order", order_id],
    queryFn: () =>
      ask(api.GET(`${B}/orders/{order_id}`, { params: { path: { business_id, order_id } } })),
  });

export const productsQuery = (business_id: string, q: string) =>
  infiniteQueryOptions({
    queryKey: [business_id, "products", q],
    initialPageParam: first,
    getNextPageParam: nextPage,
    queryFn: ({ pageParam }) =>
      askPage<Product>(
        api.GET(`${B}/products`, {
          params: {
            path: { business_id },
            query: { limit: 50, ...(q && { q }), ...(pageParam && { after: pageParam }) },
          },
        }),
      ),
  });

export const productQuery = (business_id: string, product_id: string) =>
  queryOptions({
    queryKey: [business_id, "product", product_id],
    queryFn: () =>
      ask(api.GET(`${B}/products/{product_id}`, { params: { path: { business_id, product_id } } })),
  });
