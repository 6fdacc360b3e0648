/** What is offered with a product. English. */

export const offers = {
  volume: "Buy more, pay less each",
  quantity: "Quantity",
  each: "Each",
  save: "You save",
  from: "{0} or more",
  one: "1",
  less: "{0} %",
  countLine: "Units of one kind count together.",
  countProduct: "All kinds of this product count together.",
  countSelection: "All products of this offer count together.",
  bundles: "Cheaper together",
  units: "{0} × {1}",
  alone: "{0} one by one",
  addBundle: "Add the set",
  deal: "With it: {0}",
  partOf: "Part of {0}",
  more: "More for your bag",
  inside: "What is in it",
} as const;
