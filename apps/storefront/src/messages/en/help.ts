/** Finding an order, and what a gift card holds. English. */

export const track = {
  title: "Follow an order",
  lead: "Both stand in the confirmation we sent you.",
  number: "Order number",
  numberHint: "Digits alone, for example 1001.",
  badNumber: "An order number has digits alone, like 1001.",
  email: "E-mail you ordered with",
  go: "Show where it is",
  going: "One moment",
  none: "No order has this number and this address. Look at the confirmation, or write to us.",
  waiting: "{0} {0|piece is|pieces are} still being packed.",
  pieces: "{0} {0|piece|pieces}",
  another: "Follow another order",
  more: "The link in your confirmation shows the whole order, with everything you can do with it.",
} as const;

export const card = {
  title: "Gift card balance",
  lead: "The code stands in the mail the card came with.",
  code: "Code of the gift card",
  codeHint: "16 signs; spaces and dashes make no difference.",
  go: "Show the balance",
  none: "There is no gift card with this code. Look for a sign that was misread.",
  holds: "Gift card ending in {0}",
  until: "It can be used until {0}.",
  forever: "It does not expire.",
  states: {
    active: "",
    off: "This card is switched off. Write to us if that surprises you.",
    expired: "This card has expired.",
    empty: "Everything on it was spent.",
  },
  another: "Look up another card",
  shop: "To the shop",
} as const;

/** Failures both pages can have. */
export const asking = {
  slow: "Too many tries. Wait a moment, then try again.",
  lost: "That did not reach us. Try again.",
} as const;
