/** The page of all collections. English. */

export const collections = {
  title: "Collections",
  count: "{0} {0|product|products}",
  empty: "No collections yet",
  emptyText: "Everything is in one list for now.",
} as const;
