/** Every sentence of the shop. One constant per area, so that a page loads its own only. */
export { cart, checkout, order, outcome } from "./en/buy";
export {
  blocks,
  categories,
  common,
  footer,
  listing,
  notFound,
  product,
  states,
} from "./en/look";
