/** The foot of every page. English. */

export const footer = {
  shop: "Shop",
  help: "Help",
  policies: "Policies",
  bag: "Your bag",
  more: "More",
  questions: "Questions reach a person:",
  taxIncluded: "Prices include tax.",
  taxAdded: "Tax is added at checkout.",
  rights: "© {0} {1}.",
  write: "Write to us",
  categories: "All categories",
} as const;
