"use client";

import { Button } from "@ecomm/ui/button";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { Badge } from "@ecomm/ui/status";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { invoicesQuery } from "@/api/billing";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { billingTexts } from "./texts";

const TONES = { paid: "success", open: "warning", void: "idle" } as const;

/** The platform's bills, a page at a time. `none`: there is nothing to be paid here. */
export function Invoices({ none }: { none: boolean }) {
  const t = useTexts(billingTexts);
  const shell = useTexts(shellTexts);
  const { locale } = useLocale();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [page, setPage] = useState(1);
  const invoices = useQuery({ ...invoicesQuery(page), placeholderData: keepPreviousData });
  const error = loadError(invoices, shell);
  const found = invoices.data;
  const pages = found ? Math.ceil(found.page.total / found.page.per_page) : 1;
  return (
    <Panel>
      <PanelHeader title={t("invoices")} />
      {error ? (
        <LoadError error={error} />
      ) : found === undefined ? (
        <div className="p-4" aria-busy="true">
          <Skeleton className="w-64" />
        </div>
      ) : found.items.length === 0 ? (
        <EmptyState title={t("no_invoices")}>
          {t(none ? "no_invoices_ever" : "no_invoices_body")}
        </EmptyState>
      ) : (
        <ul>
          {found.items.map((one) => (
            <li
              key={one.id}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-3 text-13"
            >
              <span className="min-w-0 flex-1 basis-40">
                <span className="block font-medium wrap-anywhere">{one.number ?? "–"}</span>
                <span className="text-12 text-subtle">
                  {formatDate(one.created_at, "dayYear", locale, zone)}
                </span>
              </span>
              <Badge tone={TONES[one.status]}>{t(`invoice_${one.status}`)}</Badge>
              <span className="num w-24 text-end">{formatMoney(one.total, locale)}</span>
              {one.url ? (
                <Button asChild size="sm" variant="ghost">
                  <a
                    href={one.url}
                    target="_blank"
                    rel="noreferrer"
                    aria-label={t("view_of", { number: one.number ?? "" })}
                  >
                    {t("view")}
                  </a>
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {pages > 1 ? (
        <div className="flex justify-end gap-2 border-t px-4 py-3">
          <Button size="sm" disabled={page === 1} onClick={() => setPage(page - 1)}>
            {t("newer")}
          </Button>
          <Button size="sm" disabled={page >= pages} onClick={() => setPage(page + 1)}>
            {t("older")}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}
