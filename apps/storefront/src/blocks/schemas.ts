/** The blocks a page can be composed of: what each may be told, and what it does untold. */
import { z } from "zod";
import { link, listOf, picture, words } from "./settings";

/** Drawings a trust badge can carry. */
export const BADGE_ICONS = [
  "truck",
  "return",
  "shield",
  "wrench",
  "lock",
  "leaf",
  "heart",
  "star",
  "clock",
  "box",
  "globe",
  "mail",
  "card",
] as const;

export const heroBanner = z.object({
  /** Empty: the shop's name. */
  heading: words(160),
  /** Empty: the shop's description. */
  text: words(600),
  button_label: words(60),
  button_link: link,
  second_label: words(60),
  second_link: link,
  /** Empty: the picture of the product shown. */
  image: picture,
  /** Slug of the product that can be bought from the picture; empty: the newest, "none": none. */
  product: words(200),
  /** A short fact laid over the picture, e.g. "94 °C" / "held for an hour". */
  fact_value: words(20),
  fact_label: words(60),
});

export const featuredProducts = z.object({
  heading: words(160),
  text: words(300),
  /** Slug of a category; empty: the whole shop, newest first. */
  category: words(200),
  limit: z.number().int().min(2).max(24).catch(8),
});

export const categoriesGrid = z.object({
  heading: words(160),
  text: words(300),
  limit: z.number().int().min(1).max(12).catch(4),
});

export const trustBadges = z.object({
  heading: words(160),
  /** Empty: what the shop's own settings promise. */
  items: listOf(
    z.object({
      icon: z.enum(BADGE_ICONS).catch("shield"),
      title: z.string().trim().min(1).max(80),
      text: words(160),
    }),
    4,
  ),
});

export const imageBanner = z.object({
  heading: words(160),
  text: words(600),
  button_label: words(60),
  button_link: link,
  image: picture,
});

export const customText = z.object({
  heading: words(160),
  /** Plain text; an empty line begins a new paragraph. */
  text: words(5000),
  align: z.enum(["start", "center"]).catch("start"),
});

export const faq = z.object({
  heading: words(160),
  text: words(300),
  items: listOf(
    z.object({
      question: z.string().trim().min(1).max(200),
      answer: z.string().trim().min(1).max(2000),
    }),
    20,
  ),
});

export const spacer = z.object({
  size: z.enum(["small", "medium", "large"]).catch("medium"),
});
