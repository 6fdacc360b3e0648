"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "../button";
import { useLocale, useTexts } from "../i18n";
import { formatNumber } from "../lib/numbers";
import { uiTexts } from "../texts";
import type { TablePage } from "./types";

/** Which rows one sees, and the way to the next. */
export function Pager({ page, onPage }: { page: TablePage; onPage: (page: number) => void }) {
  const t = useTexts(uiTexts);
  const { locale } = useLocale();
  const from = (page.page - 1) * page.per_page + 1;
  const to = Math.min(page.total, page.page * page.per_page);
  const last = Math.max(1, Math.ceil(page.total / page.per_page));
  const number = (value: number) => formatNumber(value, locale);
  return (
    <div className="flex items-center justify-between border-t py-2 ps-4 pe-2 text-12 text-subtle">
      <span className="num" role="status">
        {t("range", { from: number(from), to: number(to), total: number(page.total) })}
      </span>
      <span className="flex gap-1">
        <Button
          size="sm"
          className="px-1.5"
          aria-label={t("page_previous")}
          disabled={page.page <= 1}
          onClick={() => onPage(page.page - 1)}
        >
          <ChevronLeft className="rtl:-scale-x-100" aria-hidden />
        </Button>
        <Button
          size="sm"
          className="px-1.5"
          aria-label={t("page_next")}
          disabled={page.page >= last}
          onClick={() => onPage(page.page + 1)}
        >
          <ChevronRight className="rtl:-scale-x-100" aria-hidden />
        </Button>
      </span>
    </div>
  );
}
