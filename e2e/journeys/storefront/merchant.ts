/** A merchant who works over the API: what a storefront journey needs but does not prove. */
import { api, apiMerchant, unique } from "../support";

export interface Thing {
  id: string;
  slug: string;
}

export interface Merchant {
  call(method: string, path: string, body?: unknown): Promise<unknown>;
  store(fields?: Record<string, unknown>): Promise<Thing>;
  product(store: Thing, fields: Record<string, unknown>): Promise<Thing>;
}

/** Registers a merchant; each call throws with the API's words unless it answers 2xx. */
export async function merchant(): Promise<Merchant> {
  const { headers } = await apiMerchant();
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const reply = await fetch(`${api}/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    return text === "" ? null : (JSON.parse(text) as { data: unknown }).data;
  };
  return {
    call,
    store: (fields = {}) =>
      call("POST", "/stores", {
        name: unique("Shop"),
        niche: "home",
        currency: "EUR",
        country: "DE",
        ...fields,
      }) as Promise<Thing>,
    product: (store, fields) =>
      call("POST", `/stores/${store.id}/products`, {
        status: "active",
        price: { amount: 1450, currency: "EUR" },
        ...fields,
      }) as Promise<Thing>,
  };
}
