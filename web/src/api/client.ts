import createClient from "openapi-fetch";
import type { paths } from "./schema";
import type { Page, Problem } from "./types";

/** The one client of the HTTP API; cookies carry the session. */
export const api = createClient<paths>({ baseUrl: location.origin, credentials: "same-origin" });

/** What went wrong, in the server's own words (it writes them in the reader's language). */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Partial<Problem>;

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.problem = problem;
  }

  /** The last part of the problem's type: `wrong-credentials`, `refused`, … */
  get kind(): string {
    return this.problem.type?.split("/").at(-1) ?? "";
  }

  /** What is wrong with one field, by its JSON pointer. */
  field(pointer: string): string | undefined {
    return this.problem.errors?.find((error) => error.pointer === pointer)?.detail;
  }
}

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The answer's data, or an `ApiError`: openapi-fetch returns errors, queries want them thrown. */
export async function ask<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  throw new ApiError(response.status, isProblem(error) ? error : {});
}

/**
 * A page of a list. The document spells the items of a page out anew, without their names, so they
 * are given the type of the item itself here, once.
 */
export const askPage = <T>(call: Promise<Answer<unknown>>) => ask(call) as Promise<Page<T>>;

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "title" in value;
}

/** Whether a write never reached the server: the words are kept and can be sent again. */
export const isOffline = (error: unknown) => error instanceof TypeError;

/** A key that ties a write, its answer and its event together. */
export const idempotencyKey = () =>
  globalThis.crypto.randomUUID
    ? globalThis.crypto.randomUUID()
    : [...globalThis.crypto.getRandomValues(new Uint8Array(16))]
        .map((byte) => byte.toString(16).padStart(2, "0"))
        .join("");
