import { createCatalogue } from "@ecomm/ui/catalogue";

export const watchlistTexts = createCatalogue({
  title: "Watchlist",
  views: "Views",
  view_all: "Watched",
  search: "Title or the supplier's number",
  count: "{count, plural, one {# product} other {# products}}",
  research: "Open research",
  col_product: "Product",
  col_score: "Score",
  col_history: "Four weeks",
  col_cost: "Cost",
  col_orders: "Ordered since",
  col_stock: "Stock",
  col_since: "Watched since",
  was: "was {value}",
  same: "as then",
  unknown: "–",
  left: "{count} left",
  by_rule: "by the rule",
  by_person: "by {who}",
  history: "Score from {from} to {to} in {count, plural, one {# reading} other {# readings}}",
  history_none: "no score yet",
  since: "{count} more",
  empty_title: "Nothing is watched",
  empty_body:
    "Watch a find in research and see here how its score, cost and orders change. What scores high comes here by itself.",
});
