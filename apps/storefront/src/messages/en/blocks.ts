/** Blocks of the home page. English. */

type Count = number;

export const blocks = {
  shopNow: "Shop all products",
  featured: "New in the shop",
  seeAll: (count: Count) => `See all ${count}`,
  categories: "Find your corner",
  trust: "What you can count on",
  faq: "Good to know",
  add: "Add to bag",
  choose: "Choose",
  welcome: (name: string) => `Welcome to ${name}.`,
} as const;
