const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, options);
    formats.set(key, made);
  }
  return made;
}

export type DateStyle = "day" | "dayYear" | "weekday" | "time" | "full";

const STYLES: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  day: { day: "numeric", month: "short" },
  dayYear: { day: "numeric", month: "short", year: "numeric" },
  weekday: { weekday: "short", day: "numeric", month: "short" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  full: {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  },
};

/** "en" alone writes 11/21; a store's dates read day first unless its locale says otherwise. */
const dayFirst = (locale: string) => (locale === "en" ? "en-GB" : locale);

/** A moment in a timezone: "17 Nov", "21:14", "Tue, 17 Nov 2026, 21:14". */
export function formatDate(
  iso: string | Date,
  style: DateStyle,
  locale = "en",
  timeZone = "UTC",
): string {
  return format(dayFirst(locale), { ...STYLES[style], timeZone }).format(new Date(iso));
}

/** A calendar day such as "2026-11-17", which has no timezone. */
export function formatDay(day: string, style: DateStyle, locale = "en"): string {
  return formatDate(`${day}T00:00:00Z`, style, locale, "UTC");
}

/** The calendar day of a moment in a timezone, as "2026-11-17". */
export function dayOf(iso: string | Date, timeZone = "UTC"): string {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", timeZone } as const;
  return format("en-CA", options).format(new Date(iso));
}

export interface AgoWords {
  now: string;
  minutes: (n: number) => string;
  hours: (n: number) => string;
  yesterday: string;
}

/** How long ago, short: "4 min", "2 h", "Yesterday", then the day. For columns of moments. */
export function formatAgo(
  iso: string,
  words: AgoWords,
  locale = "en",
  timeZone = "UTC",
  now: Date = new Date(),
): string {
  const then = new Date(iso);
  const seconds = (now.getTime() - then.getTime()) / 1000;
  if (seconds < 60) return words.now;
  if (seconds < 3600) return words.minutes(Math.floor(seconds / 60));
  if (dayOf(then, timeZone) === dayOf(now, timeZone))
    return words.hours(Math.floor(seconds / 3600));
  const yesterday = new Date(now.getTime() - 24 * 3600 * 1000);
  if (dayOf(then, timeZone) === dayOf(yesterday, timeZone)) return words.yesterday;
  const sameYear = dayOf(then, timeZone).slice(0, 4) === dayOf(now, timeZone).slice(0, 4);
  return formatDate(then, sameYear ? "day" : "dayYear", locale, timeZone);
}

/** Every timezone the platform knows, for a select. */
export function timeZones(): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return known.includes("UTC") ? known : ["UTC", ...known];
}
