/** One thing that is wrong. `field` is a dotted path into the request's body, or null. */
export interface ErrorDetail {
  field: string | null;
  code: string;
  message: string;
  /** Further facts, e.g. `limit` and `used` of `limit_reached`, `product_id` of `sku_taken`. */
  [fact: string]: unknown;
}

/** A refusal of the API, or `status` 0 where no reply came. Programs go by `code`. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: readonly ErrorDetail[] = [],
    readonly requestId: string = "",
    options?: ErrorOptions,
    /** Seconds to wait before asking again, where the server said so. */
    readonly retryAfter: number | null = null,
  ) {
    super(message, options);
  }
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof ApiError;
}

/** No reply: offline, refused, reset. */
export function networkError(cause: unknown): ApiError {
  return new ApiError(0, "network", "The server could not be reached.", [], "", { cause });
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

const text = (value: unknown, otherwise: string): string =>
  typeof value === "string" && value !== "" ? value : otherwise;

function detailFrom(value: unknown): ErrorDetail {
  const raw = record(value);
  return {
    ...raw,
    field: typeof raw.field === "string" ? raw.field : null,
    code: text(raw.code, "invalid"),
    message: text(raw.message, ""),
  };
}

/** Retry-After in seconds; its other form, a date, is not used by the API. */
function secondsOf(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : null;
}

/** The refusal in a reply. A body that is no envelope (a proxy's page) still gives an error. */
export function errorFrom(response: Response, body: unknown): ApiError {
  const error = record(record(body).error);
  const details = Array.isArray(error.details) ? error.details.map(detailFrom) : [];
  return new ApiError(
    response.status,
    text(error.code, "unexpected_reply"),
    text(error.message, "The server gave an answer that could not be read."),
    details,
    text(error.request_id, response.headers.get("x-request-id") ?? ""),
    undefined,
    secondsOf(response.headers.get("retry-after")),
  );
}
