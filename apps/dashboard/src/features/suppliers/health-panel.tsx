"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { formatDate } from "@ecomm/ui/lib/dates";
import { KeyValue, KeyValues, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import { useQuery } from "@tanstack/react-query";
import { type Supplier, type SupplierHealth, supplierHealthQuery } from "@/api/suppliers";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { type Share, shares } from "./figures";
import { Ago, useAgo } from "./status";
import { suppliersTexts } from "./texts";

const LOOKS: Record<Share["name"], { glyph: Glyph; tone: Tone; bar: string }> = {
  in_stock: { glyph: "square-full", tone: "success", bar: "bg-success" },
  doubtful: { glyph: "square-half", tone: "warning", bar: "bg-warning" },
  out: { glyph: "blocked", tone: "danger", bar: "bg-danger" },
  unknown: { glyph: "unknown", tone: "warning", bar: "bg-strong" },
  gone: { glyph: "cross", tone: "idle", bar: "bg-track" },
};

/** What was heard from a supplier lately, and how fresh what we know of its goods is. */
export function HealthPanel({ supplier }: { supplier: Supplier }) {
  const t = useTexts(suppliersTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const health = useQuery(supplierHealthQuery(store.id, supplier.id));
  const error = loadError(health, shell);
  return (
    <Panel>
      <PanelHeader title={t("health")} note={t("health_lead")} />
      {error ? (
        <LoadError error={error} />
      ) : health.data === undefined ? (
        <div className="grid gap-3 px-4 pb-4" aria-busy="true">
          <Skeleton className="w-64" />
          <Skeleton className="w-48" />
          <Skeleton className="w-56" />
        </div>
      ) : (
        <Facts supplier={supplier} health={health.data} />
      )}
    </Panel>
  );
}

function Facts({ supplier, health }: { supplier: Supplier; health: SupplierHealth }) {
  const t = useTexts(suppliersTexts);
  const store = useStore();
  const next = supplier.next_poll_at;
  const soon = next !== null && Date.parse(next) <= Date.now();
  return (
    <>
      <KeyValues className="gap-x-10 px-4 pb-4 md:grid-cols-2">
        <KeyValue label={t("last_answer")}>
          {supplier.last_success_at ? <Ago at={supplier.last_success_at} /> : t("never")}
        </KeyValue>
        <KeyValue label={t("read_day")}>{health.read_day}</KeyValue>
        <KeyValue label={t("next_read")}>
          {next === null
            ? t("next_read_none")
            : soon
              ? t("next_read_now")
              : formatDate(next, "time", t.locale, store.timezone)}
        </KeyValue>
        <KeyValue label={t("costs_day")}>{health.costs_day}</KeyValue>
        <KeyValue label={<span title={t("watched_help")}>{t("watched")}</span>}>
          {t("watched_value", { watched: health.watched, products: health.products })}
        </KeyValue>
        <KeyValue label={t("hooks_day")}>{supplier.webhook_url ? health.hooks_day : "–"}</KeyValue>
      </KeyValues>
      <Freshness supplier={supplier} health={health} />
    </>
  );
}

function Freshness({ supplier, health }: { supplier: Supplier; health: SupplierHealth }) {
  const t = useTexts(suppliersTexts);
  const ago = useAgo();
  const known = shares(health);
  const hours = Math.round(supplier.stale_after_minutes / 60);
  const total = known.reduce((sum, share) => sum + share.count, 0);
  return (
    <section className="grid gap-3 border-t px-4 py-4">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h3 className="text-13 font-medium">{t("freshness")}</h3>
        {health.oldest_read_at ? (
          <span className="num text-12 text-subtle">
            {t("oldest", { when: ago(health.oldest_read_at) })}
          </span>
        ) : null}
      </div>
      {total === 0 ? (
        <p className="text-13 text-muted">{t("fresh_none")}</p>
      ) : (
        <>
          <div aria-hidden="true" className="flex h-2 gap-px overflow-hidden rounded-full">
            {known.map((share) => (
              <span
                key={share.name}
                className={cn("h-full min-w-1", LOOKS[share.name].bar)}
                style={{ flexGrow: share.count }}
              />
            ))}
          </div>
          <ul className="flex flex-wrap gap-x-6 gap-y-2 text-13">
            {known.map((share) => (
              <li
                key={share.name}
                title={share.name === "doubtful" ? t("share_doubtful_help") : undefined}
              >
                <Status glyph={LOOKS[share.name].glyph} tone={LOOKS[share.name].tone}>
                  {t(`share_${share.name}`)} <span className="num text-subtle">{share.count}</span>
                </Status>
              </li>
            ))}
          </ul>
          {health.stale > 0 ? (
            <Notice tone="warning">{t("fresh_stale", { count: health.stale, hours })}</Notice>
          ) : null}
        </>
      )}
    </section>
  );
}
