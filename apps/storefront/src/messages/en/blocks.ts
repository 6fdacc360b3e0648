/** Blocks of the home page. English. */

export const blocks = {
  shopNow: "Shop all products",
  featured: "New in the shop",
  seeAll: "See all {0}",
  categories: "Find your corner",
  trust: "What you can count on",
  faq: "Good to know",
  add: "Add to bag",
  choose: "Choose",
  welcome: "Welcome to {0}.",
} as const;
