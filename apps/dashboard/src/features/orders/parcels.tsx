"use client";

import { IconButton } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import { Thumb } from "@ecomm/ui/thumb";
import { toast } from "@ecomm/ui/toast";
import { Copy, Package } from "lucide-react";
import type { Order } from "@/api/orders";
import type { Store } from "@/api/stores";
import { ParcelMoves } from "./parcel-moves";
import { ordersTexts } from "./texts";
import { Tracking } from "./tracking";

type Parcel = Order["fulfillments"][number];

const LOOKS: Record<Parcel["status"], { glyph: Glyph; tone: Tone }> = {
  pending: { glyph: "square", tone: "idle" },
  submitted: { glyph: "square-half", tone: "info" },
  shipped: { glyph: "square-half", tone: "info" },
  delivered: { glyph: "square-full", tone: "success" },
  failed: { glyph: "cross", tone: "danger" },
  cancelled: { glyph: "blocked", tone: "idle" },
  exception: { glyph: "alert", tone: "warning" },
  returned: { glyph: "square-back", tone: "idle" },
};

/** Copies text and says so; browsers refuse it without a secure page, then says that. */
export async function copyText(text: string, done: string, failed: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast.success(done);
  } catch {
    toast.error(failed);
  }
}

/** What has left, and what has not. */
export function Parcels({ order, store }: { order: Order; store: Store }) {
  const t = useTexts(ordersTexts);
  const open = order.items.reduce(
    (sum, i) => sum + i.quantity - i.fulfilled_quantity - i.cancelled_quantity,
    0,
  );
  const parcels = order.fulfillments;
  return (
    <Panel>
      <PanelHeader
        title={t("parcels")}
        note={
          parcels.length > 0 && open > 0 ? (
            <span className="num">{t("parcels_rest", { count: open })}</span>
          ) : null
        }
      />
      {parcels.length === 0 ? (
        <p className="px-4 pb-4 text-13 text-muted">{t("parcels_none")}</p>
      ) : (
        <div className="grid border-t sm:grid-cols-2">
          {parcels.map((parcel, at) => (
            <ParcelCard
              key={parcel.id}
              parcel={parcel}
              number={at + 1}
              order={order}
              store={store}
            />
          ))}
        </div>
      )}
    </Panel>
  );
}

function ParcelCard({
  parcel,
  number,
  order,
  store,
}: {
  parcel: Parcel;
  number: number;
  order: Order;
  store: Store;
}) {
  const t = useTexts(ordersTexts);
  const items = parcel.items.flatMap(({ item_id, quantity }) => {
    const item = order.items.find((entry) => entry.id === item_id);
    return item ? [{ item, quantity }] : [];
  });
  const pieces = items.reduce((sum, entry) => sum + entry.quantity, 0);
  return (
    <article className="grid min-w-0 content-start gap-3 p-4 text-13 not-first:border-t sm:even:border-s sm:[&:nth-child(2)]:border-t-0">
      <div className="flex items-center gap-3">
        <h3 className="font-medium">{t("parcel", { number })}</h3>
        <Status {...LOOKS[parcel.status]}>{t(`parcel_${parcel.status}`)}</Status>
      </div>
      {parcel.shipped_at ? (
        <p className="-mt-2 text-12 text-subtle">
          {t("parcel_left", {
            day: formatDate(parcel.shipped_at, "full", t.locale, store.timezone),
          })}
        </p>
      ) : null}
      <div className="flex items-center gap-1">
        {items.slice(0, 5).map(({ item }) => (
          <Thumb key={item.id} picture={item.image} />
        ))}
        <span className="num ms-2 text-12 text-subtle">{t("parcel_items", { count: pieces })}</span>
      </div>
      <div className="flex min-h-7 min-w-0 items-center gap-2">
        <Package className="size-4 shrink-0 text-muted" aria-hidden />
        <span className="shrink-0">{parcel.carrier}</span>
        {parcel.tracking_url ? (
          <a
            href={parcel.tracking_url}
            target="_blank"
            rel="noreferrer"
            title={t("track")}
            className="num truncate rounded-xs font-medium text-accent hover:underline"
          >
            {parcel.tracking_number}
          </a>
        ) : (
          <span className="num truncate">{parcel.tracking_number}</span>
        )}
        <IconButton
          label={t("copy_tracking")}
          size="icon-sm"
          onClick={() => copyText(parcel.tracking_number, t("copied"), parcel.tracking_number)}
        >
          <Copy aria-hidden />
        </IconButton>
      </div>
      <Tracking order={order} parcel={parcel} number={number} store={store} />
      <ParcelMoves order={order} parcel={parcel} storeId={store.id} />
    </article>
  );
}
