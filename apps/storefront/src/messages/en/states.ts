/** Shops that are paused, missing, or to be picked. English. */

export const states = {
  pausedTitle: "We are closed for a moment",
  pausedNamed: "{0} is closed for a moment",
  pausedText: "The shop opens again soon. Orders already placed travel on as usual.",
  pausedMail: "Questions about an order?",
  missingTitle: "There is no shop here",
  missingText: "The address may have a typing error, or the shop has closed for good.",
  pickTitle: "Which shop?",
  pickText:
    "One storefront serves every shop of this platform. Each has an address of its own; here you can also pick one by name.",
  pickDemo: "Open the demo shop",
  pickLabel: "Name in the shop’s address",
  pickOpen: "Open",
  pickHint: "The same shop also answers at {0}",
} as const;
