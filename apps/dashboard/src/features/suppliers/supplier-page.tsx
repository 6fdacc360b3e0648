"use client";

import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { DetailColumns, Page, PageHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Badge } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Telescope } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useParams } from "next/navigation";
import { useState } from "react";
import { mappingsKey } from "@/api/mappings";
import {
  pauseSupplier,
  type Supplier,
  supplierQuery,
  suppliersKey,
  testSupplier,
} from "@/api/suppliers";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { isMissing, troubleText } from "@/shell/trouble";
import { Disconnect } from "./disconnect";
import { GoodsPanel } from "./goods-panel";
import { HealthNote } from "./health-note";
import { HealthPanel } from "./health-panel";
import { AccountPanel, RulesPanel } from "./side-panels";
import { SupplierStatus } from "./status";
import { suppliersTexts } from "./texts";
import { supplierTrouble, supplierWords } from "./trouble";

const ReconnectDialog = dynamic(
  () => import("./connect-dialog").then((part) => part.ReconnectDialog),
  { ssr: false },
);
const RulesDialog = dynamic(() => import("./rules-dialog").then((part) => part.RulesDialog), {
  ssr: false,
});

/** One account at a supplier: how it does, how it is ordered from, what was read there. */
export function SupplierPage() {
  const t = useTexts(suppliersTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { supplierId } = useParams<{ supplierId: string }>();
  const supplier = useQuery(supplierQuery(store.id, supplierId));
  usePageLabel(supplier.data?.name ?? (isMissing(supplier.error) ? shell("missing_crumb") : null));
  return (
    <OneThing
      query={supplier}
      missing={{
        drawing: <ShelfDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/suppliers`,
      }}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-5 w-60" />
          <Skeleton className="h-56 w-full rounded-panel" />
          <Skeleton className="h-72 w-full rounded-panel" />
        </div>
      }
    >
      {(found) => <Known supplier={found} />}
    </OneThing>
  );
}

type Asking = "rules" | "reconnect" | null;

function Known({ supplier }: { supplier: Supplier }) {
  const t = useTexts(suppliersTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const client = useQueryClient();
  const [asking, setAsking] = useState<Asking>(null);
  // What a supplier does changes what its ways can do.
  const refresh = async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: suppliersKey(store.id) }),
      client.invalidateQueries({ queryKey: mappingsKey(store.id) }),
    ]);
  };
  const { name, status } = supplier;
  const pause = useMutation({
    mutationFn: (paused: boolean) => pauseSupplier(store.id, supplier.id, paused),
    onSuccess: async (_, paused) => {
      await refresh();
      toast.success(t(paused ? "paused_done" : "resumed_done", { name }));
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const test = useMutation({
    mutationFn: () => testSupplier(store.id, supplier.id),
    onSuccess: ({ name: account, balance, currency }) => {
      toast.success(
        balance === null
          ? t("test_ok_plain", { account: account || name })
          : t("test_ok", {
              account: account || name,
              balance: formatMoney({ amount: balance, currency }, t.locale),
            }),
      );
    },
    onError: (error) => {
      const said = supplierWords(error);
      const trouble = t(`t_${supplierTrouble(error)}`);
      toast.error(said ? `${trouble}. ${t("note_said", { words: said })}` : trouble);
    },
    // Whatever came of it was written down.
    onSettled: refresh,
  });
  const manages = may("sourcing_settings");
  const open = status === "connected" || status === "paused";
  return (
    <Page form>
      <PageHeader
        title={name}
        status={
          <>
            <SupplierStatus supplier={supplier} pill />
            {supplier.simulated ? <Badge>{t("practice")}</Badge> : null}
          </>
        }
        sub={supplier.adapter_title}
        actions={
          <>
            {open && may("sourcing") ? (
              <Button pending={test.isPending} onClick={() => test.mutate()}>
                {t("test")}
              </Button>
            ) : null}
            {manages && open ? (
              <Button
                pending={pause.isPending}
                onClick={() => pause.mutate(status === "connected")}
              >
                {t(status === "connected" ? "pause" : "resume")}
              </Button>
            ) : null}
            {open ? (
              <Button asChild variant="primary">
                <Link href={`/stores/${store.id}/find-products?supplier=${supplier.id}`}>
                  <Telescope aria-hidden />
                  {t("find")}
                </Link>
              </Button>
            ) : manages ? (
              <Button variant="primary" onClick={() => setAsking("reconnect")}>
                {t("reconnect")}
              </Button>
            ) : null}
          </>
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <ReadOnlyNote what="sourcing_settings" />
        <HealthNote supplier={supplier} />
        <DetailColumns
          main={
            <>
              <HealthPanel supplier={supplier} />
              <GoodsPanel supplier={supplier} />
            </>
          }
          side={
            <>
              <RulesPanel
                supplier={supplier}
                {...(manages && status !== "disconnected"
                  ? { onEdit: () => setAsking("rules") }
                  : {})}
              />
              <AccountPanel
                supplier={supplier}
                {...(manages && open ? { onReconnect: () => setAsking("reconnect") } : {})}
              />
            </>
          }
        />
      </div>
      {manages && status !== "disconnected" ? (
        <Disconnect supplier={supplier} onDone={refresh} />
      ) : null}
      {asking === "rules" ? (
        <RulesDialog
          supplier={supplier}
          onClose={() => setAsking(null)}
          onSaved={async () => {
            await refresh();
            setAsking(null);
            toast.success(t("rules_saved"));
          }}
        />
      ) : null}
      {asking === "reconnect" ? (
        <ReconnectDialog
          supplier={supplier}
          onClose={() => setAsking(null)}
          onDone={async () => {
            await refresh();
            setAsking(null);
            toast.success(t("reconnected", { name }));
          }}
        />
      ) : null}
    </Page>
  );
}
