/** An address the shop does not have. English. */

export const notFound = {
  title: "This page is not on our shelves",
  text: "It has moved, or never was. Your bag is safe.",
  all: "See all products",
  home: "Home page",
} as const;
