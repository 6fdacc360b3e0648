"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, DataTable, useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Page, PageHeader } from "@ecomm/ui/panel";
import { Progress } from "@ecomm/ui/progress";
import { EmptyState } from "@ecomm/ui/states";
import { Badge } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { type Supplier, supplierKindsQuery, suppliersKey, suppliersQuery } from "@/api/suppliers";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { spentRatio } from "./figures";
import { Ago, SupplierStatus } from "./status";
import { suppliersTexts } from "./texts";

const ConnectDialog = dynamic(() => import("./connect-dialog").then((part) => part.ConnectDialog), {
  ssr: false,
});

const LIST = { sort: "", sorts: [], filters: {} } as const;

/** Who ships what the store sells, and how each does. */
export function SuppliersPage() {
  const t = useTexts(suppliersTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const router = useRouter();
  const may = useMay();
  const client = useQueryClient();
  const list = useListState(LIST);
  const suppliers = useQuery(suppliersQuery(store.id));
  const kinds = useQuery(supplierKindsQuery(store.id));
  const [connecting, setConnecting] = useState(false);
  const home = `/stores/${store.id}/suppliers`;
  const columns = useColumns(home);
  const error = loadError(suppliers, shell) ?? loadError(kinds, shell);
  const rows = suppliers.data;
  const manages = may("sourcing_settings");
  const add = manages ? (
    <Button variant="primary" disabled={!kinds.data} onClick={() => setConnecting(true)}>
      <Plus aria-hidden />
      {t("connect")}
    </Button>
  ) : null;
  const some = rows !== undefined && rows.length > 0;
  const practice = kinds.data?.some((kind) => kind.simulated) ?? false;
  return (
    <Page>
      <PageHeader
        title={t("title")}
        count={some ? rows.length : undefined}
        sub={t("lead")}
        actions={
          some ? (
            <>
              <Button asChild>
                <Link href={`/stores/${store.id}/find-products`}>{t("find")}</Link>
              </Button>
              {add}
            </>
          ) : null
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <ReadOnlyNote what="sourcing_settings" />
        <div>
          <DataTable
            id="suppliers"
            label={t("title")}
            columns={columns}
            rows={rows}
            error={error}
            rowId={(row) => row.id}
            rowName={(row) => row.name}
            onOpen={(row) => router.push(`${home}/${row.id}`)}
            list={list}
            card={(row) => <SupplierCard row={row} home={home} />}
            empty={
              <EmptyState drawing={<ShelfDrawing />} title={t("none_title")} actions={add}>
                {t(practice ? "none_body" : "none_body_plain")}
              </EmptyState>
            }
          />
        </div>
      </div>
      {connecting && kinds.data ? (
        <ConnectDialog
          kinds={kinds.data}
          onClose={() => setConnecting(false)}
          onConnected={async (made) => {
            await client.invalidateQueries({ queryKey: suppliersKey(store.id), exact: true });
            toast.success(t("connected", { name: made.name }));
            router.push(`${home}/${made.id}`);
          }}
        />
      ) : null}
    </Page>
  );
}

/** What was spent today, against the cap. */
export function Spend({ supplier }: { supplier: Supplier }) {
  const t = useTexts(suppliersTexts);
  const { currency, daily_spend_cap: cap } = supplier;
  const money = (amount: number) => formatMoney({ amount, currency }, t.locale);
  const ratio = spentRatio(supplier);
  const spent = money(supplier.spent_today);
  if (cap === null || ratio === null) {
    return (
      <span className="num">
        {spent} <span className="text-subtle">{t("no_cap")}</span>
      </span>
    );
  }
  return (
    <span className="grid max-w-44 gap-1">
      <span className="num">
        {spent} <span className="text-subtle">{t("of_cap", { cap: money(cap) })}</span>
      </span>
      <Progress value={ratio} label={t("cap_bar", { spent, cap: money(cap) })} />
    </span>
  );
}

function Name({ row, home }: { row: Supplier; home: string }) {
  const t = useTexts(suppliersTexts);
  return (
    <span className="grid min-w-0 md:py-1.5">
      <span className="flex min-w-0 items-center gap-2">
        <Link
          href={`${home}/${row.id}`}
          className="min-w-0 truncate rounded-xs font-medium hover:text-accent"
        >
          {row.name}
        </Link>
        {row.simulated ? <Badge>{t("practice")}</Badge> : null}
      </span>
      <span className="truncate text-12 text-subtle">{row.adapter_title}</span>
    </span>
  );
}

function LastAnswer({ row }: { row: Supplier }) {
  const t = useTexts(suppliersTexts);
  return row.last_success_at ? (
    <span className="text-subtle">
      <Ago at={row.last_success_at} />
    </span>
  ) : (
    <span className="text-subtle">{t("never")}</span>
  );
}

function Ways({ row }: { row: Supplier }) {
  const t = useTexts(suppliersTexts);
  return (
    <span className="num">
      {row.mappings}
      {row.broken_mappings > 0 ? (
        <span className="block text-12 text-danger">
          {t("broken", { count: row.broken_mappings })}
        </span>
      ) : null}
    </span>
  );
}

function useColumns(home: string): Column<Supplier>[] {
  const t = useTexts(suppliersTexts);
  return useMemo(
    () => [
      {
        id: "name",
        header: t("col_name"),
        hideable: false,
        cell: (row) => <Name row={row} home={home} />,
      },
      {
        id: "state",
        header: t("col_state"),
        width: "176px",
        cell: (row) => <SupplierStatus supplier={row} />,
      },
      {
        id: "spend",
        header: t("col_spend"),
        width: "208px",
        from: "lg",
        cell: (row) => <Spend supplier={row} />,
      },
      {
        id: "products",
        header: t("col_products"),
        width: "128px",
        align: "end",
        cell: (row) => row.products,
      },
      {
        id: "ways",
        header: t("col_ways"),
        width: "112px",
        align: "end",
        cell: (row) => <Ways row={row} />,
      },
      {
        id: "answer",
        header: t("col_answer"),
        width: "128px",
        align: "end",
        cell: (row) => <LastAnswer row={row} />,
      },
    ],
    [t, home],
  );
}

/** A supplier on a phone. */
function SupplierCard({ row, home }: { row: Supplier; home: string }) {
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-2 text-13">
      <Name row={row} home={home} />
      <span className="text-end text-12">
        <LastAnswer row={row} />
      </span>
      <Spend supplier={row} />
      <span className="text-end">
        <SupplierStatus supplier={row} />
      </span>
    </span>
  );
}
