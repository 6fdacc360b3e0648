/** A store that buys at the simulated supplier: an account of its own there, and goods mapped. */
import { api } from "../support";
import { type Desk, sell, type Thing } from "./desk";

interface Made {
  id: string;
}

/** The simulated supplier as its account's owner sees it: our platform has no part in this. */
export interface SupplierDesk {
  /** Asks the supplier itself; `panel` calls make bad days to order. */
  ask<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Our account at it, in our own books. */
  id: string;
}

/** The kettle of the supplier's catalogue. */
const KETTLE = "SIM1001";

async function askSupplier<T>(key: string, method: string, path: string, body?: unknown) {
  const reply = await fetch(`${api}/simulated-supplier/v1${path}`, {
    method,
    headers: {
      "Content-Type": "application/json",
      ...(key ? { Authorization: `Bearer ${key}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
  return (await reply.json()).data as T;
}

/** Connects a new account that sends at once and asks nobody, unless its `rules` say otherwise. */
export async function connect(
  shop: Pick<Desk, "call">,
  store: Thing,
  name = "Harbour Trading",
  rules: Record<string, unknown> = {},
): Promise<SupplierDesk> {
  const at = `/v1/stores/${store.id}/suppliers`;
  const opened = await askSupplier<{ api_key: string }>("", "POST", "/accounts", {
    name: "Harbour",
  });
  const { id } = await shop.call<Made>("POST", at, {
    adapter: "simulated",
    name,
    credentials: { api_key: opened.api_key },
  });
  await shop.call("PATCH", `${at}/${id}`, {
    auto_order: true,
    approval: "never",
    grace_minutes: 0,
    ...rules,
  });
  return {
    id,
    ask: (method, path, body) => askSupplier(opened.api_key, method, path, body),
  };
}

/** A product that the supplier's kettle is bought for, in a store of the supplier's currency. */
export async function mapped(
  shop: Pick<Desk, "call">,
  store: Thing,
  supplier: SupplierDesk,
  fields: Record<string, unknown> = {},
): Promise<Thing> {
  const at = `/v1/stores/${store.id}`;
  const product = await shop.call<Thing>("POST", `${at}/products`, {
    title: "Kettle for slow mornings",
    status: "active",
    price: { amount: 14_900, currency: "USD" },
    ...fields,
  });
  await buysAt(shop, store, supplier, product, 1);
  return product;
}

/** Says that the supplier's kettle is bought for a product, after the suppliers of lower numbers. */
export async function buysAt(
  shop: Pick<Desk, "call">,
  store: Thing,
  supplier: SupplierDesk,
  product: Thing,
  priority: number,
): Promise<void> {
  const at = `/v1/stores/${store.id}`;
  const taken = await shop.call<{ variants: Made[] }>(
    "POST",
    `${at}/suppliers/${supplier.id}/products`,
    { external_id: KETTLE },
  );
  const { variants } = await shop.call<{ variants: Made[] }>("GET", `${at}/products/${product.id}`);
  await shop.call("POST", `${at}/mappings`, {
    variant_id: variants[0]?.id,
    parts: [{ supplier_variant_id: taken.variants[0]?.id, quantity: 1 }],
    priority,
  });
}

/** Waits until the store's first purchase order is in a view, and gives it. */
export async function purchaseIn(
  shop: Pick<Desk, "call">,
  store: Thing,
  view: string,
): Promise<{ id: string; number: number; order_id: string }> {
  for (let tries = 0; tries < 900; tries += 1) {
    const [row] = await shop.call<{ id: string; number: number; order_id: string }[]>(
      "GET",
      `/v1/stores/${store.id}/purchase-orders?view=${view}`,
    );
    if (row) return row;
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error(`no purchase order came into the view ${view}`);
}

/** Where the buyers of these stores live: the supplier sends there. */
export const HOME = {
  country: "US",
  state: "NY",
  postal_code: "10001",
  city: "New York",
} as const;

/** Somebody buys a product of a store that sells in the United States. */
export const sellAtHome = (store: Thing, product: Thing, email: string) =>
  sell(store, product, email, { ...HOME });

/** The supplier takes the next order and answers nothing; then it does not answer look-ups. */
export async function silent(supplier: SupplierDesk): Promise<void> {
  await supplier.ask("POST", "/panel/faults", { kind: "error_after", op: "place", times: 1 });
  await supplier.ask("POST", "/panel/faults", { kind: "unavailable", op: "find", times: 10_000 });
}
