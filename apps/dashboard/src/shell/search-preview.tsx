"use client";

import { Monogram } from "@ecomm/ui/avatar";
import type { ReactNode } from "react";
import type { Store } from "@/api/stores";
import { shopHost } from "@/features/stores/shop-host";

/** Characters that a search result shows of a title and of a description. */
export const SHOWN_TITLE = 60;
export const SHOWN_DESCRIPTION = 155;

/** Text without markup, for where a description is made from a thing's own text. */
export function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(/&nbsp;/g, " ")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ")
    .trim();
}

const cut = (text: string, max: number) =>
  text.length > max ? `${text.slice(0, max - 1).trimEnd()}…` : text;

/** How a search engine may show a page of the shop. Beside the fields that say the same in words. */
export function SearchPreview({
  store,
  path,
  title,
  description,
  children,
}: {
  store: Store;
  /** Parts of its address below the shop's. */
  path: readonly string[];
  title: string;
  description: string;
  children?: ReactNode;
}) {
  return (
    <div
      aria-hidden="true"
      className="grid grid-cols-[minmax(0,1fr)] gap-1.5 rounded-md bg-sunken p-4 max-xl:order-last"
    >
      <div className="flex min-w-0 items-center gap-2.5">
        <Monogram name={store.name} />
        <span className="grid min-w-0">
          <span className="truncate text-13">{store.name}</span>
          <span className="truncate text-12 text-subtle">
            {[shopHost(store), ...path].join(" › ")}
          </span>
        </span>
      </div>
      <span className="mt-1 text-16 leading-5.5 wrap-anywhere text-info">
        {cut(title, SHOWN_TITLE)}
      </span>
      <span className="text-13 wrap-anywhere text-muted">
        {cut(description, SHOWN_DESCRIPTION)}
      </span>
      {children}
    </div>
  );
}
