"use client";

import { Button, IconButton } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { KeyValue, KeyValues, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Progress } from "@ecomm/ui/progress";
import { toast } from "@ecomm/ui/toast";
import { Copy } from "lucide-react";
import type { Supplier } from "@/api/suppliers";
import { useStore } from "@/features/stores/store-context";
import { ppmToPercent, spentRatio } from "./figures";
import { suppliersTexts } from "./texts";

/** What was spent today, and within which limits it is ordered from. */
export function RulesPanel({ supplier, onEdit }: { supplier: Supplier; onEdit?: () => void }) {
  const t = useTexts(suppliersTexts);
  const { currency, approval, approval_above: above, daily_spend_cap: cap } = supplier;
  const money = (amount: number) => formatMoney({ amount, currency }, t.locale);
  const ratio = spentRatio(supplier);
  const spent = money(supplier.spent_today);
  const minutes = supplier.stale_after_minutes;
  return (
    <Panel>
      <PanelHeader
        title={t("rules")}
        end={
          onEdit ? (
            <Button size="sm" onClick={onEdit}>
              {t("rules_edit")}
            </Button>
          ) : null
        }
      />
      <div className="grid gap-2 px-4 pb-4">
        <p className="text-12 text-muted">{t("spend")}</p>
        <p className="num text-20 font-semibold">
          {spent}{" "}
          <span className="text-13 font-normal text-subtle">
            {cap === null ? t("no_cap") : t("of_cap", { cap: money(cap) })}
          </span>
        </p>
        {cap === null || ratio === null ? null : (
          <Progress value={ratio} label={t("cap_bar", { spent, cap: money(cap) })} size="md" />
        )}
        {ratio === 1 ? <p className="text-12 text-warning">{t("cap_reached")}</p> : null}
        <p className="text-12 text-subtle">{t("spend_note")}</p>
      </div>
      <KeyValues className="border-t px-4 py-4">
        <KeyValue label={t("auto_order")}>
          {t(supplier.auto_order ? "auto_on" : "auto_off")}
        </KeyValue>
        <KeyValue label={t("approval")}>
          {approval === "above" && above !== null
            ? t("approval_above", { amount: money(above) })
            : t(approval === "always" ? "approval_always" : "approval_never")}
        </KeyValue>
        <KeyValue label={t("cap")}>{cap === null ? t("cap_none") : money(cap)}</KeyValue>
        <KeyValue label={t("grace")}>
          {t("grace_value", { count: supplier.grace_minutes })}
        </KeyValue>
        <KeyValue label={t("cost_rise")}>{ppmToPercent(supplier.max_cost_rise_ppm)} %</KeyValue>
        <KeyValue label={t("stale_after")}>
          {minutes % 60 === 0
            ? t("hours_value", { count: minutes / 60 })
            : t("minutes_value", { count: minutes })}
        </KeyValue>
      </KeyValues>
    </Panel>
  );
}

/** Who we are there. */
export function AccountPanel({
  supplier,
  onReconnect,
}: {
  supplier: Supplier;
  onReconnect?: () => void;
}) {
  const t = useTexts(suppliersTexts);
  const store = useStore();
  const day = (at: string) => formatDate(at, "dayYear", t.locale, store.timezone);
  const { webhook_url: url, credentials_expire_at: ends } = supplier;
  const copy = () =>
    navigator.clipboard.writeText(url ?? "").then(
      () => toast.success(t("copied")),
      () => toast.error(t("copy_failed")),
    );
  return (
    <Panel>
      <PanelHeader
        title={t("account")}
        end={
          onReconnect ? (
            <Button size="sm" onClick={onReconnect}>
              {t("reconnect")}
            </Button>
          ) : null
        }
      />
      <KeyValues className="px-4 pb-4">
        <KeyValue label={t("kind_is")}>{supplier.adapter_title}</KeyValue>
        <KeyValue label={t("account_ref")}>
          <span className="wrap-anywhere">{supplier.account_ref}</span>
        </KeyValue>
        <KeyValue label={t("paid_in")}>{supplier.currency}</KeyValue>
        <KeyValue label={t("since")}>{day(supplier.created_at)}</KeyValue>
      </KeyValues>
      {ends ? (
        <p className="px-4 pb-4 text-12 text-muted">{t("note_expire", { when: day(ends) })}</p>
      ) : null}
      {url ? (
        <div className="grid gap-1 border-t px-4 py-3">
          <p className="text-12 text-muted">{t("hook_url")}</p>
          <div className="flex items-start gap-2">
            <code className="min-w-0 flex-1 font-mono text-12 wrap-anywhere text-subtle">
              {url}
            </code>
            <IconButton label={t("copy")} size="icon-sm" onClick={copy}>
              <Copy aria-hidden />
            </IconButton>
          </div>
        </div>
      ) : (
        <p className="border-t px-4 py-3 text-12 text-muted">{t("hooks_none")}</p>
      )}
    </Panel>
  );
}
