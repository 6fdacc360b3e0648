"use client";

import { createCatalogue } from "@ecomm/ui/catalogue";
import { useTexts } from "@ecomm/ui/i18n";
import { type Glyph, Status, StatusPill, type Tone } from "@ecomm/ui/status";
import type { ProductStatus } from "@/api/products";

const texts = createCatalogue({ active: "Active", draft: "Draft", archived: "Archived" });

const LOOKS: Record<ProductStatus, { glyph: Glyph; tone: Tone }> = {
  active: { glyph: "dot", tone: "success" },
  draft: { glyph: "circle-draft", tone: "idle" },
  archived: { glyph: "blocked", tone: "idle" },
};

/** Whether a product is in the shop: glyph and word, or as a pill beside a title. */
export function ProductStatusMark({ status, pill }: { status: ProductStatus; pill?: boolean }) {
  const t = useTexts(texts);
  const Mark = pill ? StatusPill : Status;
  return <Mark {...LOOKS[status]}>{t(status)}</Mark>;
}
