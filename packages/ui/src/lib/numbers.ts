/** A whole number with the locale's separators. */
export function formatNumber(
  value: number,
  locale = "en",
  options: Pick<Intl.NumberFormatOptions, "signDisplay"> = {},
): string {
  return new Intl.NumberFormat(locale, options).format(value);
}

/** A ratio as a percentage with at most one decimal: 0.151 → "15.1%". */
export function formatPercent(ratio: number, locale = "en", signed = false): string {
  return new Intl.NumberFormat(locale, {
    style: "percent",
    maximumFractionDigits: 1,
    ...(signed ? { signDisplay: "exceptZero" as const } : {}),
  }).format(ratio);
}

/** A share in parts per million with two decimals: 28_400 → "2.84%". */
export function formatShare(ppm: number, locale = "en"): string {
  return new Intl.NumberFormat(locale, {
    style: "percent",
    maximumFractionDigits: 2,
  }).format(ppm / 1_000_000);
}

/**
 * Growth from before to now, or null where there is nothing to compare with: of less than nothing,
 * as where more was given back than sold, there is no share.
 */
export function growth(now: number, before: number | null): number | null {
  return before === null || before <= 0 ? null : (now - before) / before;
}
