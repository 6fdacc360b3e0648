/** Typed client of the commerce API: calls from the OpenAPI document, errors as one class. */
import createFetchClient, { type Client, type Middleware } from "openapi-fetch";
import { ApiError, errorFrom, networkError } from "./errors";
import type { components, paths } from "./schema.gen";

export { ApiError, type ErrorDetail, errorFrom, isApiError } from "./errors";
export type { components, operations, paths } from "./schema.gen";

/** Shapes of the API by name, e.g. `Schema<"ProductOut">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** Query parameters of a path's GET, e.g. `QueryOf<"/api/v1/stores">`. */
export type QueryOf<Path extends keyof paths> = paths[Path] extends {
  get: { parameters: { query?: infer Query } };
}
  ? NonNullable<Query>
  : never;

export type Money = Schema<"Money">;
export type PageInfo = Schema<"PageInfo">;

export type ApiClient = Client<paths>;

export interface ClientOptions {
  /** Origin before `/api/v1/…`; empty in a browser, where the app forwards to the API. */
  baseUrl?: string;
  fetch?: (request: Request) => Promise<Response>;
  /** Sent with every call, e.g. a capability token. */
  headers?: Record<string, string>;
}

/** POSTs that create carry a key of their own, so that a repeat after a lost reply is safe. */
const idempotency: Middleware = {
  onRequest({ request }) {
    if (request.method === "POST" && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", crypto.randomUUID());
    }
    return request;
  },
};

/** Makes a client. One per origin; it holds no state but its options. */
export function createApi(options: ClientOptions = {}): ApiClient {
  const client = createFetchClient<paths>({
    baseUrl: options.baseUrl ?? "",
    ...(options.fetch ? { fetch: options.fetch } : {}),
    ...(options.headers ? { headers: options.headers } : {}),
  });
  client.use(idempotency);
  return client;
}

interface Outcome<Envelope> {
  data?: Envelope;
  error?: unknown;
  response: Response;
}

async function settle<Envelope>(pending: Promise<Outcome<Envelope>>): Promise<Envelope> {
  let outcome: Outcome<Envelope>;
  try {
    outcome = await pending;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw networkError(cause);
  }
  if (outcome.data !== undefined && outcome.response.ok) return outcome.data;
  throw errorFrom(outcome.response, outcome.error);
}

/**
 * The `data` of a reply's envelope.
 *
 * Throws ApiError for every refusal, unreadable reply and lost connection; an aborted call
 * rejects with its AbortError.
 */
export async function unwrap<Data>(pending: Promise<Outcome<{ data: Data }>>): Promise<Data> {
  return (await settle(pending)).data;
}

/** One page of a list: its items and where it stands. Throws as `unwrap`. */
export interface ListOf<Item> {
  items: Item[];
  page: PageInfo;
}

/** The items and page of a list's envelope. Throws as `unwrap`. */
export async function unwrapList<Item>(
  pending: Promise<Outcome<{ data: Item[]; page: PageInfo }>>,
): Promise<ListOf<Item>> {
  const { data, page } = await settle(pending);
  return { items: data, page };
}

/** Whether asking again may help: the connection, a limit or the server, not the request. */
export function isTransient(error: unknown): boolean {
  return (
    error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500)
  );
}
