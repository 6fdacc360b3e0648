/** The form for a shop's news, and the pages of its mail. English. */

export const newsletter = {
  title: "News from {0}",
  label: "E-mail",
  go: "Subscribe",
  /** Stands by the form; the shop keeps it as what was agreed to. */
  terms:
    "News and offers of this shop by e-mail. We first send you a mail to confirm. You can unsubscribe at any time, by the link in each mail.",
  trap: "Leave this empty",
  sent: "Please look at your mail",
  sentText:
    "If this address is new here, a mail with a link is on its way to it. You get news once you have confirmed there.",
  confirm: "Confirm your address",
  confirmText: "Do you want news and offers of {0} by e-mail?",
  confirmGo: "Yes, subscribe",
  done: "You are on the list",
  doneText: "Each mail has a link to unsubscribe.",
  over: "This link is no longer valid",
  overText:
    "It is too old, or you have unsubscribed since. You can subscribe again at the foot of each page.",
  failed: "That did not work",
  failedText: "Check the address, and try again in a minute.",
  shop: "To the shop",
} as const;
