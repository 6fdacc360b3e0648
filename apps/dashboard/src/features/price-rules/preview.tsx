"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatPercent } from "@ecomm/ui/lib/numbers";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import {
  type PreviewSum,
  type Priced,
  previewQuery,
  previewSumQuery,
  type Tried,
} from "@/api/price-rules";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { priceRuleTexts, ruleFormTexts } from "./texts";
import { moved, staying } from "./words";

const PAUSE = 350;
const FIRST = 8;

/** A value once it has stood still for a moment. */
function useSettled<Value>(value: Value): Value {
  const key = JSON.stringify(value);
  const [settled, setSettled] = useState(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the value's content
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE);
    return () => clearTimeout(timer);
  }, [key]);
  return settled;
}

/** What a rule would do to the catalogue, while it is written: how many prices, and the first. */
export function LivePreview({ tried }: { tried: Tried | null }) {
  const t = useTexts(ruleFormTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const mine = useMay()("prices");
  const settled = useSettled(tried);
  const body = settled ?? {};
  const enabled = mine && settled !== null;
  const sum = useQuery({ ...previewSumQuery(store.id, body), enabled });
  const rows = useQuery({ ...previewQuery(store.id, body, 1, FIRST), enabled });
  const error = loadError(sum, shell) ?? loadError(rows, shell);
  const busy =
    sum.isFetching || rows.isFetching || JSON.stringify(settled) !== JSON.stringify(tried);
  const found = rows.data?.items ?? [];
  return (
    <Panel aria-label={t("preview")} aria-busy={enabled && !sum.data && !error}>
      <PanelHeader title={t("preview")} note={t("preview_note")} />
      {!mine ? (
        <p className="px-4 pb-4 text-13 text-muted">{t("preview_off")}</p>
      ) : tried === null ? (
        <p className="px-4 pb-4 text-13 text-muted">{t("preview_wait")}</p>
      ) : error ? (
        <LoadError error={error} />
      ) : sum.data && rows.data ? (
        sum.data.total === 0 ? (
          <p className="px-4 pb-4 text-13 text-muted">{t("preview_none")}</p>
        ) : (
          <div className={cn("transition-opacity", busy && "opacity-60")}>
            <Sums sum={sum.data} />
            <ul>
              {found.map((row) => (
                <PricedRow key={row.variant_id} row={row} />
              ))}
            </ul>
            <p className="num border-t px-4 py-2.5 text-12 text-subtle">
              {sum.data.looked < sum.data.total
                ? t("preview_counted", { looked: sum.data.looked, total: sum.data.total })
                : t("preview_more", { shown: found.length, total: sum.data.total })}
            </p>
          </div>
        )
      ) : (
        <div className="grid gap-3 px-4 pb-4">
          <Skeleton className="h-12 w-full" />
          <Skeleton className="h-24 w-full" />
        </div>
      )}
    </Panel>
  );
}

/** How many prices would rise, fall, wait, be refused or stay. */
export function Sums({ sum }: { sum: PreviewSum }) {
  const t = useTexts(ruleFormTexts);
  const counts = [
    { key: "raised", value: sum.raised, tone: "" },
    { key: "lowered", value: sum.lowered, tone: "" },
    { key: "review", value: sum.review, tone: "text-warning" },
    { key: "refused", value: sum.refused, tone: "text-danger" },
    { key: "stay", value: staying(sum), tone: "" },
    { key: "unpriced", value: sum.unpriced, tone: "" },
  ] as const;
  return (
    <dl className="grid grid-cols-3 gap-px border-y bg-border">
      {counts.map(({ key, value, tone }) => (
        <div key={key} className="flex flex-col-reverse bg-surface px-4 py-2.5">
          <dt
            className="text-12 text-muted"
            title={key === "review" ? t("sum_review_help") : undefined}
          >
            {t(`sum_${key}`)}
          </dt>
          <dd className={cn("num text-16 font-semibold", value === 0 ? "text-subtle" : tone)}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const VERDICTS: Record<NonNullable<Priced["verdict"]>, { glyph: Glyph; tone: Tone }> = {
  applied: { glyph: "circle-full", tone: "success" },
  review: { glyph: "circle-half", tone: "warning" },
  same: { glyph: "circle", tone: "idle" },
  ignored: { glyph: "circle", tone: "idle" },
  locked: { glyph: "blocked", tone: "idle" },
};

/** What would become of a price, or why there is none. */
export function Verdict({ row }: { row: Priced }) {
  const t = useTexts(priceRuleTexts);
  if (row.verdict) return <Status {...VERDICTS[row.verdict]}>{t(`verdict_${row.verdict}`)}</Status>;
  const problem = row.problem as "no_rule" | "no_way" | "no_price" | null;
  return problem ? (
    <span title={row.detail ?? undefined}>
      <Status
        glyph={problem === "no_price" ? "cross" : "warning"}
        tone={problem === "no_price" ? "danger" : "warning"}
      >
        {t(`problem_${problem}`)}
      </Status>
    </span>
  ) : null;
}

/** A share with its sign: "+12.5%". */
export function Moved({ row }: { row: Pick<Priced, "old_price" | "new_price"> }) {
  const t = useTexts(priceRuleTexts);
  const share = moved(row);
  if (share === null || share === 0) return null;
  return <span className="num text-12 text-muted">{formatPercent(share, t.locale, true)}</span>;
}

function PricedRow({ row }: { row: Priced }) {
  const t = useTexts(priceRuleTexts);
  const money = (amount: number) => formatMoney({ amount, currency: row.currency }, t.locale);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 border-t px-4 py-2 text-13 first:border-0">
      <span className="truncate font-medium">{row.product_title}</span>
      <span className="num text-end whitespace-nowrap">
        {row.new_price === null || row.new_price === row.old_price ? (
          money(row.old_price)
        ) : (
          <>
            <s className="text-subtle">{money(row.old_price)}</s>{" "}
            <span className="font-medium">{money(row.new_price)}</span>
          </>
        )}
      </span>
      <span className="truncate text-12 text-subtle">
        {[row.variant_title, row.rule_name].filter(Boolean).join(" · ")}
      </span>
      <span className="flex items-center justify-end gap-2 text-12">
        <Moved row={row} />
        <Verdict row={row} />
      </span>
    </li>
  );
}
