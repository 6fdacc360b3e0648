"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { photoOf, type Return } from "@/api/after-sale";
import { useStore } from "@/features/stores/store-context";
import { returnTexts } from "./texts";

/** What the shopper shows of the goods; each picture opens whole. */
export function ReturnPhotos({ back }: { back: Return }) {
  const t = useTexts(returnTexts);
  const store = useStore();
  if (back.photos.length === 0) return null;
  return (
    <section className="mt-4" aria-label={t("photos")}>
      <h3 className="text-12 text-subtle">{t("photos")}</h3>
      <ul className="mt-1.5 flex flex-wrap gap-2">
        {back.photos.map((photo, place) => (
          <li key={photo.id}>
            <a
              href={photoOf(store.id, back.id, photo.id, "large")}
              target="_blank"
              rel="noreferrer"
              className="block rounded-md"
            >
              {/* biome-ignore lint/performance/noImgElement: private, so nothing may cache it */}
              <img
                src={photoOf(store.id, back.id, photo.id, "small")}
                alt={t("photo", { number: place + 1 })}
                width={photo.width}
                height={photo.height}
                loading="lazy"
                className="size-24 rounded-md border bg-sunken object-cover"
              />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
