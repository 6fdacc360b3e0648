import { ArrowDownRight, ArrowUpRight, Plug } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./lib/cn";
import { formatPercent, growth } from "./lib/numbers";

/** A row of key figures in one frame. */
export function KeyFigures({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <dl
      className={cn(
        "grid grid-cols-2 rounded-panel bg-surface inset-ring inset-ring-border lg:grid-cols-4 [&>div:nth-child(even)]:border-s [&>div:nth-child(n+3)]:border-t lg:[&>div]:border-t-0! lg:[&>div+div]:border-s",
        className,
      )}
    >
      {children}
    </dl>
  );
}

export interface KeyFigureProps {
  label: ReactNode;
  /** The figure; its minor digits are quieter. */
  major: ReactNode;
  minor?: ReactNode;
  now?: number;
  before?: number | null;
  /** What it was before, as text. */
  beforeText?: ReactNode;
  /** How it changed, where that is not a share of what it was: shares change by points. */
  change?: { value: number; text: ReactNode };
  /** Where there is nothing to compare: what the figure counts. */
  note?: ReactNode;
  /** Values of a small line; at least three make one. */
  trend?: readonly number[];
  locale?: string;
}

function Trend({ values }: { values: readonly number[] }) {
  const max = Math.max(...values);
  const min = Math.min(...values);
  const span = max - min || 1;
  const step = 72 / (values.length - 1);
  const points = values.map(
    (v, at) => `${(at * step).toFixed(1)},${(22 - ((v - min) / span) * 18).toFixed(1)}`,
  );
  return (
    <svg
      width="72"
      height="24"
      viewBox="0 0 72 24"
      aria-hidden="true"
      className="absolute end-4 top-3.5 hidden opacity-75 md:block rtl:-scale-x-100"
    >
      <polyline
        points={points.join(" ")}
        fill="none"
        stroke="var(--chart-1)"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}

export function KeyFigure(props: KeyFigureProps) {
  const { label, major, minor, now, before, beforeText, note, trend, locale = "en" } = props;
  const grown = now === undefined ? null : growth(now, before ?? null);
  const change = props.change ? props.change.value : grown;
  const Arrow = change !== null && change < 0 ? ArrowDownRight : ArrowUpRight;
  return (
    <div className="relative min-w-0 p-3 md:p-4">
      <dt className="text-12 font-medium text-muted">{label}</dt>
      <dd className="num mt-1 text-20 font-semibold md:mt-2 md:text-24">
        {major}
        {minor ? <span className="font-medium text-subtle">{minor}</span> : null}
      </dd>
      <dd className="num mt-1 flex flex-wrap gap-x-1.5 text-12 text-subtle">
        {change === null ? (
          note
        ) : (
          <>
            <span
              className={cn(
                "inline-flex items-center gap-0.5 font-medium",
                change > 0 ? "text-success" : change < 0 ? "text-danger" : "text-subtle",
              )}
            >
              {change === 0 ? null : <Arrow className="size-3.5 rtl:-scale-x-100" aria-hidden />}
              {props.change ? props.change.text : formatPercent(Math.abs(change), locale)}
            </span>
            <span>{beforeText}</span>
          </>
        )}
      </dd>
      {trend && trend.length > 2 && trend.some((value) => value !== 0) ? (
        <Trend values={trend} />
      ) : null}
    </div>
  );
}

/** A figure that cannot be: no data yet, or its source is not connected. Never a zero. */
export function MissingFigure({
  label,
  value,
  note,
  connected = true,
}: {
  label: ReactNode;
  value: ReactNode;
  note: ReactNode;
  connected?: boolean;
}) {
  return (
    <div className={cn("min-w-0 p-3 md:p-4", !connected && "hatched")}>
      <dt className="text-12 font-medium text-muted">{label}</dt>
      <dd className="mt-1 flex h-7 items-center gap-2 text-14 font-medium text-subtle md:mt-2 md:h-8">
        {connected ? null : <Plug className="size-4" aria-hidden />}
        {value}
      </dd>
      <dd className="mt-1 text-12 text-subtle">{note}</dd>
    </div>
  );
}
