/** One merchant's shop with something in every room: long names, names that are markup, an order. */
import type { Browser } from "@playwright/test";
import { api, shopElsewhere, unique } from "../support";
import { checkCsv, type Desk, desk, sell, type Thing } from "./desk";
import { connect, mapped, purchaseIn, sellAtHome, silent } from "./sourced";

interface Made {
  id: string;
}

export interface World {
  merchant: Desk;
  /** An id for each parameter of an address. */
  ids: Record<string, string>;
}

const LONG = `A kettle with ${"a very long name that nobody would say in one breath ".repeat(3)}`;
const HOSTILE = `"><img src=x onerror=alert(1)> {{7*7}} ${"x".repeat(60)}`;

/** One word, longer than a phone is wide. */
const WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte";

/** A second store of the merchant's, in the supplier's currency: a rule, and a purchase order whose
 * answer never came. */
async function sourcing(merchant: Desk): Promise<Record<string, string>> {
  const store = await merchant.call<Thing>("POST", "/v1/stores", {
    name: unique("Harbour"),
    niche: "home",
    currency: "USD",
    country: "US",
  });
  const supplier = await connect(merchant, store);
  await silent(supplier);
  const kettle = await mapped(merchant, store, supplier, { title: LONG.slice(0, 190) });
  const rule = await merchant.call<Made>("POST", `/v1/stores/${store.id}/price-rules`, {
    name: LONG.slice(0, 80),
    formula: { kind: "markup", factor_ppm: 2_500_000 },
    ending: "99",
  });
  await sellAtHome(store, kettle, `${unique("buyer")}@example.com`);
  const lost = await purchaseIn(merchant, store, "unknown");
  return {
    "purchase-orders/storeId": store.id,
    "price-rules/storeId": store.id,
    purchaseId: lost.id,
    ruleId: rule.id,
  };
}

/** Takes a shop elsewhere over, its orders at least: nothing that other journeys delay there; the
 * shop's id and the migration's. */
