"use client";

import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { DetailColumns, Page, PageHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useParams } from "next/navigation";
import { useState } from "react";
import { type Purchase, purchaseQuery, purchasesKey } from "@/api/purchases";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { useMay } from "@/shell/may";
import { Neighbours } from "@/shell/neighbours";
import { OneThing } from "@/shell/one-thing";
import { shellTexts } from "@/shell/texts";
import { isMissing } from "@/shell/trouble";
import { ActsPanel, LeadingAct } from "./acts";
import { ComplaintsPanel } from "./complaints-panel";
import { ElsewherePanel } from "./elsewhere-panel";
import { Hero } from "./hero";
import { LinesPanel } from "./lines";
import { ParcelsPanel } from "./parcels";
import { SidePanels } from "./side";
import { actsOf } from "./state";
import { PurchaseState } from "./status";
import { purchasePageTexts, purchaseTexts } from "./texts";
import { PurchaseTimeline } from "./timeline";
import { WhatsNext } from "./whats-next";

/** How long a page that asked a supplier something waits for the answer before it stops looking. */
const WATCHED = 30_000;

const MOVING: readonly Purchase["status"][] = ["queued", "validating", "placing", "unknown"];

/** One purchase order: what is known, what is not, and what happens next. */
export function PurchasePage() {
  const t = useTexts(purchaseTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { purchaseId } = useParams<{ purchaseId: string }>();
  const [until, setUntil] = useState(0);
  const purchase = useQuery({
    ...purchaseQuery(store.id, purchaseId),
    refetchInterval: ({ state }) => {
      if (Date.now() < until) return 1_500;
      return state.data && MOVING.includes(state.data.status) ? 5_000 : false;
    },
  });
  const number = purchase.data?.number;
  usePageLabel(
    number === undefined
      ? isMissing(purchase.error)
        ? shell("missing_crumb")
        : null
      : t("number", { number: String(number) }),
  );
  return (
    <OneThing
      query={purchase}
      missing={{
        drawing: <TrayDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/purchase-orders`,
      }}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-5 w-48" />
          <Skeleton className="h-44 w-full rounded-panel" />
          <DetailColumns
            main={<Skeleton className="h-80 w-full rounded-panel" />}
            side={<Skeleton className="h-64 w-full rounded-panel" />}
          />
        </div>
      }
    >
      {(found) => <Known purchase={found} onAsked={() => setUntil(Date.now() + WATCHED)} />}
    </OneThing>
  );
}

function Known({ purchase, onAsked }: { purchase: Purchase; onAsked: () => void }) {
  const t = useTexts(purchaseTexts);
  const page = useTexts(purchasePageTexts);
  const store = useStore();
  const mine = useMay()("purchases");
  const home = `/stores/${store.id}`;
  const acts = mine ? actsOf(purchase) : [];
  return (
    <Page form>
      <PageHeader
        title={<span className="num">{t("number", { number: String(purchase.number) })}</span>}
        status={<PurchaseState status={purchase.status} pill />}
        sub={
          <>
            <Link
              href={`${home}/suppliers/${purchase.supplier_id}`}
              className="rounded-xs hover:text-accent"
            >
              {purchase.supplier_name}
            </Link>
            {page("for_order")}
            <Link
              href={`${home}/orders/${purchase.order_id}`}
              className="num rounded-xs font-medium text-accent hover:underline"
            >
              {t("order", { number: String(purchase.order_number) })}
            </Link>
          </>
        }
        actions={
          <>
            <Neighbours
              listKey={[...purchasesKey(store.id), "list"]}
              current={purchase.id}
              href={(id) => `${home}/purchase-orders/${id}`}
              labels={{ previous: page("previous"), next: page("next") }}
            />
            {acts[0] ? <LeadingAct purchase={purchase} act={acts[0]} onAsked={onAsked} /> : null}
          </>
        }
      />
      <Hero purchase={purchase} store={store} />
      <DetailColumns
        main={
          <>
            {purchase.status === "unknown" ? <WhatsNext purchase={purchase} store={store} /> : null}
            {mine ? <ActsPanel purchase={purchase} acts={acts} onAsked={onAsked} /> : null}
            {mine ? <ElsewherePanel purchase={purchase} onAsked={onAsked} /> : null}
            <ComplaintsPanel purchase={purchase} mine={mine} onAsked={onAsked} />
            <ParcelsPanel purchase={purchase} store={store} />
            <PurchaseTimeline purchase={purchase} store={store} />
            <LinesPanel purchase={purchase} store={store} />
            {mine ? null : <p className="px-4 text-12 text-subtle">{page("read_only")}</p>}
          </>
        }
        side={<SidePanels purchase={purchase} store={store} />}
      />
    </Page>
  );
}
