import { createCatalogue } from "@ecomm/ui/catalogue";

export const actorTexts = createCatalogue({
  you: "you",
  team: "a member of your team",
  shopper: "the customer",
  provider: "the payment provider",
  cli: "the command line",
  shop: "the shop itself",
});
