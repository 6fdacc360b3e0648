"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { type Order, orderQuery } from "@/api/orders";
import type { Store } from "@/api/stores";
import { useMay } from "@/shell/may";
import { deskTexts } from "./desk-texts";

const EditDialog = dynamic(() => import("./tracking-dialogs").then((part) => part.EditDialog));
const EventDialog = dynamic(() => import("./tracking-dialogs").then((part) => part.EventDialog));

type Parcel = Order["fulfillments"][number];

interface Props {
  order: Order;
  parcel: Parcel;
  number: number;
  store: Store;
}

/** What the carrier said of a parcel, and what the desk may add or put right. */
export function Tracking(props: Props) {
  const { parcel, store, order } = props;
  const t = useTexts(deskTexts);
  const client = useQueryClient();
  const may = useMay();
  const [asking, setAsking] = useState<"edit" | "event" | null>(null);
  const close = () => setAsking(null);
  const done = () =>
    client.invalidateQueries({ queryKey: orderQuery(store.id, order.id).queryKey });
  const over = parcel.status === "cancelled" || parcel.status === "returned";
  const latest = [...parcel.events].reverse();
  return (
    <>
      {latest.length > 0 ? (
        <ol aria-label={t("events")} className="grid gap-2 border-t pt-3 text-12">
          {latest.map((event) => (
            <li
              key={`${event.at}${event.message}`}
              className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3"
            >
              <span className="min-w-0 break-words">
                {event.message}
                {event.location ? <span className="text-subtle">, {event.location}</span> : null}
              </span>
              <time dateTime={event.at} className="num whitespace-nowrap text-subtle">
                {formatDate(event.at, "day", t.locale, store.timezone)},{" "}
                {formatDate(event.at, "time", t.locale, store.timezone)}
              </time>
            </li>
          ))}
        </ol>
      ) : null}
      {may("orders") && !over ? (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => setAsking("edit")}>
            {t("tracking_edit")}
          </Button>
          <Button size="sm" onClick={() => setAsking("event")}>
            {t("event_add")}
          </Button>
        </div>
      ) : null}
      {asking === "edit" ? <EditDialog {...props} onClose={close} onDone={done} /> : null}
      {asking === "event" ? <EventDialog {...props} onClose={close} onDone={done} /> : null}
    </>
  );
}
