export const KINDS = ["product", "category", "collection", "page", "options"] as const;
export const STATES = ["missing", "outdated", "translated"] as const;

/** What the address of the page may say. */
export const LIST = {
  sort: "title",
  sorts: [],
  filters: { locale: /^[a-z]{2}(-[A-Z]{2})?$/, kind: KINDS, state: STATES },
  views: ["locale", "kind"],
};
