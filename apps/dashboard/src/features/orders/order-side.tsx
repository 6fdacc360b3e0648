"use client";

import { Button, IconButton } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Copy } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import type { Order } from "@/api/orders";
import { countryName } from "@/features/stores/choices";
import { useMay } from "@/shell/may";
import { deskTexts } from "./desk-texts";
import { copyText } from "./parcels";
import { ordersTexts } from "./texts";

const AddressDialog = dynamic(() => import("./address-dialog").then((m) => m.AddressDialog));

/** Who bought and where it goes. */
export function CustomerPanel({
  order,
  storeId,
  onDone,
}: {
  order: Order;
  storeId: string;
  onDone: () => Promise<void>;
}) {
  const t = useTexts(ordersTexts);
  const desk = useTexts(deskTexts);
  const may = useMay();
  const [editing, setEditing] = useState(false);
  const home = `/stores/${storeId}`;
  const mail = encodeURIComponent(order.email);
  const address = order.shipping_address;
  const lines = [
    address.name,
    address.line1,
    address.line2,
    [address.postal_code, address.city].filter(Boolean).join(" "),
    address.state,
    countryName(address.country, t.locale),
  ].filter((line): line is string => Boolean(line));
  return (
    <Panel>
      <PanelHeader
        title={t("customer")}
        {...(may("orders")
          ? {
              end: (
                <Button size="sm" onClick={() => setEditing(true)}>
                  {desk("edit")}
                </Button>
              ),
            }
          : {})}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pb-4 text-13">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
          <span className="font-medium wrap-anywhere">{address.name}</span>
          <a
            href={`mailto:${encodeURIComponent(order.email).replace("%40", "@")}`}
            className="truncate rounded-xs text-accent hover:underline"
          >
            {order.email}
          </a>
          {address.phone ? (
            <span className="text-12 text-subtle">{t("phone", { phone: address.phone })}</span>
          ) : null}
          <span className="mt-1 flex flex-wrap gap-x-3 text-12">
            <Link
              href={
                order.customer_id
                  ? `${home}/customers/${order.customer_id}`
                  : `${home}/customers?search=${mail}`
              }
              className="rounded-xs text-accent hover:underline"
            >
              {desk("customer_open")}
            </Link>
            <Link
              href={`${home}/orders?search=${mail}`}
              className="rounded-xs text-accent hover:underline"
            >
              {desk("customer_orders")}
            </Link>
          </span>
        </div>
        <div className="border-t pt-3 text-12">
          <div className="flex items-center justify-between">
            <h3 className="font-medium">{t("ships_to")}</h3>
            <IconButton
              label={t("copy_address")}
              size="icon-sm"
              className="-my-1"
              onClick={() => copyText(lines.join("\n"), t("copied"), lines.join(", "))}
            >
              <Copy aria-hidden />
            </IconButton>
          </div>
          <address className="wrap-anywhere text-muted not-italic">
            {lines.map((line) => (
              <span key={line} className="block">
                {line}
              </span>
            ))}
          </address>
        </div>
      </div>
      {editing ? (
        <AddressDialog
          order={order}
          storeId={storeId}
          onClose={() => setEditing(false)}
          onDone={onDone}
        />
      ) : null}
    </Panel>
  );
}
