"use client";

import { Button } from "@ecomm/ui/button";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { DetailColumns, Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Badge } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Truck } from "lucide-react";
import dynamic from "next/dynamic";
import { useParams } from "next/navigation";
import { useState } from "react";
import { releaseOrder } from "@/api/after-sale";
import { type Order, orderQuery, ordersKey } from "@/api/orders";
import { inventoryKey } from "@/api/products";
import { FraudPanel } from "@/features/fraud/fraud-panel";
import { OrderMails } from "@/features/mails/order-mails";
import { PapersPanel } from "@/features/papers/papers-panel";
import { returnTexts } from "@/features/returns/texts";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { useMay, useMaySee } from "@/shell/may";
import { Neighbours } from "@/shell/neighbours";
import { OneThing } from "@/shell/one-thing";
import { shellTexts } from "@/shell/texts";
import { isMissing, troubleText } from "@/shell/trouble";
import { BackPanel, HoldDialog, NotesPanel } from "./after-sale";
import { afterTexts } from "./after-texts";
import { OrderItems } from "./order-items";
import { CustomerPanel } from "./order-side";
import { Parcels } from "./parcels";
import { PaymentPanel } from "./payment-panel";
import { FulfilmentStatus, OrderStatus, PaymentStatus } from "./status";
import { ordersTexts } from "./texts";
import { Timeline } from "./timeline";
import { WhyPanel } from "./why-panel";

const sourcing = () => import("@/features/purchases/order-panels");
const SourcingPanel = dynamic(() => sourcing().then((part) => part.SourcingPanel), { ssr: false });
const ProfitPanel = dynamic(() => sourcing().then((part) => part.ProfitPanel), {
  ssr: false,
  loading: () => (
    <Panel className="p-4" aria-busy="true">
      <Skeleton className="h-48 w-full" />
    </Panel>
  ),
});
const ReturnWish = dynamic(
  () => import("@/features/returns/return-wish").then((part) => part.ReturnWish),
  { ssr: false },
);
const CancelDialog = dynamic(() => import("./cancel-dialog").then((part) => part.CancelDialog), {
  ssr: false,
});
const RefundDialog = dynamic(() => import("./refund-dialog").then((part) => part.RefundDialog), {
  ssr: false,
});
const ShipPanel = dynamic(() => import("./ship-panel").then((part) => part.ShipPanel), {
  ssr: false,
});

