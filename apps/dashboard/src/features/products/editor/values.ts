import type { Schema } from "@ecomm/api-client";
import type { Translator } from "@ecomm/ui/i18n";
import { z } from "zod";
import type { Media, PricedVariant, Product } from "@/api/products";
import { abroadOf, abroadSchema } from "./abroad";
import { blankVariant, type VariantDraft, variantTitle } from "./matrix";
import { type SafetyDraft, safetyBody, safetyDraft, safetyField, safetySchema } from "./safety";
import type { editorTexts } from "./texts";

/** What the editor holds. One variant with no options is a product without variants. */
export interface EditorValues {
  title: string;
  description: string;
  status: Product["status"];
  slug: string;
  vendor: string;
  productType: string;
  tags: string[];
  categoryIds: string[];
  options: { name: string; values: string[] }[];
  variants: VariantDraft[];
  media: Media[];
  seoTitle: string;
  seoDescription: string;
  taxClass: Product["tax_class"];
  giftCard: boolean;
  safety: SafetyDraft;
  /** The version these values were read from; saving over another one is refused. */
  version: number;
}

export const blankValues = (title = ""): EditorValues => ({
  title,
  description: "",
  status: "draft",
  slug: "",
  vendor: "",
  productType: "",
  tags: [],
  categoryIds: [],
  options: [],
  variants: [blankVariant()],
  media: [],
  seoTitle: "",
  seoDescription: "",
  taxClass: "standard",
  giftCard: false,
  safety: safetyDraft(null),
  version: 0,
});

/** A product as the editor holds it; `priced` says what was set by hand in other currencies. */
export function fromProduct(product: Product, priced: readonly PricedVariant[] = []): EditorValues {
  const abroad = abroadOf(priced);
  return {
    title: product.title,
    description: product.description,
    status: product.status,
    slug: product.slug,
    vendor: product.vendor ?? "",
    productType: product.product_type ?? "",
    tags: [...product.tags],
    categoryIds: product.categories.map((category) => category.id),
    options: product.options.map(({ name, values }) => ({ name, values: [...values] })),
    variants: product.variants.map((variant) => ({
      id: variant.id,
      options: { ...variant.options },
      sku: variant.sku ?? "",
      barcode: variant.barcode ?? "",
      price: variant.price.amount,
      compareAt: variant.compare_at_price?.amount ?? null,
      cost: variant.cost?.amount ?? null,
      tracked: variant.stock !== null,
      stock: variant.stock?.on_hand ?? null,
      backorder: variant.policy === "backorder",
      abroad: abroad.get(variant.id) ?? {},
    })),
    media: [...product.media],
    seoTitle: product.seo.title ?? "",
    seoDescription: product.seo.description ?? "",
    taxClass: product.tax_class,
    giftCard: product.is_gift_card,
    safety: safetyDraft(product.safety),
    version: product.version,
  };
}

type Texts = Translator<(typeof editorTexts)["messages"]>;

/** The editor's rules; the API's are the same or stricter and have the last word. */
export function editorSchema(t: Texts, example: string): z.ZodType<EditorValues, EditorValues> {
  const money = z.number(t("price_invalid", { example })).int().min(0).nullable();
  const variant = z.object({
    id: z.string().nullable(),
    options: z.record(z.string(), z.string()),
    sku: z.string().trim().max(80, t("sku_long")),
    barcode: z.string().trim().max(80),
    price: money,
    compareAt: money,
    cost: money,
    tracked: z.boolean(),
    stock: z.number(t("stock_invalid")).int(t("stock_invalid")).nullable(),
    backorder: z.boolean(),
    abroad: abroadSchema(money, t("abroad_lone")),
  });
  return z
    .object({
      title: z.string().trim().min(1, t("title_missing")).max(255),
      description: z.string().max(200_000),
      status: z.enum(["draft", "active", "archived"]),
      slug: z.string().max(200),
      vendor: z.string().max(120),
      productType: z.string().max(120),
      tags: z.array(z.string()),
      categoryIds: z.array(z.string()),
      options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
      variants: z.array(variant).min(1),
      media: z.array(z.custom<Media>()),
      seoTitle: z.string().max(255),
      seoDescription: z.string().max(1000),
      taxClass: z.enum(["standard", "reduced", "zero", "exempt"]),
      giftCard: z.boolean(),
      safety: safetySchema(t("email_invalid")),
      version: z.number(),
    })
    .superRefine((values, context) => {
      const owners = new Map<string, number>();
      for (const [at, entry] of values.variants.entries()) {
        if (entry.price === null) {
          context.addIssue({
            code: "custom",
            path: ["variants", at, "price"],
            message: t("price_missing"),
          });
        }
        if (entry.tracked && entry.stock === null) {
          context.addIssue({
            code: "custom",
            path: ["variants", at, "stock"],
            message: t("stock_invalid"),
          });
        }
        if (entry.sku === "") continue;
        const owner = owners.get(entry.sku);
        if (owner === undefined) owners.set(entry.sku, at);
        else {
          const first = values.variants[owner];
          const other = first ? variantTitle(values.options, first) : "";
          context.addIssue({
            code: "custom",
            path: ["variants", at, "sku"],
            message: t("sku_taken", { other }),
          });
        }
      }
    });
}

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

