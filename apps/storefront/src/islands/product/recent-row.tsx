"use client";

import { useEffect, useState } from "react";
import { useWords } from "#words";
import { NoPicture } from "@/components/picture";
import { PageLink } from "@/components/shop-link";
import { isPictureUrl } from "@/lib/picture-url";

/** A product as this browser remembers it: no price, which would be of another day. */
interface Seen {
  slug: string;
  title: string;
  picture: string;
}

/** The product of the page, and the shop it belongs to. */
export interface RecentProps extends Seen {
  shop: string;
}

const KEPT = 9;
const keyOf = (shop: string) => `seen-${shop}`;

const isSeen = (value: unknown): value is Seen =>
  typeof value === "object" &&
  value !== null &&
  ["slug", "title", "picture"].every((name) => typeof (value as never)[name] === "string");

function remembered(shop: string): Seen[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(shop)) ?? "[]");
    return Array.isArray(found) ? found.filter(isSeen) : [];
  } catch {
    return []; // storage is forbidden, or holds something else
  }
}

/** What was looked at before, newest first; this product joins it for the next page. */
export function RecentRow({ shop, slug, title, picture }: RecentProps) {
  const words = useWords("recent");
  const [others, setOthers] = useState<Seen[]>([]);
  useEffect(() => {
    const before = remembered(shop).filter((one) => one.slug !== slug);
    setOthers(before.slice(0, KEPT - 1));
    try {
      const all = [{ slug, title, picture }, ...before].slice(0, KEPT);
      localStorage.setItem(keyOf(shop), JSON.stringify(all));
    } catch {
      // Storage is full or forbidden: nothing is remembered.
    }
  }, [shop, slug, title, picture]);

  if (others.length === 0) return null;
  return (
    <section className="section" aria-labelledby="recent">
      <div className="head">
        <h2 className="d2" id="recent">
          {words.title}
        </h2>
      </div>
      <ul className="recent">
        {others.map((one) => (
          <li key={one.slug}>
            <PageLink href={`/products/${encodeURIComponent(one.slug)}`}>
              <span className="stage">
                {isPictureUrl(one.picture) ? (
                  // biome-ignore lint/performance/noImgElement: the API stores every width
                  <img src={one.picture} alt="" width={320} height={320} loading="lazy" />
                ) : (
                  <NoPicture />
                )}
              </span>
              <span className="small clamp-2">{one.title}</span>
            </PageLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
