"use client";

import { Button } from "@ecomm/ui/button";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { DetailColumns, Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState, ErrorState } from "@ecomm/ui/states";
import { Badge } from "@ecomm/ui/status";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Truck } from "lucide-react";
import Link from "next/link";
import { useParams } from "next/navigation";
import { useState } from "react";
import { type Order, orderQuery, ordersKey } from "@/api/orders";
import { inventoryKey } from "@/api/products";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { Neighbours } from "@/shell/neighbours";
import { shellTexts } from "@/shell/texts";
import { isMissing, loadError } from "@/shell/trouble";
import { CancelDialog } from "./cancel-dialog";
import { OrderItems } from "./order-items";
import { CustomerPanel, PaymentPanel } from "./order-side";
import { Parcels } from "./parcels";
import { ShipPanel } from "./ship-panel";
import { FulfilmentStatus, OrderStatus, PaymentStatus } from "./status";
import { ordersTexts } from "./texts";
import { Timeline } from "./timeline";

/** One order: what was sold, where it is, what happened. */
export function OrderPage() {
  const t = useTexts(ordersTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { orderId } = useParams<{ orderId: string }>();
  const order = useQuery(orderQuery(store.id, orderId));
  usePageLabel(order.data ? String(order.data.number) : null);
  if (order.data) return <OrderDetail order={order.data} />;
  if (isMissing(order.error)) {
    return (
      <Page>
        <EmptyState
          drawing={<TrayDrawing />}
          title={t("missing_title")}
          actions={
            <Button asChild variant="primary">
              <Link href={`/stores/${store.id}/orders`}>{t("missing_action")}</Link>
            </Button>
          }
        >
          {t("missing_body")}
        </EmptyState>
      </Page>
    );
  }
  const error = loadError(order, shell);
  return (
    <Page form>
      {error ? (
        <Panel>
          <ErrorState
            onRetry={error.retry}
            {...(error.reference ? { reference: error.reference } : {})}
          >
            {error.text}
          </ErrorState>
        </Panel>
      ) : (
        <div aria-busy="true" className="grid gap-4">
          <Skeleton className="h-5 w-48" />
          <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_var(--side-column)]">
            <Skeleton className="h-80 w-full rounded-panel" />
            <Skeleton className="h-64 w-full rounded-panel" />
          </div>
        </div>
      )}
    </Page>
  );
}

function OrderDetail({ order }: { order: Order }) {
  const t = useTexts(ordersTexts);
  const store = useStore();
  const client = useQueryClient();
  const [shipping, setShipping] = useState(false);
  const [cancelling, setCancelling] = useState(false);
  const home = `/stores/${store.id}/orders`;
  const can = (action: Order["actions"][number]) => order.actions.includes(action);
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
            <Parcels order={order} store={store} />
            <Timeline entries={order.timeline} store={store} />
          </>
        }
        side={
          <>
            <CustomerPanel order={order} />
            <PaymentPanel order={order} />
          </>
        }
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
