import { createCatalogue } from "@ecomm/ui/catalogue";

/** Words that discounts and upsells share. */
export const blockTexts = createCatalogue({
  active: "Switched on",
  starts: "Starts",
  ends: "Ends",
  period_help: "In the time of this device.",
  products: "Products",
  groups: "Collections and categories",
  exclusive: "Combines with nothing",
});
