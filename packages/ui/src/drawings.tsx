/** Line drawings of empty places. Their own hand: grey lines, one thing in accent. */

const line = { stroke: "var(--border-strong)", strokeWidth: 1.5, strokeLinecap: "round" } as const;
const point = { stroke: "var(--accent)", strokeWidth: 1.75, strokeLinecap: "round" } as const;

/** An empty shelf that a box is about to come down to. */
export function ShelfDrawing() {
  return (
    <svg width="168" height="96" viewBox="0 0 168 96" fill="none" aria-hidden="true">
      <path d="M8 84h152" {...line} />
      <path d="M24 84V30a12 12 0 0 1 12-12h96a12 12 0 0 1 12 12v54" {...line} opacity=".6" />
      <path d="M24 52h120" {...line} opacity=".6" />
      <path d="M40 38h14v14H40zM60 42h10v10H60zM112 36h16v16h-16z" {...line} opacity=".45" />
      <rect x="70" y="60" width="28" height="24" rx="4" fill="var(--accent-soft)" {...point} />
      <path d="M80 60v8h8v-8" {...point} />
      <path d="M84 6v40m0 0-5-5m5 5 5-5" {...point} strokeDasharray="1 4" />
    </svg>
  );
}

/** An inbox tray waiting for its first slip. */
export function TrayDrawing() {
  return (
    <svg width="168" height="96" viewBox="0 0 168 96" fill="none" aria-hidden="true">
      <path d="M32 58v20a6 6 0 0 0 6 6h92a6 6 0 0 0 6-6V58" {...line} />
      <path d="M32 58h30l6 12h32l6-12h30" {...line} />
      <path
        d="M32 58l14-26a6 6 0 0 1 5-3h14M136 58l-14-26a6 6 0 0 0-5-3h-14"
        {...line}
        opacity=".6"
      />
      <path
        d="M68 8h32v38l-5.3-4-5.3 4-5.4-4-5.3 4-5.3-4-5.4 4z"
        fill="var(--accent-soft)"
        {...point}
      />
      <path d="M76 18h16M76 26h10" {...point} />
    </svg>
  );
}

/** A shop front with its awning, not yet open. */
export function ShopDrawing() {
  return (
    <svg width="168" height="96" viewBox="0 0 168 96" fill="none" aria-hidden="true">
      <path d="M12 84h144" {...line} />
      <path d="M36 84V44m96 40V44" {...line} opacity=".6" />
      <path
        d="M34 20h100l10 20a12 12 0 0 1-24 0 12 12 0 0 1-24 0 12 12 0 0 1-24 0 12 12 0 0 1-24 0 12 12 0 0 1-24 0z"
        {...line}
      />
      <path d="M48 58h34v16H48z" {...line} opacity=".45" />
      <path d="M96 84V58h22v26" fill="var(--accent-soft)" {...point} />
      <circle cx="113" cy="72" r="1.5" fill="var(--accent)" />
    </svg>
  );
}

/** A line that has yet to begin. */
export function FirstDayDrawing() {
  return (
    <svg width="132" height="88" viewBox="0 0 132 88" fill="none" aria-hidden="true">
      <path d="M8 76h116" {...line} />
      <path d="M14 66c20 0 24-6 36-14s18 0 32-10 16-24 34-27" {...line} strokeDasharray="2 5" />
      <path d="M116 26v44" {...point} strokeWidth="1.25" strokeDasharray="1 4" />
      <circle cx="116" cy="15" r="5" fill="var(--surface)" {...point} />
    </svg>
  );
}

/** A sheet of rows being read into a box. */
export function ImportDrawing() {
  return (
    <svg width="168" height="96" viewBox="0 0 168 96" fill="none" aria-hidden="true">
      <rect x="18" y="14" width="52" height="68" rx="6" {...line} />
      <path d="M18 32h52M18 48h52M18 64h52M36 14v68" {...line} opacity=".5" />
      <path d="M80 48h26m0 0-6-6m6 6-6 6" {...point} strokeDasharray="1 4" />
      <rect x="114" y="30" width="36" height="36" rx="5" fill="var(--accent-soft)" {...point} />
      <path d="M126 30v12h12V30" {...point} />
    </svg>
  );
}

/** Our mark: three lines, the last one shorter, on the accent. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 28 28" aria-hidden="true" className={className}>
      <rect width="28" height="28" rx="7" fill="var(--accent)" />
      <path
        d="M9 9.5h10M9 14h7M9 18.5h10"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="2.25"
        strokeLinecap="round"
      />
    </svg>
  );
}
