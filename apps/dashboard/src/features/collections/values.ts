import type { Schema } from "@ecomm/api-client";
import type { Collection, CollectionSort, Match } from "@/api/collections";
import { type Draft, draft, fromRule, toRules } from "./rules";

/** What the form of a collection holds. */
export interface Values {
  kind: Collection["kind"];
  title: string;
  description: string;
  match: Match;
  rules: Draft[];
  sort: CollectionSort;
  published: boolean;
  slug: string;
  seoTitle: string;
  seoDescription: string;
  image: Collection["image"];
}

export const blank = (): Values => ({
  kind: "manual",
  title: "",
  description: "",
  match: "all",
  rules: [draft()],
  sort: "manual",
  published: true,
  slug: "",
  seoTitle: "",
  seoDescription: "",
  image: null,
});

export const fromCollection = (collection: Collection): Values => ({
  kind: collection.kind,
  title: collection.title,
  description: collection.description,
  match: collection.match,
  rules: collection.rules.map(fromRule),
  sort: collection.sort,
  published: collection.published,
  slug: collection.slug,
  seoTitle: collection.seo.title ?? "",
  seoDescription: collection.seo.description ?? "",
  image: collection.image,
});

function common(values: Values) {
  return {
    title: values.title,
    description: values.description,
    sort: values.kind === "smart" && values.sort === "manual" ? "newest" : values.sort,
    published: values.published,
    image_id: values.image?.id ?? null,
    seo: { title: values.seoTitle || null, description: values.seoDescription || null },
    ...(values.slug.trim() ? { slug: values.slug.trim() } : {}),
  } as const;
}

export function toBody(values: Values): Schema<"CollectionIn"> {
  const smart = values.kind === "smart";
  return {
    ...common(values),
    kind: values.kind,
    match: values.match,
    rules: smart ? (toRules(values.rules) ?? []) : [],
    product_ids: [],
  };
}

export function toPatch(values: Values, kind: Collection["kind"]): Schema<"CollectionPatch"> {
  if (kind === "manual") return common(values);
  return { ...common(values), match: values.match, rules: toRules(values.rules) ?? [] };
}
