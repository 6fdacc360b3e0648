/** What became of a payment. English. */

export const outcome = {
  processing: "Your payment is being confirmed",
  processingText:
    "This takes a few seconds. You can stay here, or close the page: the confirmation comes by e-mail.",
  slow: "This takes longer than usual",
  slowText:
    "Your bank has not answered yet. Nothing is lost: you get an e-mail as soon as it does, and this page keeps looking.",
  waiting: "The payment is still open",
  waitingText: "You came back before paying. Your bag is held for a while.",
  pay: "Go on to payment",
  failed: "The payment did not go through",
  failedText: "Nothing was charged.",
  tryAgain: "Try the payment again",
  change: "Change my details",
  expired: "The time for this payment ran out",
  expiredText:
    "Nothing was charged. What you chose is still in your bag, if it is still there to buy.",
  toBag: "Back to my bag",
  refunded: "The payment was returned",
  refundedText:
    "What you bought had sold out in the very moment you paid. The full sum is on its way back to you.",
  unknown: "We cannot show this order here",
  unknownText:
    "Perhaps you began in another browser. If you paid, the confirmation e-mail has a link to your order.",
  offline: "We cannot reach the shop right now",
  offlineText: "If you paid, your order is safe. This page keeps trying.",
  cancelled: "You did not pay, so nothing was bought",
  cancelledText: "Your bag is as it was.",
  done: "Your order is in",
  home: "Home page",
} as const;
