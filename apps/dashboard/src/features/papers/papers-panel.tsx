"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { KeyValue, KeyValues, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { FileText, PackageOpen } from "lucide-react";
import Link from "next/link";
import type { Order } from "@/api/orders";
import { invoicesHref, invoicesQuery, issueInvoices, slipsHref } from "@/api/papers";
import type { Store } from "@/api/stores";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { paperTexts } from "./texts";

const UNPLACED = ["draft", "pending", "expired"];

/** An order's invoice, credit notes and packing slip. */
export function PapersPanel({ order, store }: { order: Order; store: Store }) {
  const t = useTexts(paperTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const may = useMay();
  const issued = useQuery(invoicesQuery(store.id, order.id));
  const issue = useMutation({
    mutationFn: () => issueInvoices(store.id, [order.id]),
    onSuccess: async () => {
      window.location.assign(invoicesHref(store.id, [order.id]));
      await client.invalidateQueries({ queryKey: invoicesQuery(store.id, order.id).queryKey });
    },
  });
  const error = loadError(issued, shell);
  if (UNPLACED.includes(order.status)) return null;
  const rows = issued.data?.items ?? [];
  return (
    <Panel>
      <PanelHeader title={t("papers")} />
      {error ? <LoadError error={error} /> : null}
      <div className="grid gap-3 px-4 pb-4">
        {issued.isPending ? (
          <Skeleton className="w-52" />
        ) : rows.length > 0 ? (
          <KeyValues>
            {[...rows].reverse().map((row) => (
              <KeyValue
                key={row.id}
                label={
                  <span>
                    {t(`kind_${row.kind}`, { number: row.number })}{" "}
                    <span className="text-subtle">
                      {formatDate(row.issued_at, "day", t.locale, store.timezone)}
                    </span>
                  </span>
                }
              >
                {formatMoney(row.total, t.locale)}
              </KeyValue>
            ))}
          </KeyValues>
        ) : (
          <p className="text-13 text-subtle">{t(order.test ? "test" : "none")}</p>
        )}
        <div className="flex flex-wrap gap-2">
          {may("orders") ? (
            <Button size="sm" pending={issue.isPending} onClick={() => issue.mutate()}>
              <FileText aria-hidden />
              {t("invoice")}
            </Button>
          ) : rows.length > 0 || order.test ? (
            <Button size="sm" asChild>
              <a href={invoicesHref(store.id, [order.id])} download>
                <FileText aria-hidden />
                {t("invoice")}
              </a>
            </Button>
          ) : null}
          <Button size="sm" asChild>
            <a href={slipsHref(store.id, [order.id])} download>
              <PackageOpen aria-hidden />
              {t("slip")}
            </a>
          </Button>
        </div>
        {issue.error ? (
          <p role="alert" className="text-13 text-danger">
            {troubleText(issue.error, shell)}{" "}
            <Link
              href={`/stores/${store.id}/settings#invoices`}
              className="rounded-xs font-medium text-accent hover:underline"
            >
              {t("set_up")}
            </Link>
          </p>
        ) : null}
      </div>
    </Panel>
  );
}
