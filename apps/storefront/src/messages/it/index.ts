/** Every word of the shop in Italian. */

import type { en } from "../en";
import type { Translated } from "../spell";
import { account } from "./account";
import { back } from "./back";
import { blocks } from "./blocks";
import { blog } from "./blog";
import { cart } from "./cart";
import { categories } from "./categories";
import { checkout } from "./checkout";
import { choice } from "./choice";
import { collections } from "./collections";
import { common } from "./common";
import { consent } from "./consent";
import { footer } from "./footer";
import { asking, card, track } from "./help";
import { listing } from "./listing";
import { newsletter } from "./newsletter";
import { notFound } from "./not-found";
import { offers } from "./offers";
import { order } from "./order";
import { outcome } from "./outcome";
import { page } from "./page";
import { papers } from "./papers";
import { pay } from "./pay";
import { problems } from "./problems";
import { product } from "./product";
import { recent } from "./recent";
import { reviews } from "./reviews";
import { search } from "./search";
import { states } from "./states";

export const it: Translated<typeof en> = {
  account,
  back,
  blocks,
  blog,
  cart,
  categories,
  checkout,
  choice,
  collections,
  common,
  consent,
  footer,
  asking,
  card,
  track,
  listing,
  newsletter,
  notFound,
  offers,
  order,
  outcome,
  page,
  papers,
  pay,
  problems,
  product,
  recent,
  reviews,
  search,
  states,
};
