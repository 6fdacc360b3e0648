/** Calls of a product's API through the suite's own origin: `/api/NAME/v1/…`. */
import { ApiError, errorFrom } from "@ecomm/api-client";

export { ApiError, isApiError } from "@ecomm/api-client";

export interface Call {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  signal?: AbortSignal;
}

export interface ProductHttp {
  /** The `data` of an operation's envelope, e.g. `call("auth/me")`. Throws ApiError. */
  call: <Data>(path: string, call?: Call) => Promise<Data>;
  /**
   * An operation that anybody may call. A cookie of a session that is over is thrown away by the
   * first try, and the second goes without. Throws ApiError.
   */
  open: <Data>(path: string, body: unknown) => Promise<Data>;
  /** A session action: `login`, `register`, `enter`, `logout`… Throws ApiError. */
  session: <Data>(action: string, body: Record<string, unknown>) => Promise<Data>;
}

/**
 * The API of one product as a browser reaches it.
 *
 * `over` is called when a call is answered with 401: the session ended.
 */
export function productHttp(name: string, over: () => void = () => undefined): ProductHttp {
  async function send<Data>(url: string, { method = "GET", body, signal }: Call): Promise<Data> {
    const headers: Record<string, string> = {};
    if (body !== undefined) headers["Content-Type"] = "application/json";
    // What creates carries a key of its own, so that a repeat after a lost reply is safe.
    if (method === "POST") headers["Idempotency-Key"] = crypto.randomUUID();
    let reply: Response;
    try {
      reply = await fetch(url, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      });
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
      throw new ApiError(0, "network", "The server could not be reached.", [], "", { cause });
    }
    const envelope: unknown = await reply.json().catch(() => null);
    if (!reply.ok) {
      const error = errorFrom(reply, envelope);
      if (reply.status === 401 && !url.includes("/session/")) over();
      throw error;
    }
    return (envelope as { data: Data } | null)?.data as Data;
  }
  const post = <Data>(path: string, body: unknown) =>
    send<Data>(`/api/${name}/v1/${path}`, { method: "POST", body });
  return {
    open: <Data>(path: string, body: unknown) =>
      post<Data>(path, body).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 401) return post<Data>(path, body);
        throw error;
      }),
    call: (path, call = {}) => send(`/api/${name}/v1/${path}`, call),
    session: (action, body) => send(`/api/${name}/session/${action}`, { method: "POST", body }),
  };
}
