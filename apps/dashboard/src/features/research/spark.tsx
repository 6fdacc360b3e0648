import { cn } from "@ecomm/ui/lib/cn";

const PAD = 4;

/** Scores of days as points that grow towards today, 0 to 100 from the foot up. */
export function Spark({
  values,
  label,
  width = 112,
  height = 32,
  className,
}: {
  /** The oldest first; null leaves a gap. */
  values: readonly (number | null)[];
  label: string;
  width?: number;
  height?: number;
  className?: string;
}) {
  const step = values.length > 1 ? (width - 2 * PAD) / (values.length - 1) : 0;
  const points = values.flatMap((value, n) =>
    value === null
      ? []
      : [
          {
            key: n,
            x: values.length > 1 ? PAD + n * step : width - PAD,
            y: height - PAD - (value / 100) * (height - 2 * PAD),
            r: 1.5 + (values.length > 1 ? n / (values.length - 1) : 1),
          },
        ],
  );
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      className={cn("block max-w-full text-accent rtl:-scale-x-100", className)}
    >
      <path d={`M0 ${height - 0.5}H${width}`} className="stroke-border" />
      {points.map(({ key, x, y, r }) => (
        <circle key={key} cx={x} cy={y} r={r} fill="currentColor" />
      ))}
    </svg>
  );
}
