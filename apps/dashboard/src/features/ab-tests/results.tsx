"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatNumber, formatPercent } from "@ecomm/ui/lib/numbers";
import { KeyValue, KeyValues, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Progress } from "@ecomm/ui/progress";
import { Notice } from "@ecomm/ui/states";
import type { AbArm, AbResults, AbVerdict } from "@/api/ab-tests";
import { abTestTexts } from "./texts";

const PPM = 1_000_000;

const TONES: Record<AbVerdict, "info" | "success" | "warning" | "danger"> = {
  collecting: "info",
  b_better: "success",
  a_better: "warning",
  no_difference: "info",
  broken_split: "danger",
};

/** What the figures say, in one sentence before all figures. */
export function Verdict({ results }: { results: AbResults }) {
  const t = useTexts(abTestTexts);
  const { verdict, a, b } = results;
  const seen = {
    a: formatNumber(a.visitors, t.locale),
    b: formatNumber(b.visitors, t.locale),
  };
  return (
    <Notice tone={TONES[verdict]} title={t(`verdict_${verdict}`)}>
      {t(`verdict_${verdict}_body`, seen)}
    </Notice>
  );
}

const ROWS = [
  ["visitors", (arm: AbArm, locale: string) => formatNumber(arm.visitors, locale)],
  ["buyers", (arm: AbArm, locale: string) => formatNumber(arm.buyers, locale)],
  ["rate", (arm: AbArm, locale: string) => share(arm.rate_ppm, locale)],
  ["orders", (arm: AbArm, locale: string) => formatNumber(arm.orders, locale)],
  ["revenue", (arm: AbArm, locale: string) => formatMoney(arm.revenue, locale)],
  ["per_visitor", (arm: AbArm, locale: string) => formatMoney(arm.revenue_per_visitor, locale)],
] as const;

/** "3.41 %": two digits, for shares of buyers are small. */
const share = (ppm: number, locale: string) =>
  new Intl.NumberFormat(locale, {
    style: "percent",
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(ppm / PPM);

/** Percentage points with their sign. */
const points = (ppm: number, locale: string) =>
  new Intl.NumberFormat(locale, {
    signDisplay: "exceptZero",
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(ppm / 10_000);

/** Both versions side by side. */
export function Figures({ results }: { results: AbResults }) {
  const t = useTexts(abTestTexts);
  const { a, b } = results;
  const [difference, low, high] = [
    results.difference_ppm,
    results.difference_low_ppm,
    results.difference_high_ppm,
  ];
  return (
    <Panel>
      <PanelHeader title={t("results")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pb-4">
        <div className="grid gap-1.5">
          <Progress value={results.progress_ppm / PPM} label={t("progress")} size="md" />
          <p className="text-12 text-subtle">
            {t("progress_of", { percent: formatPercent(results.progress_ppm / PPM, t.locale) })}
          </p>
        </div>
        <div className="overflow-x-auto">
          <table className="w-full text-13">
            <thead>
              <tr className="border-b text-start text-12 text-subtle">
                <td />
                <th scope="col" className="py-1.5 ps-3 text-end font-medium">
                  {t("arm_a")}
                </th>
                <th scope="col" className="py-1.5 ps-3 text-end font-medium">
                  {t("arm_b")}
                </th>
              </tr>
            </thead>
            <tbody>
              {ROWS.map(([name, show]) => (
                <tr key={name} className="border-b last:border-b-0">
                  <th scope="row" className="py-1.5 text-start font-normal text-muted">
                    {t(name)}
                  </th>
                  <td className="num py-1.5 ps-3 text-end">{show(a, t.locale)}</td>
                  <td className="num py-1.5 ps-3 text-end">{show(b, t.locale)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {difference !== null ? (
          <KeyValues>
            <KeyValue label={t("difference")} total>
              {t("points", { value: points(difference, t.locale) })}
            </KeyValue>
            {results.chance_b_is_better_ppm !== null ? (
              <KeyValue label={t("chance")}>
                {formatPercent(results.chance_b_is_better_ppm / PPM, t.locale)}
              </KeyValue>
            ) : null}
          </KeyValues>
        ) : null}
        {difference !== null && low !== null && high !== null ? (
          <p className="text-12 text-subtle">
            {t("points_between", { low: points(low, t.locale), high: points(high, t.locale) })}
          </p>
        ) : null}
        {results.test_orders ? <p className="text-12 text-subtle">{t("test_money")}</p> : null}
      </div>
    </Panel>
  );
}

const p = (ppm: number, locale: string) =>
  new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }).format(Math.max(ppm, 100) / PPM);

/** The bounds behind the verdict, for who wants to know. */
export function HowJudged({ results }: { results: AbResults }) {
  const t = useTexts(abTestTexts);
  return (
    <Panel>
      <PanelHeader title={t("how_judged")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pb-4">
        <KeyValues>
          <KeyValue label={t("judged_always")}>{p(results.p_always_valid_ppm, t.locale)}</KeyValue>
          <KeyValue label={t("judged_final")}>
            {results.p_final_ppm === null ? "–" : p(results.p_final_ppm, t.locale)}
          </KeyValue>
          {results.p_one_look_ppm !== null ? (
            <KeyValue label={t("judged_once")}>{p(results.p_one_look_ppm, t.locale)}</KeyValue>
          ) : null}
          {results.split ? (
            <KeyValue label={t("judged_split")}>{p(results.split.p_ppm, t.locale)}</KeyValue>
          ) : null}
        </KeyValues>
        {results.p_final_ppm === null ? (
          <p className="text-12 text-subtle">{t("judged_final_open")}</p>
        ) : null}
        <p className="text-12 text-subtle">{t("judged_note")}</p>
      </div>
    </Panel>
  );
}
