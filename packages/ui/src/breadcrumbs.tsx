"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Fragment } from "react";
import { useTexts } from "./i18n";
import { cn } from "./lib/cn";
import { uiTexts } from "./texts";

export interface Crumb {
  label: string;
  href?: string;
}

/** Where one is. The last crumb is the page itself. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const t = useTexts(uiTexts);
  return (
    <nav aria-label={t("breadcrumb")} className="min-w-0">
      <ol className="flex min-w-0 max-w-full items-center gap-1.5 text-13 text-subtle">
        {crumbs.map((crumb, at) => {
          const last = at === crumbs.length - 1;
          return (
            <Fragment key={`${crumb.href ?? ""}${crumb.label}`}>
              {at > 0 ? (
                <ChevronRight className="size-3 shrink-0 opacity-70 rtl:-scale-x-100" aria-hidden />
              ) : null}
              <li
                className={cn(
                  "truncate",
                  // The page's own name gives way first, then the store's; rooms are short words.
                  last ? "min-w-16 shrink-[9]" : at === 0 ? "max-w-56 min-w-8" : "shrink-0",
                )}
              >
                {last || !crumb.href ? (
                  <span aria-current={last ? "page" : undefined} className="font-medium text-text">
                    {crumb.label}
                  </span>
                ) : (
                  <Link href={crumb.href} className="block truncate rounded-xs hover:text-text">
                    {crumb.label}
                  </Link>
                )}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}
