/** Instant search. English. */

export const search = {
  suggestions: "Products",
  count: "{0} {0|product|products} shown",
  all: "See all results for “{0}”",
  corrected: "Results for “{0}”",
  nothing: "Nothing found for “{0}”",
  away: "The search does not answer right now",
} as const;
