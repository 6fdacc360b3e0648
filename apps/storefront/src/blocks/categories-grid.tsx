import type { z } from "zod";
import { Picture } from "@/components/picture";
import { ShopLink } from "@/components/shop-link";
import { loadCategories } from "@/data/reads";
import { wordsOf } from "@/messages/catalogues";

import type { BlockProps } from "./block-props";
import type { categoriesGrid } from "./schemas";

const TINTS = ["accent", "primary", "sale", "text"] as const;

/** Categories as a bento: the first large, the last of a row of three wide. */
export async function CategoriesGrid({
  store,
  settings,
}: BlockProps<z.infer<typeof categoriesGrid>>) {
  const { blocks: texts, categories: words } = wordsOf(store.locale);
  const found = await loadCategories(store);
  const shown = found
    .filter((category) => category.parent_id === null && category.products > 0)
    .slice(0, settings.limit);
  // Nothing to choose from is no choice: the block stays away.
  if (shown.length < 2) return null;
  return (
    <section className="section wrap">
      <div className="head">
        <div>
          <h2 className="d2">{settings.heading || texts.categories}</h2>
          {settings.text && <p className="lead">{settings.text}</p>}
        </div>
      </div>
      <ul className="bento" data-count={Math.min(shown.length, 4)}>
        {shown.map((category, index) => (
          <li key={category.id} data-tint={TINTS[index % TINTS.length]}>
            <ShopLink href={`/categories/${encodeURIComponent(category.slug)}`}>
              <strong className="clamp-2">{category.name}</strong>
              <span className="clamp-2">
                {category.description || words.count(category.products)}
              </span>
              {category.image && (
                <Picture image={category.image} sizes="(min-width: 1040px) 40vw, 60vw" alt="" />
              )}
            </ShopLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
