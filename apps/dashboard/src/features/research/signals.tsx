"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatNumber } from "@ecomm/ui/lib/numbers";
import { useId } from "react";
import type { Signal } from "@/api/research";
import { findTexts } from "./texts";

const HEIGHT = 28;
const WIDTH = 176;
const GAP = 1;

/** How full a bar is drawn: what is high is darkest. */
const SHADE = (value: number) => (value >= 80 ? 1 : value >= 40 ? 0.6 : 0.34);

/** The twelve signals at a glance: width is weight, height the score, hatched is no answer. */
export function SignalBars({ signals }: { signals: readonly Signal[] }) {
  const t = useTexts(findTexts);
  const hatch = useId();
  const room = WIDTH - GAP * (signals.length - 1);
  let x = 0;
  const bars = signals.map((signal) => {
    const width = (signal.weight / 100) * room;
    const bar = { signal, x, width };
    x += width + GAP;
    return bar;
  });
  const words = signals.map(({ code, value }) => {
    const name = t(`s_${code}`);
    return value === null
      ? t("signal_none", { name })
      : t("signal_value", { name, value: formatNumber(Math.round(value), t.locale) });
  });
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t("signals", { list: words.join(", ") })}
      className="block max-w-full text-accent rtl:-scale-x-100"
    >
      <defs>
        <pattern
          id={hatch}
          width="4"
          height="4"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="1.2" height="4" className="fill-subtle" opacity="0.45" />
        </pattern>
      </defs>
      {bars.map(({ signal, x: left, width }) => {
        const tall = signal.value === null ? HEIGHT : Math.max(2, (signal.value / 100) * HEIGHT);
        return (
          <rect
            key={signal.code}
            x={left}
            y={HEIGHT - tall}
            width={width}
            height={tall}
            {...(signal.value === null
              ? { fill: `url(#${hatch})` }
              : { fill: "currentColor", opacity: SHADE(signal.value) })}
          />
        );
      })}
    </svg>
  );
}

const TENTHS = { minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;

/** How the score came about, signal by signal. */
export function Breakdown({
  signals,
  score,
  coverage,
}: {
  signals: readonly Signal[];
  score: number | null;
  coverage: number;
}) {
  const t = useTexts(findTexts);
  const tenths = new Intl.NumberFormat(t.locale, TENTHS);
  const number = (value: number) => tenths.format(value);
  // What answered first, the heaviest of it on top; the rest is there, and quiet.
  const rows = [...signals].sort((a, b) => Number(a.value === null) - Number(b.value === null));
  return (
    <section>
      <h3 className="mb-2 text-13 font-semibold">
        {score === null ? t("how_none") : t("how", { score })}
      </h3>
      <div className="-mx-4 overflow-x-auto px-4">
        <table className="w-full text-12">
          <thead>
            <tr className="text-start text-subtle [&>th]:pb-1.5 [&>th]:font-medium">
              <th scope="col" className="pe-3 text-start">
                {t("signal")}
              </th>
              <th scope="col" className="pe-3 text-start max-sm:hidden">
                {t("saw")}
              </th>
              <th scope="col" className="pe-3 text-end">
                {t("value")}
              </th>
              <th scope="col" className="pe-3 text-end">
                {t("weight")}
              </th>
              <th scope="col" className="text-end">
                {t("points")}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((signal) => (
              <SignalRow key={signal.code} signal={signal} number={number} />
            ))}
          </tbody>
          <tfoot>
            <tr className="border-t border-strong font-semibold [&>td]:py-1.5">
              <td colSpan={2} className="max-sm:hidden">
                {t("weighed", { coverage })}
              </td>
              <td className="sm:hidden">{t("weighed", { coverage })}</td>
              <td />
              <td className="num pe-3 text-end">{coverage}</td>
              <td className="num text-end">
                {number(signals.reduce((sum, one) => sum + (one.points ?? 0), 0))}
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
      {score !== null && coverage < THIN ? (
        <p className="mt-2 text-12 text-muted">{t("thin")}</p>
      ) : null}
    </section>
  );
}

/** Below so many points of weight a score rests on little. */
const THIN = 30;

function SignalRow({ signal, number }: { signal: Signal; number: (value: number) => string }) {
  const t = useTexts(findTexts);
  const { value, points, weight, words, source } = signal;
  const missing = value === null;
  return (
    <tr className={missing ? "border-t text-subtle" : "border-t"}>
      <th scope="row" className="py-1.5 pe-3 text-start align-top font-normal">
        {t(`s_${signal.code}`)}
        <span className="block text-muted sm:hidden">{words}</span>
      </th>
      <td className="py-1.5 pe-3 align-top text-muted max-sm:hidden" title={source ?? undefined}>
        {words}
      </td>
      <td className="num py-1.5 pe-3 text-end align-top whitespace-nowrap">
        {missing ? (
          t("none")
        ) : (
          <>
            <span
              aria-hidden
              className="me-1.5 inline-block h-1.5 w-8 overflow-hidden rounded-xs bg-track align-middle max-sm:hidden"
            >
              <span className="block h-full bg-accent" style={{ width: `${value}%` }} />
            </span>
            {formatNumber(Math.round(value), t.locale)}
          </>
        )}
      </td>
      <td className="num py-1.5 pe-3 text-end align-top">{weight}</td>
      <td className="num py-1.5 text-end align-top whitespace-nowrap">
        {points === null ? t("left_out") : number(points)}
      </td>
    </tr>
  );
}
