/**
 * Puts what one person changed on top of what somebody else saved meanwhile, so that neither
 * is lost. Pure, as every rule of the editor.
 */

import { mergeFields } from "@ecomm/ui/lib/merge";
import type { Media } from "@/api/products";
import type { VariantDraft } from "./matrix";
import type { EditorValues } from "./values";

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const byId = (variants: readonly VariantDraft[]) =>
  new Map(variants.flatMap((variant) => (variant.id ? [[variant.id, variant] as const] : [])));

function mergeVariants(base: EditorValues, mine: EditorValues, theirs: EditorValues) {
  const old = byId(base.variants);
  const now = byId(theirs.variants);
  const changedByMe = byId(mine.variants);
  const shape = (values: EditorValues) => values.variants.map((variant) => variant.id);
  if (same(base.options, mine.options) && same(shape(base), shape(mine))) {
    // The matrix is theirs; my fields of the variants that still live are put into it.
    return theirs.variants.map((variant) => {
      const before = variant.id ? old.get(variant.id) : undefined;
      const edited = variant.id ? changedByMe.get(variant.id) : undefined;
      return before && edited ? mergeFields(before, edited, variant) : variant;
    });
  }
  return mine.variants.flatMap((variant) => {
    const before = variant.id ? old.get(variant.id) : undefined;
    if (!variant.id || !before) return [variant];
    const current = now.get(variant.id);
    if (current) return [mergeFields(before, variant, current)];
    // They removed it: so it stays, unless I worked on it, then it is made again.
    return same(before, variant) ? [] : [{ ...variant, id: null }];
  });
}

function mergeMedia(base: readonly Media[], mine: readonly Media[], theirs: readonly Media[]) {
  const ids = (media: readonly Media[]) => media.map((entry) => entry.id);
  const old = new Map(base.map((entry) => [entry.id, entry]));
  const edited = new Map(mine.map((entry) => [entry.id, entry]));
  const now = new Map(theirs.map((entry) => [entry.id, entry]));
  const withMyText = (entry: Media): Media => {
    const alt = edited.get(entry.id)?.alt;
    return alt === undefined || alt === old.get(entry.id)?.alt ? entry : { ...entry, alt };
  };
  if (same(ids(base), ids(mine))) return theirs.map(withMyText);
  const added = theirs.filter((entry) => !old.has(entry.id) && !edited.has(entry.id));
  const kept = mine.filter((entry) => !old.has(entry.id) || now.has(entry.id));
  return [...kept.map((entry) => withMyText(now.get(entry.id) ?? entry)), ...added];
}

/**
 * `mine`, which was begun from `base`, as if it had been begun from `theirs`. Where both changed
 * the same field mine stays; stock counts as a field, so stock I did not touch is theirs.
 */
export function rebase(base: EditorValues, mine: EditorValues, theirs: EditorValues): EditorValues {
  return {
    ...mergeFields(base, mine, theirs),
    variants: mergeVariants(base, mine, theirs),
    media: mergeMedia(base.media, mine.media, theirs.media),
    version: theirs.version,
  };
}
