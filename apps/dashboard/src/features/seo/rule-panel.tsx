"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useId, useState } from "react";
import { FINDINGS_PER_PAGE, findingsQuery, type SeoRule } from "@/api/seo";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { detailOf, editorOf, pointsOf } from "./findings";
import { type RuleText, seoTexts } from "./texts";

/** A check that something fails: what, why, how to mend it, and each thing that fails. */
export function RuleRow({ audit, rule }: { audit: string; rule: SeoRule }) {
  const t = useTexts(seoTexts);
  const id = useId();
  const [open, setOpen] = useState(false);
  const key = rule.rule as RuleText;
  return (
    <li className="border-t first:border-t-0">
      <h3>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="flex min-h-12 w-full items-center gap-3 px-4 py-2 text-start hover:bg-sunken"
        >
          <ChevronRight
            aria-hidden
            className={`size-4 shrink-0 text-subtle transition-transform ${open ? "rotate-90" : "rtl:rotate-180"}`}
          />
          <span className="min-w-0 flex-1 text-13 font-medium">{t(key)}</span>
          <span className="num shrink-0 text-12 text-muted">
            {t("of_things", { failing: rule.failing, examined: rule.examined })}
          </span>
          <span className="num w-28 shrink-0 text-end text-12 text-subtle max-sm:hidden">
            {t("costs", { points: pointsOf(rule.lost_ppm, t.locale), most: rule.points })}
          </span>
        </button>
      </h3>
      <div id={id} hidden={!open}>
        {open ? (
          <div className="grid gap-3 px-4 pb-4 sm:ps-11">
            <p className="text-13 text-muted">{t(`${key}_why` as RuleText)}</p>
            <p className="text-13">{t(`${key}_how` as RuleText)}</p>
            <Findings audit={audit} rule={rule} />
          </div>
        ) : null}
      </div>
    </li>
  );
}

function Findings({ audit, rule }: { audit: string; rule: SeoRule }) {
  const t = useTexts(seoTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const [page, setPage] = useState(1);
  const found = useQuery(findingsQuery(store.id, audit, rule.rule, page));
  const trouble = loadError(found, shell);
  if (trouble) return <LoadError error={trouble} />;
  if (!found.data) return <Skeleton className="h-24 w-full rounded-md" />;
  const { items, page: info } = found.data;
  const last = Math.max(1, Math.ceil(info.total / FINDINGS_PER_PAGE));
  return (
    <>
      <ul className="grid rounded-md inset-ring inset-ring-border">
        {items.map((one) => (
          <li key={one.id} className="border-t first:border-t-0">
            <Link
              href={editorOf(store.id, one)}
              className="grid min-h-11 content-center gap-0.5 px-3 py-2 hover:bg-sunken"
            >
              <span className="truncate text-13 font-medium">{one.title}</span>
              <span className="truncate text-12 text-subtle">
                {[one.path, detailOf(one, t)].filter(Boolean).join(" · ")}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {last > 1 ? (
        <div className="flex flex-wrap items-center gap-2">
          <Button disabled={page === 1} onClick={() => setPage(page - 1)}>
            {t("less")}
          </Button>
          <Button disabled={page >= last} onClick={() => setPage(page + 1)}>
            {t("more")}
          </Button>
          <span className="num text-12 text-subtle">{t("place", { page, last })}</span>
        </div>
      ) : null}
      {rule.failing > info.total ? <p className="text-12 text-subtle">{t("kept")}</p> : null}
    </>
  );
}
