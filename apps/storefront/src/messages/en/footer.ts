/** The foot of every page. English. */

export const footer = {
  shop: "Shop",
  help: "Help",
  bag: "Your bag",
  more: "More",
  questions: "Questions reach a person:",
  taxIncluded: "Prices include tax.",
  taxAdded: "Tax is added at checkout.",
  rights: (year: number, name: string) => `© ${year} ${name}.`,
  write: "Write to us",
  categories: "All categories",
} as const;
