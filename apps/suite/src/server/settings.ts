import { MERCHANT_PATHS, type SessionSettings, sessionSettings } from "@ecomm/session";
import { INSTALLED } from "@/generated/installed.gen";

type Env = Readonly<Record<string, string | undefined>>;

/** The products that this process serves, `SUITE_PRODUCTS` or all that are installed. */
export function servedProducts(env: Env): readonly string[] {
  const chosen = (env.SUITE_PRODUCTS ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  for (const name of chosen) {
    if (!INSTALLED.includes(name)) throw new Error(`SUITE_PRODUCTS: there is no product ${name}`);
  }
  return chosen.length > 0 ? INSTALLED.filter((name) => chosen.includes(name)) : INSTALLED;
}

/** The one product that is served alone, at `/`; null where there is a master landing. */
export function soleProduct(env: Env): string | null {
  const served = servedProducts(env);
  return env.SUITE_PRODUCTS && served.length === 1 ? (served[0] ?? null) : null;
}

/**
 * Origins of the products' APIs out of `ECOMM_SUITE_APIS`, as in
 * `contentforge=http://127.0.0.1:8102,trendscout=http://127.0.0.1:8101`.
 *
 * Throws with the entry that is none, so that a broken deployment does not start to answer.
 */
export function productApis(value: string | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const entry of (value ?? "").split(",").map((part) => part.trim())) {
    if (entry === "") continue;
    const at = entry.indexOf("=");
    const url = URL.parse(entry.slice(at + 1));
    if (at < 1 || !url || !/^https?:$/.test(url.protocol)) {
      throw new Error(`ECOMM_SUITE_APIS: ${entry} is not a name and an http address`);
    }
    found.set(entry.slice(0, at), url.origin);
  }
  return found;
}

/** Parts of a product's API that a browser never needs: its door to the platform. */
const CLOSED = /^\/api\/v1\/(?:platform|webhooks)(?:\/|$)/;

export const isClosed = (path: string): boolean => CLOSED.test(path);

/**
 * A product's session. Its cookies carry its name: being signed in to one product is not being
 * signed in to another, nor to the dashboard. Null where the product has no API here.
 */
export function productSession(env: Env, name: string): SessionSettings | null {
  const apiUrl = servedProducts(env).includes(name)
    ? productApis(env.ECOMM_SUITE_APIS).get(name)
    : undefined;
  if (apiUrl === undefined) return null;
  return sessionSettings(
    { ...env, ECOMM_API_URL: apiUrl },
    {
      audience: "merchant",
      scope: () => name,
      tokenPaths: () => ({ ...MERCHANT_PATHS, enter: "/api/v1/auth/enter" }),
      allow: ["/api/v1/"],
    },
  );
}

export const isLocal = (env: Env): boolean => env.ECOMM_MODE === "local";

/** Where mails are read that local mode catches, below a product's API. */
export function mailboxUrl(env: Env, name: string): string | null {
  const api = isLocal(env) ? productApis(env.ECOMM_SUITE_APIS).get(name) : undefined;
  return api ? `${api}/mailbox` : null;
}
