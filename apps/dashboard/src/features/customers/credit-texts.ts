import { createCatalogue } from "@ecomm/ui/catalogue";

/** Words of a customer's store credit. */
export const creditTexts = createCatalogue({
  credit: "Store credit",
  credit_none: "No credit yet.",
  give: "Give credit",
  take: "Take credit back",
  give_title: "Give {name} credit",
  give_body: "They can pay with it when they are signed in. It does not run out.",
  take_title: "Take credit back from {name}",
  take_body: "Never below nothing. It stands in the ledger with your reason.",
  amount: "Amount",
  why: "Why",
  why_help: "For your team, in the ledger.",
  give_do: "Give {amount}",
  take_do: "Take back {amount}",
  given: "{amount} of credit given",
  taken: "{amount} of credit taken back",
});
