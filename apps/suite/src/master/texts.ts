import { createCatalogue } from "@ecomm/ui/catalogue";

export const masterTexts = createCatalogue({
  brand: "Ecomm",
  description: "A dropshipping store and eight products that act on its events.",
  nav: "Main",
  skip: "Skip to content",
  products: "Products",
  open: "See the products",
  one: "Your store speaks once.",
  two: "Eight products hear it.",
  lede: "Ecomm runs the shop: catalogue, checkout, suppliers, orders. Whatever happens there becomes one signed event, and the products act on it.",
  eight: "Eight products, each its own",
  eight_lede: "They share no code with each other, so any one can run alone.",
  planned: "Planned",
  foot: "A store and eight products that hear it.",
  copyright: "© 2026 Ecomm",
  missing_title: "There is no such page",
  missing_action: "To the first page",
});
