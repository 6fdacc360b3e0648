"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { KeyValue, KeyValues } from "@ecomm/ui/panel";
import Link from "next/link";
import type { Way, WayPart } from "@/api/mappings";
import { countryName } from "@/features/stores/choices";
import { useStore } from "@/features/stores/store-context";
import { useAgo } from "@/features/suppliers/status";
import { travel } from "./plain";
import { mappingsTexts } from "./texts";
import { useTravelTime, WayStatus } from "./way-words";

/** A way as it stands now: from whom, of what, what it costs landed, how it travels. */
export function WayFacts({ way, place }: { way: Way; place: number }) {
  const t = useTexts(mappingsTexts);
  const store = useStore();
  const time = useTravelTime();
  const money = (amount: number) => formatMoney({ amount, currency: store.currency }, t.locale);
  const lane = travel(way);
  const { landed } = way;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <span className="num text-subtle">{place}</span>
        <Link
          href={`/stores/${store.id}/suppliers/${way.supplier_id}`}
          className="min-w-0 rounded-xs font-medium wrap-anywhere hover:text-accent"
        >
          {way.supplier_name}
        </Link>
        <span className="text-12 text-subtle">
          {way.country
            ? t("only_to", { country: countryName(way.country, t.locale) })
            : t("everywhere")}
        </span>
        <span className="ms-auto text-12">
          <WayStatus way={way} />
        </span>
      </div>
      {way.blocked.includes("broken") ? (
        <p className="text-12 text-muted">{t("why_broken_fix")}</p>
      ) : null}
      <ul className="grid gap-1">
        {way.parts.map((part) => (
          <PartLine key={part.supplier_variant_id} part={part} />
        ))}
      </ul>
      {landed ? (
        <KeyValues className="gap-1 border-t pt-2 text-12">
          <KeyValue label={t("goods")}>{money(landed.goods)}</KeyValue>
          <KeyValue label={t("shipping")}>{money(landed.shipping)}</KeyValue>
          <KeyValue label={t("duty")}>
            {landed.duty_known ? money(landed.duty) : t("duty_not_told")}
          </KeyValue>
          <KeyValue label={t("landed")} total>
            {money(landed.total)}
          </KeyValue>
        </KeyValues>
      ) : null}
      <p className="num text-12 text-muted">
        {[
          lane ? t("lane", { name: lane.name, time: time(way) ?? t("days_unknown") }) : null,
          lane ? t(lane.tracked ? "tracked" : "untracked") : null,
          way.blocked.includes("stale")
            ? null
            : way.units === null
              ? t("units_unknown")
              : t("units", { count: way.units }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </div>
  );
}

function PartLine({ part }: { part: WayPart }) {
  const t = useTexts(mappingsTexts);
  const ago = useAgo();
  const options = Object.values(part.options).join(" / ");
  return (
    <li className="flex items-baseline justify-between gap-3">
      <span className="min-w-0">
        <span className="wrap-anywhere">
          {t("part", { count: part.quantity, title: part.title })}
        </span>
        <span className="block text-12 wrap-anywhere text-subtle">
          {[options || part.external_sku, t("read", { when: ago(part.read_at) })].join(" · ")}
        </span>
      </span>
      <span className="num shrink-0 text-12 text-muted">
        {part.cost === null
          ? t("landed_unknown")
          : formatMoney({ amount: part.cost * part.quantity, currency: part.currency }, t.locale)}
      </span>
    </li>
  );
}