async function takenOver(
  merchant: Desk,
  at: string,
): Promise<{ channelId: string; migrationId: string }> {
  const { credentials } = shopElsewhere;
  const channel = await merchant.call<Made>("POST", `${at}/sales-channels`, {
    adapter: "woocommerce",
    credentials,
  });
  const begun = await merchant.call<Made>("POST", `${at}/migrations`, {
    channel_id: channel.id,
    dry_run: false,
    entities: ["orders"],
  });
  for (let tries = 0; tries < 600; tries += 1) {
    const job = await merchant.call<{ status: string }>("GET", `${at}/migrations/${begun.id}`);
    if (job.status === "done") return { channelId: channel.id, migrationId: begun.id };
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error("the shop elsewhere was not taken over in time");
}

/** Makes the shop. Its merchant is signed in. */
export async function world(browser: Browser): Promise<World> {
  const merchant = await desk(browser);
  const { store } = merchant;
  const at = `/v1/stores/${store.id}`;
  const make = (room: string, body: unknown) => merchant.call<Made>("POST", `${at}/${room}`, body);
  const product = await merchant.product({
    title: "Enamel Mug",
    description: `<p>${"A long description. ".repeat(60)}</p>`,
    tags: ["mug", "blue"],
  });
  const long = await merchant.product({
    title: LONG.slice(0, 190),
    vendor: "Somebody with a long name",
  });
  await merchant.product({ title: HOSTILE.slice(0, 120), status: "draft", stock: 0 });
  const { variants } = await merchant.call<{ variants: Made[] }>(
    "GET",
    `${at}/products/${product.id}`,
  );
  const variant = variants[0]?.id;
  const [longVariant] = (
    await merchant.call<{ variants: Made[] }>("GET", `${at}/products/${long.id}`)
  ).variants;

  await sell(store, product, `${unique("a.buyer.with.a.long.address")}@example.com`, {
    name: WORD,
    line1: `${WORD} 1`,
    country: "DE",
    postal_code: "01099",
    city: "Dresden",
  });
  const [order] = await merchant.call<Made[]>("GET", `${at}/orders`);
  const { items } = await merchant.call<{ items: Made[] }>("GET", `${at}/orders/${order?.id}`);
  const [attempt] = await merchant.call<{ provider_ref: string }[]>("GET", `${at}/payments`);
  const disputed = await fetch(`${api}/mock-pay/sessions/${attempt?.provider_ref}/actions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ action: "dispute" }),
  });
  if (!disputed.ok) throw new Error(`dispute: ${disputed.status} ${await disputed.text()}`);
  await make(`orders/${order?.id}/fulfillments`, { carrier: "DHL", tracking_number: "JD01" });
  await make(`orders/${order?.id}/notes`, { text: `${WORD} ${LONG}` });
  const back = await make(`orders/${order?.id}/returns`, {
    lines: [{ item_id: items[0]?.id, quantity: 1 }],
  });

  const [customer] = await merchant.call<Made[]>("GET", `${at}/customers`);
  const [page] = await merchant.call<Made[]>("GET", `${at}/pages`);
  const collection = await make("collections", { title: LONG.slice(0, 120) });
  const discount = await make("discounts", {
    kind: "percentage",
    name: HOSTILE.slice(0, 80),
    percent_ppm: 100_000,
  });
  const shelf = await make("blog/categories", { name: LONG.slice(0, 80) });
  const post = await make("blog/posts", {
    title: LONG.slice(0, 150),
    body: `<h2>${HOSTILE.slice(0, 80)}</h2><p>An Enamel Mug. ${WORD}</p>`,
    author: WORD.slice(0, 60),
    category_id: shelf.id,
    tags: [WORD.slice(0, 40), "mugs"],
    status: "published",
  });
  await make("blog/posts", { title: HOSTILE.slice(0, 120) });
  const tested = await make("ab-tests", {
    name: LONG.slice(0, 110),
    product_id: long.id,
    face: { title: HOSTILE.slice(0, 120) },
    baseline_ppm: 30_000,
    effect_ppm: 10_000,
  });
  await make(`ab-tests/${tested.id}/start`, {});
  await make("subscribers", {
    email: `${unique("a.subscriber.whose.address.goes.on.and.on")}@example.com`,
  });
  await make("subscribers/import", {
    csv: `email,consent_date,consent_source\n${unique("proven")}@example.com,2025-05-01,Fair\n`,
    dry_run: false,
  });
  const card = await make("gift-cards", {
    amount: { amount: 1000, currency: "EUR" },
    email: `${unique("somebody.who.has.an.address.that.goes.on.and.on")}@example.com`,
  });
  const draft = await make("drafts", {
    email: "ada@example.com",
    lines: [{ variant_id: variant, quantity: 2 }],
  });
  await make("categories", { name: LONG.slice(0, 80) });
  await make("redirects", { path: "/old", target: "/products" });
  await make("seo/audits", {});
  await make("segments", {
    name: LONG.slice(0, 110),
    kind: "rules",
    match: "all",
    conditions: [{ field: "consent", op: "is", value: true }],
  });
  const bundle = await make("upsells/bundles", {
    title: "Two mugs",
    pricing: "fixed",
    price: { amount: 2500, currency: "EUR" },
    components: [{ variant_id: longVariant?.id, quantity: 2 }],
  });
  const crossSell = await make("upsells/cross-sells", {
    name: "With it",
    source: "products",
    products: [long.id],
    placements: ["product"],
  });
  const volume = await make("upsells/volume", {
    name: "Buy more",
    selection: { products: [long.id] },
    tiers: [{ quantity: 3, percent_ppm: 100_000 }],
  });
  const webhook = await make("webhooks", {
    name: LONG.slice(0, 110),
    url: `http://127.0.0.1:9/${"hooks/".repeat(20)}`,
    types: ["order.created", "product.updated", "inventory.changed"],
  });
  const sourced = await sourcing(merchant);
  const delivery = await make(`webhooks/${webhook.id}/test`, { type: "order.created" });
  const supplier = await make("suppliers", {
    adapter: "simulated",
    name: LONG.slice(0, 78),
    credentials: {},
  });
  const [hit] = (
    await merchant.call<{ products: { external_id: string }[] }>(
      "GET",
      `${at}/suppliers/${supplier.id}/best-sellers`,
    )
  ).products;
  const goods = await merchant.call<{ variants: Made[] }>(
    "POST",
    `${at}/suppliers/${supplier.id}/products`,
    { external_id: hit?.external_id },
  );
  await make("mappings", {
    variant_id: longVariant?.id,
    parts: [{ supplier_variant_id: goods.variants[0]?.id, quantity: 2 }],
  });
  const begun = await merchant.call<{ item_ids: string[] }>("POST", `${at}/goods-imports`, {
    goods: [{ supplier_id: supplier.id, external_id: hit?.external_id }],
  });
  let dispute: Made | undefined;
  for (let tries = 0; !dispute && tries < 600; tries += 1) {
    [dispute] = await merchant.call<Made[]>("GET", `${at}/disputes`);
    if (!dispute) await new Promise((next) => setTimeout(next, 200));
  }
  const item = `${at}/goods-imports/items/${begun.item_ids[0]}`;
  for (let tries = 0; tries < 600; tries += 1) {
    const { state } = await merchant.call<{ state: string }>("GET", item);
    if (state === "needs_review" || state === "failed") break;
    await new Promise((next) => setTimeout(next, 200));
  }
  return {
    merchant,
    ids: {
      storeId: store.id,
      productId: product.id,
      orderId: order?.id ?? "",
      returnId: back.id,
      customerId: customer?.id ?? "",
      pageId: page?.id ?? "",
      collectionId: collection.id,
      discountId: discount.id,
      testId: tested.id,
      postId: post.id,
      cardId: card.id,
      draftId: draft.id,
      disputeId: dispute?.id ?? "",
      supplierId: supplier.id,
      webhookId: webhook.id,
      deliveryId: delivery.id,
      ...(await takenOver(merchant, at)),
      importId: await checkCsv(merchant.page.context().request, store.id),
      kind: "order_confirmation",
      ...sourced,
      "import-review/itemId": begun.item_ids[0] ?? "",
      "bundles/upsellId": bundle.id,
      "cross-sells/upsellId": crossSell.id,
      "volume/upsellId": volume.id,
    },
  };
}
