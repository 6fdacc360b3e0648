"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { Star } from "lucide-react";
import { reviewsTexts } from "./texts";

const ALL = [1, 2, 3, 4, 5] as const;

/** One to five stars; screen readers hear the number. */
export function Stars({ count }: { count: number }) {
  const t = useTexts(reviewsTexts);
  return (
    <span className="inline-flex items-center gap-0.5 whitespace-nowrap">
      <span className="sr-only">{t("stars_of", { count })}</span>
      {ALL.map((star) => (
        <Star
          key={star}
          aria-hidden
          className={star <= count ? "size-3.5 fill-current text-warning" : "size-3.5 text-subtle"}
        />
      ))}
    </span>
  );
}
