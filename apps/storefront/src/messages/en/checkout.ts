/** Checkout. English. */
import { plural } from "./plural";

type Count = number;

export const checkout = {
  title: "Checkout",
  backToBag: "Back to bag",
  summary: (count: Count) => `Order summary, ${count} ${plural(count, "article", "articles")}`,
  who: "Who are you",
  email: "E-mail",
  emailHint: "For the confirmation and news of the parcel. Nothing else.",
  where: "Where to",
  country: "Country",
  countryPick: "Choose a country",
  name: "Full name",
  line1: "Street and number",
  line2: "Flat, floor, company",
  optional: "(optional)",
  city: "Town or city",
  state: "State or region",
  postcode: "Postcode",
  phone: "Phone",
  phoneHint: "Only the courier gets it, only if they cannot find you.",
  how: "How it travels",
  howFirst: "Choose a country, and the ways to ship there show here.",
  howLoading: "Looking up ways to ship",
  howNone: (country: string) => `We do not ship to ${country}.`,
  howNoneText: "Choose another country, or write to us.",
  howFailed: "The ways to ship could not be looked up.",
  days: (min: number, max: number) =>
    max === 0
      ? "The same day"
      : min === max
        ? `${max} ${plural(max, "day", "days")}`
        : `${min} to ${max} days`,
  freeOver: (amount: string) => `Free from ${amount}`,
  free: "Free",
  together: "All together",
  articles: "Articles",
  discount: "Discount",
  delivery: (name: string) => (name ? `Delivery, ${name}` : "Delivery"),
  deliveryUnknown: "after your address",
  tax: "Tax",
  toPay: "To pay",
  taxIncluded: (amount: string) => `Includes ${amount} tax. Nothing is added after this.`,
  taxAdded: "Nothing is added after this.",
  totalLater: "Delivery and the final sum show once a country is chosen.",
  submit: (amount: string) => `Buy now, ${amount}`,
  submitPlain: "Buy now",
  submitting: "One moment",
  next: "Next you pay on the payment provider’s own page. We never see your card.",
  testNext: "Next comes a test payment page. Nothing is charged.",
  terms: "You order when the payment is made. Until then nothing is bought.",
  questions: "Questions?",
  required: {
    email: "Enter your e-mail address.",
    name: "Enter your name.",
    line1: "Enter your street and number.",
    city: "Enter your town.",
    postal_code: "Enter your postcode.",
    country: "Choose a country.",
    shipping_rate_id: "Choose a way to ship.",
  },
  badEmail: "That is not a full e-mail address. It needs an @ and a domain, like name@example.com.",
  emailTypo: (fixed: string) => `Did you mean ${fixed}?`,
  use: (value: string) => `Use ${value}`,
  postal: {
    digits: (country: string, count: number) => `A postcode in ${country} has ${count} digits.`,
    shape: (country: string, example: string) => `A postcode in ${country} looks like ${example}.`,
  },
  fixAbove: (count: Count) =>
    `${count} ${plural(count, "field needs", "fields need")} a look before this can go on.`,
  changedTotal: (amount: string) =>
    `The sum changed to ${amount} meanwhile. Have a look, then buy if it suits you.`,
  outOfStock: "Some of it was sold a moment ago",
  outLine: (title: string, left: number) =>
    left > 0 ? `${title}: only ${left} left.` : `${title} is sold out.`,
  outFix: "Change my bag to what is left",
  outNothing: "Nothing was charged. Everything else in your bag stays.",
  closedTitle: "Orders are closed right now",
  closedText: "Your bag stays as it is. Try again later, or write to us.",
  failed: "That did not reach us. Nothing was bought; try again.",
  busy: "Your order is already on its way to us. Wait a moment, then try again.",
  emptyTitle: "There is nothing to check out",
  cancelledNote: "You came back without paying. Nothing was charged, and your bag is as it was.",
  loading: "Opening your bag",
  quantityOf: (n: number) => `Quantity ${n}`,
} as const;
