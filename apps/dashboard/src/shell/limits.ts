import type { ApiError } from "@ecomm/api-client";

const EVENT = "ecomm:limit";

/** What a 402 says: which limit, how much of it is used, and the plan that lifts it. */
export interface LimitHit {
  /** The API's own sentence. */
  message: string;
  /** The account is read-only: no one limit, but the bill. */
  readOnly: boolean;
  /** The limit's name, e.g. `stores`, or the feature's; null where the reply names none. */
  name: string | null;
  /** In use, and allowed; both null where something is not in the plan at all. */
  used: number | null;
  allowed: number | null;
  /** The smallest plan that allows it. */
  liftedBy: { name: string; title: string } | null;
}

const number = (value: unknown): number | null => (typeof value === "number" ? value : null);
const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** The facts of a refusal. */
export function hitOf(error: ApiError): LimitHit {
  const detail = error.details.find((one) => one.code === "limit_reached");
  const name = text(detail?.lifted_by_plan);
  const title = text(detail?.lifted_by);
  const allowed = number(detail?.allowed) || null;
  return {
    message: error.message,
    readOnly: error.code === "read_only",
    name: text(detail?.limit),
    used: allowed === null ? null : number(detail?.used),
    allowed,
    liftedBy: name !== null && title !== null ? { name, title } : null,
  };
}

/** Tells the shell of a call that the plan does not allow; whoever called is told as well. */
export function announceLimit(error: ApiError): void {
  if (error.status !== 402) return;
  window.dispatchEvent(new CustomEvent<LimitHit>(EVENT, { detail: hitOf(error) }));
}

/** Hears of them; returns how to stop. */
export function onLimit(heard: (hit: LimitHit) => void): () => void {
  const listen = (event: Event) => {
    if (event instanceof CustomEvent) heard(event.detail as LimitHit);
  };
  window.addEventListener(EVENT, listen);
  return () => window.removeEventListener(EVENT, listen);
}
