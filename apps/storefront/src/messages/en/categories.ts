/** The page of all categories. English. */

export const categories = {
  title: "Categories",
  count: "{0} {0|product|products}",
  empty: "No categories yet",
  emptyText: "Everything is in one list for now.",
} as const;
