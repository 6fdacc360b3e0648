"use client";

import { IconButton } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { KeyValue, KeyValues, Panel, PanelHeader } from "@ecomm/ui/panel";
import { StatusGlyph } from "@ecomm/ui/status";
import { Copy } from "lucide-react";
import Link from "next/link";
import type { Purchase } from "@/api/purchases";
import type { Store } from "@/api/stores";
import { copyText } from "@/features/orders/parcels";
import { countryName } from "@/features/stores/choices";
import { purchasePageTexts } from "./texts";

/** What it is known by, how it travels, what it takes of the day's cap, and what was checked. */
export function SidePanels({ purchase, store }: { purchase: Purchase; store: Store }) {
  return (
    <>
      <Reference purchase={purchase} />
      <Delivery purchase={purchase} store={store} />
      <Spend purchase={purchase} />
      <Checks purchase={purchase} />
    </>
  );
}

function Copied({ value, label }: { value: string; label: string }) {
  const t = useTexts(purchasePageTexts);
  return (
    <p className="flex items-center gap-2 rounded-md bg-sunken py-1 ps-3 pe-1 text-13">
      <span className="num min-w-0 flex-1 font-medium break-all">{value}</span>
      <IconButton label={label} size="icon-sm" onClick={() => copyText(value, t("copied"), value)}>
        <Copy aria-hidden />
      </IconButton>
    </p>
  );
}

function Reference({ purchase }: { purchase: Purchase }) {
  const t = useTexts(purchasePageTexts);
  return (
    <Panel>
      <PanelHeader title={t("reference")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2 px-4 pb-4">
        <Copied value={purchase.reference} label={t("copy_reference")} />
        <p className="text-12 text-subtle">
          {purchase.attempt > 1
            ? t("reference_attempt", { number: purchase.attempt })
            : t("reference_help")}
        </p>
        {purchase.supplier_ref ? (
          <>
            <h3 className="mt-1 text-12 font-medium">{t("theirs")}</h3>
            <Copied value={purchase.supplier_ref} label={t("copy_theirs")} />
          </>
        ) : null}
      </div>
    </Panel>
  );
}

function Delivery({ purchase, store }: { purchase: Purchase; store: Store }) {
  const t = useTexts(purchasePageTexts);
  const { min_days: min, max_days: max } = purchase;
  return (
    <Panel>
      <PanelHeader title={t("delivery")} />
      <KeyValues className="px-4 pb-4">
        <KeyValue label={t("delivery_way")}>{purchase.method_name}</KeyValue>
        {purchase.warehouse ? (
          <KeyValue label={t("delivery_from")}>{purchase.warehouse}</KeyValue>
        ) : null}
        <KeyValue label={t("delivery_to")}>{countryName(purchase.destination, t.locale)}</KeyValue>
        {max === null ? null : (
          <KeyValue label={t("delivery_days")}>
            {min === null ? t("delivery_most", { max }) : t("delivery_range", { min, max })}
          </KeyValue>
        )}
        {purchase.replaces_id ? (
          <KeyValue label={t("replaces")}>
            <Link
              href={`/stores/${store.id}/purchase-orders/${purchase.replaces_id}`}
              className="rounded-xs text-accent hover:underline"
            >
              {t("replaces_open")}
            </Link>
          </KeyValue>
        ) : null}
      </KeyValues>
    </Panel>
  );
}

/** What the account may spend today, and what of it this one holds. */
function Spend({ purchase }: { purchase: Purchase }) {
  const t = useTexts(purchasePageTexts);
  const money = (amount: number) => formatMoney({ amount, currency: purchase.currency }, t.locale);
  const { spent_today: all, spend, daily_spend_cap: cap } = purchase;
  const own = Math.min(spend, all);
  const other = all - own;
  const whole = Math.max(cap ?? all, all, 1);
  const width = (amount: number) => ({ width: `${(amount / whole) * 100}%` });
  return (
    <Panel>
      <PanelHeader title={t("spend", { supplier: purchase.supplier_name })} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pb-4">
        <p className="num">
          <span className="text-20 font-semibold">{money(all)}</span>{" "}
          <span className="text-12 text-subtle">
            {cap === null ? t("spend_no_cap") : t("spend_of", { cap: money(cap) })}
          </span>
        </p>
        <div
          role="img"
          aria-label={t("spend_label", { other: money(other), own: money(own) })}
          className="flex h-1.5 gap-px overflow-hidden rounded-full bg-track"
        >
          <i className="bg-accent" style={width(other)} />
          <i className="bg-warning" style={width(own)} />
        </div>
        <KeyValues>
          <KeyValue label={<Key tone="bg-accent">{t("spend_other")}</Key>}>{money(other)}</KeyValue>
          <KeyValue label={<Key tone="bg-warning">{t("spend_this")}</Key>}>{money(own)}</KeyValue>
        </KeyValues>
      </div>
    </Panel>
  );
}

function Key({ tone, children }: { tone: string; children: string }) {
  return (
    <span className="flex items-center gap-2">
      <i aria-hidden className={`size-2 rounded-xs ${tone}`} />
      {children}
    </span>
  );
}

function Checks({ purchase }: { purchase: Purchase }) {
  const t = useTexts(purchasePageTexts);
  return (
    <Panel>
      <PanelHeader title={t("checks")} />
      {purchase.checks.length === 0 ? (
        <p className="px-4 pb-4 text-13 text-muted">{t("checks_none")}</p>
      ) : (
        <ul className="grid gap-2 px-4 pb-4 text-13">
          {purchase.checks.map((check) => (
            <li key={check.code} className="grid grid-cols-[auto_minmax(0,1fr)] gap-2">
              <StatusGlyph
                glyph={check.passed ? "circle-full" : "cross"}
                tone={check.passed ? "success" : "danger"}
                className="mt-0.75"
              />
              <span className="wrap-anywhere">
                <span className="sr-only">
                  {t(check.passed ? "check_passed" : "check_failed")}:{" "}
                </span>
                {check.words}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
