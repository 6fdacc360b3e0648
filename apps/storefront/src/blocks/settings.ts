/**
 * Building stones of block settings. A theme is data from outside: every field has a default, and a
 * malformed one falls back to it instead of taking the page down.
 */
import { z } from "zod";
import { isPictureUrl } from "@/lib/picture-url";

/** Plain text; markup in it is shown as it was typed. */
export const words = (max: number) => z.string().trim().max(max).catch("");

/** A link inside the shop or to the web. Anything else (javascript:, data:, //host) is no link. */
export const link = z
  .string()
  .trim()
  .max(500)
  .refine((href) => /^(?:\/(?![/\\])|#|https?:\/\/|mailto:)[^\s\\]*$/i.test(href))
  .catch("");

const size = z.object({
  width: z.number().int().positive(),
  url: z.string().max(1000).refine(isPictureUrl),
});

/** A stored picture, as the API describes one (ImageOut). */
export const picture = z
  .object({
    url: z.string().max(1000).refine(isPictureUrl),
    alt: z.string().max(500).catch(""),
    width: z.number().int().positive().max(20_000),
    height: z.number().int().positive().max(20_000),
    sizes: z.array(size).max(20).catch([]),
  })
  .nullable()
  .catch(null);

export type BlockPicture = NonNullable<z.infer<typeof picture>>;

/** A list whose malformed members are left out. */
export function listOf<Item extends z.ZodType>(item: Item, max: number) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((members) =>
      members
        .map((member) => item.safeParse(member))
        .flatMap((result) => (result.success ? [result.data as z.infer<Item>] : []))
        .slice(0, max),
    );
}
