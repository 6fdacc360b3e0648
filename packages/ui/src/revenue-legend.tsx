"use client";

import { useTexts } from "./i18n";
import { cn } from "./lib/cn";
import { uiTexts } from "./texts";

/** A piece of a chart's line. */
export function Swatch({ dashed = false }: { dashed?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        "inline-block w-4 border-t-2",
        dashed ? "border-dashed border-chart-previous" : "border-chart-1",
      )}
    />
  );
}

/** The two lines by name. Apart from the chart: it stands there before the chart does. */
export function RevenueLegend({ previousLabel }: { previousLabel: string }) {
  const t = useTexts(uiTexts);
  return (
    <span className="flex gap-4 text-12 text-muted">
      <span className="hidden items-center gap-1.5 md:inline-flex">
        <Swatch />
        {t("chart_this")}
      </span>
      <span className="inline-flex items-center gap-1.5">
        <Swatch dashed />
        {previousLabel}
      </span>
    </span>
  );
}
