/** The page of all categories. English. */
import { plural } from "./plural";

type Count = number;

export const categories = {
  title: "Categories",
  count: (count: Count) => `${count} ${plural(count, "product", "products")}`,
  empty: "No categories yet",
  emptyText: "Everything is in one list for now.",
} as const;
