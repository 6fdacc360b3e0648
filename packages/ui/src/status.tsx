import { cva } from "class-variance-authority";
import type { ReactNode } from "react";
import { cn } from "./lib/cn";

export type Tone = "success" | "warning" | "danger" | "info" | "accent" | "idle";

/**
 * Status is shape first, colour repeats it. Circles speak of money, squares of goods; how full
 * they are is how far it went. A broken ring with a question mark is "we do not know".
 */
export type Glyph =
  | "dot"
  | "circle"
  | "circle-half"
  | "circle-full"
  | "circle-back"
  | "circle-draft"
  | "square"
  | "square-half"
  | "square-full"
  | "square-back"
  | "alert"
  | "warning"
  | "cross"
  | "blocked"
  | "unknown"
  | "untracked";

const stroke = {
  fill: "none",
  stroke: "currentColor",
  strokeWidth: 1.5,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;
const knock = { ...stroke, stroke: "var(--surface)", strokeWidth: 1.6 } as const;
const TICK = "M4 7.2 6.2 9.4 10.2 5";
const BACK = "M8.9 7H5m1.7-1.8L4.9 7l1.8 1.8";
const QUESTION = "M5.5 5.7A1.6 1.6 0 0 1 7.1 4.3c.9 0 1.6.6 1.6 1.4 0 1.1-1.6 1.2-1.6 2.2";

const SHAPES: Record<Glyph, ReactNode> = {
  dot: <circle cx="7" cy="7" r="3" fill="currentColor" />,
  circle: <circle cx="7" cy="7" r="5.75" {...stroke} />,
  "circle-half": (
    <>
      <circle cx="7" cy="7" r="5.75" {...stroke} />
      <path d="M7 3.5a3.5 3.5 0 0 1 0 7z" fill="currentColor" />
    </>
  ),
  "circle-full": (
    <>
      <circle cx="7" cy="7" r="7" fill="currentColor" />
      <path d={TICK} {...knock} />
    </>
  ),
  "circle-back": (
    <>
      <circle cx="7" cy="7" r="5.75" {...stroke} />
      <path d={BACK} {...stroke} strokeWidth={1.3} />
    </>
  ),
  "circle-draft": <circle cx="7" cy="7" r="5.75" {...stroke} strokeDasharray="2 2.1" />,
  square: <rect x="1.25" y="1.25" width="11.5" height="11.5" rx="3" {...stroke} />,
  "square-half": (
    <>
      <rect x="1.25" y="1.25" width="11.5" height="11.5" rx="3" {...stroke} />
      <path d="M3.5 7.2h7v2.3a1 1 0 0 1-1 1h-5a1 1 0 0 1-1-1z" fill="currentColor" />
    </>
  ),
  "square-full": (
    <>
      <rect x=".5" y=".5" width="13" height="13" rx="3.5" fill="currentColor" />
      <path d={TICK} {...knock} />
    </>
  ),
  "square-back": (
    <>
      <rect x="1.25" y="1.25" width="11.5" height="11.5" rx="3" {...stroke} />
      <path d={BACK} {...stroke} strokeWidth={1.3} />
    </>
  ),
  alert: (
    <>
      <circle cx="7" cy="7" r="7" fill="currentColor" />
      <path d="M7 3.6v4" {...knock} />
      <circle cx="7" cy="10.2" r=".95" fill="var(--surface)" />
    </>
  ),
  warning: (
    <>
      <path d="M7 1.8 13 12.2H1z" {...stroke} />
      <path d="M7 5.8v2.6" {...stroke} strokeWidth={1.3} />
      <circle cx="7" cy="10.2" r=".75" fill="currentColor" />
    </>
  ),
  cross: (
    <>
      <circle cx="7" cy="7" r="7" fill="currentColor" />
      <path d="m4.8 4.8 4.4 4.4m0-4.4L4.8 9.2" {...knock} />
    </>
  ),
  blocked: (
    <>
      <circle cx="7" cy="7" r="5.75" {...stroke} />
      <path d="m3.2 10.8 7.6-7.6" {...stroke} />
    </>
  ),
  unknown: (
    <>
      <circle cx="7" cy="7" r="6" {...stroke} strokeDasharray="2.4 1.9" />
      <path d={QUESTION} {...stroke} strokeWidth={1.3} />
      <circle cx="7.1" cy="9.8" r=".85" fill="currentColor" />
    </>
  ),
  untracked: (
    <path
      d="M4.1 4.7C2.7 4.7 1.6 5.7 1.6 7s1.1 2.3 2.5 2.3C6.4 9.3 7.6 4.7 9.9 4.7c1.4 0 2.5 1 2.5 2.3s-1.1 2.3-2.5 2.3C7.6 9.3 6.4 4.7 4.1 4.7Z"
      {...stroke}
      strokeWidth={1.3}
    />
  ),
};

const tones = cva("", {
  variants: {
    tone: {
      success: "text-success",
      warning: "text-warning",
      danger: "text-danger",
      info: "text-info",
      accent: "text-accent",
      idle: "text-subtle",
    } satisfies Record<Tone, string>,
  },
});

export function StatusGlyph({
  glyph,
  tone,
  className,
}: {
  glyph: Glyph;
  tone: Tone;
  className?: string;
}) {
  return (
    <svg
      viewBox="0 0 14 14"
      aria-hidden="true"
      className={cn("size-3.5 shrink-0", tones({ tone }), className)}
    >
      {SHAPES[glyph]}
    </svg>
  );
}

/** Glyph and word, for tables and lists. */
export function Status({
  glyph,
  tone,
  className,
  children,
}: {
  glyph: Glyph;
  tone: Tone;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cn("inline-flex items-center gap-1.5 align-middle whitespace-nowrap", className)}
    >
      <StatusGlyph glyph={glyph} tone={tone} />
      {children}
    </span>
  );
}

const pills = cva(
  "inline-flex h-5.5 items-center gap-1.5 rounded-full ps-1.5 pe-2 text-12 font-medium whitespace-nowrap",
  {
    variants: {
      tone: {
        success: "bg-success-soft text-on-success-soft",
        warning: "bg-warning-soft text-on-warning-soft",
        danger: "bg-danger-soft text-on-danger-soft",
        info: "bg-info-soft text-on-info-soft",
        accent: "bg-accent-soft text-on-accent-soft",
        idle: "bg-sunken text-muted inset-ring inset-ring-border",
      } satisfies Record<Tone, string>,
    },
  },
);

/** The same with a soft fill, beside page titles only. */
export function StatusPill({
  glyph,
  tone,
  children,
}: {
  glyph?: Glyph;
  tone: Tone;
  children: ReactNode;
}) {
  return (
    <span className={cn(pills({ tone }), !glyph && "ps-2")}>
      {glyph ? <StatusGlyph glyph={glyph} tone={tone} /> : null}
      {children}
    </span>
  );
}

/** A quiet label, e.g. "Test". */
export function Badge({ tone = "idle", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={cn(pills({ tone }), "h-5 ps-2")}>{children}</span>;
}
