/** Words that stand on every page. English. */
import { plural } from "./plural";

export const common = {
  skip: "Skip to content",
  home: "Home",
  shop: "Shop",
  allProducts: "All products",
  search: "Search",
  searchLabel: "Search the shop",
  menu: "Menu",
  close: "Close",
  mainNav: "Main",
  breadcrumb: "Breadcrumb",
  before: "Before",
  now: "Now",
  from: "From",
  save: (percent: number) => `Save ${percent} %`,
  less: (percent: number) => `−${percent} %`,
  soldOut: "Sold out",
  free: "Free",
  addNamed: (title: string) => `Add ${title} to bag`,
  chooseNamed: (title: string) => `Choose a variant of ${title}`,
  noPicture: "No picture yet",
  testMode: "Test mode: orders placed here are not real.",
  freeFrom: (amount: string) => `Free delivery over ${amount}`,
  shipsTo: (names: string) => `Delivery to ${names}`,
  shipsToMore: (names: string, more: number) =>
    `${names} and ${more} more ${plural(more, "country", "countries")}`,
  shipsToWorld: "Delivery worldwide",
  shipsToMany: (count: number) => `Delivery to ${count} countries`,
  closedNotice: "You can look around; orders open soon.",
} as const;
