import type { ReactNode } from "react";
import type { z } from "zod";
import type { Store } from "@/lib/api-types";
import type { ThemeBlock } from "@/theme/theme";
import type { BlockProps } from "./block-props";
import { CategoriesGrid } from "./categories-grid";
import { CustomText } from "./custom-text";
import { Faq } from "./faq";
import { FeaturedProducts } from "./featured-products";
import { HeroBanner } from "./hero-banner";
import { ImageBanner } from "./image-banner";
import * as schemas from "./schemas";
import { Spacer } from "./spacer";
import { TrustBadges } from "./trust-badges";

type Draw = (store: Store, settings: unknown, first: boolean) => ReactNode;

function block<Schema extends z.ZodType>(
  schema: Schema,
  Block: (props: BlockProps<z.infer<Schema>>) => ReactNode | Promise<ReactNode>,
): Draw {
  return (store, settings, first) => {
    // Each field of a schema has its own fallback: only a value that is no object can fail.
    const read = schema.safeParse(settings);
    const known = read.success ? read.data : schema.parse({});
    const Component = Block as (props: BlockProps<z.infer<Schema>>) => ReactNode;
    return <Component store={store} settings={known} first={first} />;
  };
}

/** Every block by the name a theme uses. */
export const BLOCKS: Readonly<Record<string, Draw>> = {
  hero_banner: block(schemas.heroBanner, HeroBanner),
  trust_badges: block(schemas.trustBadges, TrustBadges),
  featured_products: block(schemas.featuredProducts, FeaturedProducts),
  categories_grid: block(schemas.categoriesGrid, CategoriesGrid),
  image_banner: block(schemas.imageBanner, ImageBanner),
  custom_text: block(schemas.customText, CustomText),
  faq: block(schemas.faq, Faq),
  spacer: block(schemas.spacer, Spacer),
};

/** What a shop shows whose theme composes nothing. */
const FALLBACK: ThemeBlock[] = [
  { type: "hero_banner", settings: {} },
  { type: "trust_badges", settings: {} },
  { type: "featured_products", settings: {} },
  { type: "categories_grid", settings: {} },
];

/** A page's blocks in order. A block of an unknown name is left out. */
export function Blocks({ store, blocks }: { store: Store; blocks: readonly ThemeBlock[] }) {
  const known = blocks.filter((item) => Object.hasOwn(BLOCKS, item.type));
  const shown = known.length > 0 ? known : FALLBACK;
  return shown.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the order of a composition is its identity
    <div key={index} data-block={item.type} className="contents">
      {BLOCKS[item.type]?.(store, item.settings, index === 0)}
    </div>
  ));
}