/** One order: what was sold, where it is, what happened. */
export function OrderPage() {
  const t = useTexts(ordersTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { orderId } = useParams<{ orderId: string }>();
  const order = useQuery(orderQuery(store.id, orderId));
  usePageLabel(
    order.data?.number.toString() ?? (isMissing(order.error) ? shell("missing_crumb") : null),
  );
  return (
    <OneThing
      query={order}
      missing={{
        drawing: <TrayDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/orders`,
      }}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-5 w-48" />
          <DetailColumns
            main={<Skeleton className="h-80 w-full rounded-panel" />}
            side={<Skeleton className="h-64 w-full rounded-panel" />}
          />
        </div>
      }
    >
      {(found) => <OrderDetail order={found} />}
    </OneThing>
  );
}

function OrderDetail({ order }: { order: Order }) {
  const t = useTexts(ordersTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
  const sees = useMaySee();
  const [shipping, setShipping] = useState(false);
  const [cancelling, setCancelling] = useState(false);
  const [refunding, setRefunding] = useState(false);
  const [holding, setHolding] = useState(false);
  const [returning, setReturning] = useState(false);
  const back = useTexts(returnTexts);
  const after = useTexts(afterTexts);
  const shell = useTexts(shellTexts);
  const release = useMutation({
    mutationFn: () => releaseOrder(store.id, order.id),
    onSuccess: async () => {
      toast.success(after("release_done", { number: order.number }));
      await refresh();
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const home = `/stores/${store.id}/orders`;
  // What the order allows, to those whose role allows it.
  const can = (action: Order["actions"][number]) => may("orders") && order.actions.includes(action);
  const special = ["cancelled", "on_hold", "expired", "pending"].includes(order.status);

  async function refresh() {
    await Promise.all([
      client.invalidateQueries({ queryKey: orderQuery(store.id, order.id).queryKey }),
      client.invalidateQueries({ queryKey: ordersKey(store.id) }),
      client.invalidateQueries({ queryKey: inventoryKey(store.id) }),
      client.invalidateQueries({ queryKey: ["store", store.id, "overview"] }),
    ]);
  }

  return (
    <Page form>
      <PageHeader
        title={t("order", { number: order.number })}
        sub={t("from", {
          when: formatDate(order.placed_at, "full", t.locale, store.timezone),
        })}
        status={
          <>
            {special ? <OrderStatus status={order.status} pill /> : null}
            <PaymentStatus status={order.payment_status} pill />
            {order.status === "cancelled" ? null : (
              <FulfilmentStatus status={order.fulfilment_status} pill />
            )}
            {order.test ? <Badge tone="warning">{t("test")}</Badge> : null}
            {order.hold_reason ? (
              <span className="text-12 text-muted">
                {after("held", { reason: order.hold_reason })}
              </span>
            ) : null}
          </>
        }
        actions={
          <>
            <Neighbours
              listKey={ordersKey(store.id)}
              current={order.id}
              href={(id) => `${home}/${id}`}
              labels={{ previous: t("previous"), next: t("next") }}
            />
            {can("hold") ? <Button onClick={() => setHolding(true)}>{after("hold")}</Button> : null}
            {can("refund") ? (
              <Button onClick={() => setRefunding(true)}>{after("refund")}</Button>
            ) : null}
            {can("return") ? (
              <Button onClick={() => setReturning(true)}>{back("begin")}</Button>
            ) : null}
            {can("release") ? (
              <Button pending={release.isPending} onClick={() => release.mutate()}>
                {after("release")}
              </Button>
            ) : null}
            {can("cancel") ? (
              <Button onClick={() => setCancelling(true)}>{t("cancel")}</Button>
            ) : null}
            {can("ship") ? (
              <Button variant="primary" onClick={() => setShipping(true)} aria-expanded={shipping}>
                <Truck aria-hidden />
                {t("ship")}
              </Button>
            ) : null}
          </>
        }
      />
      <DetailColumns
        main={
          <>
            <OrderItems order={order} storeId={store.id} />
            {shipping && can("ship") ? (
              <ShipPanel
                order={order}
                storeId={store.id}
                onClose={() => setShipping(false)}
                onDone={refresh}
              />
            ) : null}
            {sees("sourcing") ? <SourcingPanel orderId={order.id} /> : null}
            <Parcels order={order} store={store} />
            <WhyPanel order={order} />
            <Timeline entries={order.timeline} store={store} />
          </>
        }
        side={
          <>
            <CustomerPanel order={order} storeId={store.id} onDone={refresh} />
            <PaymentPanel order={order} />
            {may("costs") && sees("sourcing") ? <ProfitPanel orderId={order.id} /> : null}
            <FraudPanel orderId={order.id} />
            <PapersPanel order={order} store={store} />
            {sees("customers") ? <OrderMails orderId={order.id} /> : null}
            <BackPanel order={order} store={store} />
            <NotesPanel order={order} store={store} onDone={refresh} />
          </>
        }
      />
      <RefundDialog
        order={order}
        storeId={store.id}
        open={refunding}
        onOpenChange={setRefunding}
        onDone={refresh}
      />
      <ReturnWish order={order} storeId={store.id} open={returning} onOpenChange={setReturning} />
      <HoldDialog
        order={order}
        store={store}
        open={holding}
        onOpenChange={setHolding}
        onDone={refresh}
      />
      <CancelDialog
        order={order}
        storeId={store.id}
        open={cancelling}
        onOpenChange={setCancelling}
        onDone={async (cancelled) => {
          client.setQueryData(orderQuery(store.id, order.id).queryKey, cancelled);
          await refresh();
        }}
      />
    </Page>
  );
}
