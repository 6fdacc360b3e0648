"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatPercent } from "@ecomm/ui/lib/numbers";
import { KeyValue, KeyValues, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import {
  type LineProfit,
  type Need,
  type OrderSourcing,
  orderSourcingQuery,
} from "@/api/purchases";
import type { Store } from "@/api/stores";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { momentText } from "./hero";
import { sourcingTexts } from "./order-texts";
import { certainty, costUnknown, marginOf, markOf, PARTS, type Part, partOf } from "./profit";
import { PurchaseState } from "./status";
import { purchaseTexts } from "./texts";

const LOOKS: Record<Need["status"], { glyph: Glyph; tone: Tone }> = {
  waiting: { glyph: "circle", tone: "warning" },
  ordered: { glyph: "circle-full", tone: "success" },
  shipped: { glyph: "square-full", tone: "success" },
  own: { glyph: "square", tone: "idle" },
  cancelled: { glyph: "blocked", tone: "idle" },
};

function useSourcing(orderId: string) {
  const store = useStore();
  return useQuery({
    ...orderSourcingQuery(store.id, orderId),
    // What is about to be planned or sent is so within seconds.
    refetchInterval: ({ state }) =>
      state.data?.needs.some((need) => need.due_at !== null) ? 10_000 : false,
  });
}

/** What each item of an order is bought with, or waits for. Nothing where all is one's own. */
export function SourcingPanel({ orderId }: { orderId: string }) {
  const t = useTexts(sourcingTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const sourcing = useSourcing(orderId);
  const error = loadError(sourcing, shell);
  const needs = sourcing.data?.needs ?? [];
  if (error) {
    return (
      <Panel>
        <PanelHeader title={t("title")} />
        <LoadError error={error} />
      </Panel>
    );
  }
  if (needs.every((need) => need.status === "own")) return null;
  const bought = needs.filter((need) => need.status !== "waiting").length;
  return (
    <Panel>
      <PanelHeader
        title={t("title")}
        note={<span className="num">{t("note", { bought, count: needs.length })}</span>}
      />
      <ul>
        {needs.map((need) => (
          <NeedRow key={need.id} need={need} store={store} />
        ))}
      </ul>
    </Panel>
  );
}

function NeedRow({ need, store }: { need: Need; store: Store }) {
  const t = useTexts(sourcingTexts);
  const list = useTexts(purchaseTexts);
  const why =
    need.status === "waiting"
      ? [need.detail, need.next_step].filter((word): word is string => !!word)
      : need.status === "own"
        ? [t("own_body")]
        : [];
  return (
    <li className="grid gap-x-4 gap-y-1 border-t px-4 py-3 text-13 md:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)]">
      <span className="min-w-0">
        <span className="block truncate font-medium">
          <span className="num font-normal text-muted">
            {t("pieces", { count: need.quantity })}
          </span>{" "}
          {need.title}
        </span>
        <span className="block truncate text-12 text-subtle">{need.variant_title}</span>
      </span>
      <span className="grid min-w-0 justify-items-start gap-0.5">
        {need.purchases.length > 0 ? (
          need.purchases.map((one) => (
            <span key={one.id} className="flex flex-wrap items-center gap-x-3">
              <Link
                href={`/stores/${store.id}/purchase-orders/${one.id}`}
                className="num rounded-xs font-medium text-accent hover:underline"
              >
                {list("number", { number: String(one.number) })}
              </Link>
              <PurchaseState status={one.status} />
            </span>
          ))
        ) : (
          <Status {...LOOKS[need.status]}>{t(`need_${need.status}`)}</Status>
        )}
        {why.map((words) => (
          <span key={words} className="text-12 wrap-anywhere text-muted">
            {words}
          </span>
        ))}
        {need.status === "waiting" && need.due_at ? (
          <span className="num text-12 text-subtle">
            {t("again", { when: momentText(need.due_at, t.locale, store.timezone) })}
          </span>
        ) : null}
      </span>
    </li>
  );
}

/** What was really earned with an order: part by part, line by line; what is not known is said. */
export function ProfitPanel({ orderId }: { orderId: string }) {
  const t = useTexts(sourcingTexts);
  const shell = useTexts(shellTexts);
  const sourcing = useSourcing(orderId);
  const error = loadError(sourcing, shell);
  return (
    <Panel>
      <PanelHeader title={t("profit")} />
      {error ? (
        <LoadError error={error} />
      ) : sourcing.data ? (
        <Profit sourcing={sourcing.data} />
      ) : (
        <div className="px-4 pb-4" aria-busy="true">
          <Skeleton className="h-40 w-full" />
        </div>
      )}
    </Panel>
  );
}

function Profit({ sourcing }: { sourcing: OrderSourcing }) {
  const t = useTexts(sourcingTexts);
  const { currency, lines } = sourcing;
  const money = (amount: number, signed = false) =>
    formatMoney({ amount, currency }, t.locale, { signed });
  const sure = certainty(sourcing);
  const margin = marginOf(sourcing);
  const parts = PARTS.map((part) => ({ part, amount: partOf(lines, part) })).filter(
    ({ part, amount }) => amount !== 0 || part === "revenue" || part === "cost",
  );
  const unknown = costUnknown(lines);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pb-4 text-13">
      <p className="num">
        <span
          className={
            sourcing.profit < 0 ? "text-20 font-semibold text-danger" : "text-20 font-semibold"
          }
        >
          {money(sourcing.profit)}
        </span>{" "}
        {margin === null ? null : (
          <span className="text-12 text-subtle">
            {t("margin", { margin: formatPercent(margin, t.locale) })}
          </span>
        )}
      </p>
      {sure === "missing" || sure === "unsaid" ? (
        <Notice tone="warning">{t(`is_${sure}`)}</Notice>
      ) : (
        <p className="text-12 text-subtle">{t(`is_${sure}`)}</p>
      )}
      <KeyValues>
        {parts.map(({ part, amount }) => (
          <KeyValue key={part} label={t(`part_${part}`)}>
            <Amount part={part} unknown={unknown}>
              {money(amount)}
            </Amount>
          </KeyValue>
        ))}
        <KeyValue total label={t("total")}>
          {money(sourcing.profit)}
        </KeyValue>
      </KeyValues>
      {sourcing.fees_known ? null : <p className="text-12 text-subtle">{t("fees_missing")}</p>}
      {lines.length > 1 || sure !== "whole" ? (
        <div className="border-t pt-3">
          <h3 className="pb-1 text-12 font-medium text-subtle">{t("lines")}</h3>
          <ul className="grid gap-2">
            {lines.map((line) => (
              <LineRow key={line.item_id} line={line} money={money} />
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

/** An amount, or that it is not known: goods of unknown cost do not look as if they were free. */
function Amount({ part, unknown, children }: { part: Part; unknown: boolean; children: string }) {
  const t = useTexts(sourcingTexts);
  if (part !== "cost" || !unknown) return children;
  return <span className="text-warning">{t("not_known")}</span>;
}

const MARK_TONE = {
  missing: "text-warning",
  unsaid: "text-warning",
  expected: "text-subtle",
  booked: "text-subtle",
  own: "text-subtle",
} as const;

function LineRow({ line, money }: { line: LineProfit; money: (amount: number) => string }) {
  const t = useTexts(sourcingTexts);
  const mark = markOf(line);
  const unknown = costUnknown([line]);
  const parts = PARTS.map((part) => ({ part, amount: partOf([line], part) })).filter(
    ({ part, amount }) => amount !== 0 || (part === "cost" && unknown),
  );
  return (
    <li>
      <details>
        <summary className="grid cursor-pointer grid-cols-[minmax(0,1fr)_auto] gap-x-3 rounded-xs">
          <span className="truncate">
            <span className="num text-muted">{t("pieces", { count: line.quantity })}</span>{" "}
            {line.title}
          </span>
          <span className={line.profit < 0 ? "num font-medium text-danger" : "num font-medium"}>
            {money(line.profit)}
          </span>
          <span className={`col-span-2 text-12 ${MARK_TONE[mark]}`}>{t(`mark_${mark}`)}</span>
        </summary>
        <KeyValues className="mt-1.5 gap-1 border-s ps-3 text-12">
          {parts.map(({ part, amount }) => (
            <KeyValue key={part} label={t(`part_${part}`)}>
              <Amount part={part} unknown={unknown}>
                {money(amount)}
              </Amount>
            </KeyValue>
          ))}
        </KeyValues>
      </details>
    </li>
  );
}