function variantIn(
  variant: VariantDraft,
  before: VariantDraft | undefined,
  currency: string,
): Schema<"VariantIn"> {
  const money = (amount: number | null) => (amount === null ? null : { amount, currency });
  // Stock that was not touched is not sent: shoppers may have bought some meanwhile.
  const touched = !before || before.stock !== variant.stock || before.tracked !== variant.tracked;
  return {
    ...(variant.id ? { id: variant.id } : {}),
    options: variant.options,
    sku: orNull(variant.sku),
    barcode: orNull(variant.barcode),
    price: money(variant.price),
    compare_at_price: money(variant.compareAt),
    cost: money(variant.cost),
    policy: variant.backorder ? "backorder" : "deny",
    ...(variant.tracked && touched ? { stock: variant.stock } : {}),
  };
}

/** The body that creates a product. */
export function toCreate(values: EditorValues, currency: string): Schema<"ProductIn"> {
  const [first = blankVariant()] = values.variants;
  return {
    title: values.title.trim(),
    description: orNull(values.description),
    status: values.status === "active" ? "active" : "draft",
    slug: orNull(values.slug),
    vendor: orNull(values.vendor),
    product_type: orNull(values.productType),
    tags: values.tags,
    category_ids: values.categoryIds,
    price: { amount: first.price ?? 0, currency },
    policy: first.backorder ? "backorder" : "deny",
    options: values.options,
    variants: values.variants.map((variant) => variantIn(variant, undefined, currency)),
    seo: {
      title: orNull(values.seoTitle),
      description: orNull(values.seoDescription),
      keywords: [],
    },
    tax_class: values.taxClass,
    is_gift_card: values.giftCard,
    safety: safetyBody(values.safety),
    media_ids: values.media.map((media) => media.id),
  };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Without prices in other currencies: those have an endpoint of their own. */
const atHome = (variants: VariantDraft[]) => variants.map(({ abroad: _, ...rest }) => rest);

/** The body that changes a product from `before` to `values`: only what differs. */
export function toPatch(
  before: EditorValues,
  values: EditorValues,
  currency: string,
  keywords: readonly string[],
): Schema<"ProductPatch"> {
  const body: Schema<"ProductPatch"> = { version: values.version };
  if (before.title !== values.title) body.title = values.title.trim();
  if (before.description !== values.description) body.description = values.description;
  if (before.status !== values.status) body.status = values.status;
  if (before.slug !== values.slug && values.slug.trim()) body.slug = values.slug.trim();
  if (before.vendor !== values.vendor) body.vendor = orNull(values.vendor);
  if (before.productType !== values.productType) body.product_type = orNull(values.productType);
  if (!same(before.tags, values.tags)) body.tags = values.tags;
  if (!same(before.categoryIds, values.categoryIds)) body.category_ids = values.categoryIds;
  if (
    !same(before.options, values.options) ||
    !same(atHome(before.variants), atHome(values.variants))
  ) {
    const known = new Map(before.variants.map((variant) => [variant.id, variant]));
    body.options = values.options;
    body.variants = values.variants.map((variant) =>
      variantIn(variant, variant.id ? known.get(variant.id) : undefined, currency),
    );
  }
  if (before.taxClass !== values.taxClass) body.tax_class = values.taxClass;
  if (before.giftCard !== values.giftCard) body.is_gift_card = values.giftCard;
  if (!same(before.safety, values.safety)) body.safety = safetyBody(values.safety);
  const ids = (media: Media[]) => media.map((entry) => entry.id);
  if (!same(ids(before.media), ids(values.media))) body.media_ids = ids(values.media);
  if (before.seoTitle !== values.seoTitle || before.seoDescription !== values.seoDescription) {
    body.seo = {
      title: orNull(values.seoTitle),
      description: orNull(values.seoDescription),
      keywords: [...keywords],
    };
  }
  return body;
}

/** Pictures whose alternative text changed, for the endpoint that sets it. */
export function changedAlts(before: EditorValues, values: EditorValues): Media[] {
  const old = new Map(before.media.map((media) => [media.id, media.alt]));
  return values.media.filter((media) => (old.get(media.id) ?? "") !== media.alt);
}

/** Variants whose stock is no longer counted; the product endpoint cannot say that. */
export function untracked(before: EditorValues, values: EditorValues): string[] {
  const was = new Map(before.variants.map((variant) => [variant.id, variant.tracked]));
  return values.variants.flatMap((variant) =>
    variant.id && !variant.tracked && was.get(variant.id) ? [variant.id] : [],
  );
}

const TOP: Record<string, string> = {
  product_type: "productType",
  category_ids: "categoryIds",
  "seo.title": "seoTitle",
  "seo.description": "seoDescription",
  price: "variants.0.price",
  "price.amount": "variants.0.price",
  compare_at_price: "variants.0.compareAt",
  "compare_at_price.amount": "variants.0.compareAt",
  cost: "variants.0.cost",
  "cost.amount": "variants.0.cost",
  sku: "variants.0.sku",
  barcode: "variants.0.barcode",
  stock: "variants.0.stock",
};

const IN_VARIANT: Record<string, string> = {
  "price.amount": "price",
  compare_at_price: "compareAt",
  "compare_at_price.amount": "compareAt",
  "cost.amount": "cost",
};

/** The editor's name of a field the API speaks of. */
export function editorField(field: string): string {
  const inVariant = /^variants\.(\d+)\.(.+)$/.exec(field);
  if (inVariant) {
    const [, at, name = ""] = inVariant;
    return `variants.${at}.${IN_VARIANT[name] ?? name}`;
  }
  return TOP[field] ?? safetyField(field) ?? field;
}
