import { endpoint } from "@/lib/shop-api";
import { showCart } from "@/lib/shop-cart";

/** The browser's bag, or null. */
export const GET = endpoint((request, slug, { variant }) => showCart(request, slug, variant));
