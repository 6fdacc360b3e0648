import { createCatalogue } from "@ecomm/ui/catalogue";

export const filesTexts = createCatalogue({
  title: "Files",
  intro:
    "Everything you have here comes out as a CSV file and goes in again. A file is looked at first: nothing changes before you apply it, and a line that is wrong is named with its row, column and reason.",
  whole: "Taken in whole, or not at all",
  jobs: "Large files, taken in by a job you can watch",
  products: "Products",
  products_note: "Shopify’s product format, both ways; imports go on after a break.",
  to_imports: "Imports and exports of products",
  customers: "Customers",
  redirects: "Redirects",
  inventory: "Inventory",
  categories: "Categories",
  collections: "Collections",
  discounts: "Discounts",
  prices: "Prices in {currency}",
  gift_cards: "Gift cards",
  gift_cards_note: "Balances and the last four signs. Codes are in no file.",
  translations: "Translations into {name}",
  translations_note: "By kind, on the page of languages.",
  open: "Open",
  open_named: "Open {name}",
  export_named: "Export CSV: {name}",
  import_named: "Import CSV: {name}",
});
