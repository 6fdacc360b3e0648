import { faceTexts } from "./texts";

const ROWS = [
  [3, [150]],
  [4, [196]],
  [7, [118, 64]],
  [13, [92, 118]],
  [18, [142, 82]],
  [23, [240]],
] as const;

/** Beside the sign-in form: lines of text that become blocks, and the rule they stand for. */
export function Aside() {
  const t = faceTexts.translator("en");
  let top = 0;
  return (
    <figure className="hidden place-content-center justify-items-center gap-10 bg-accent-soft p-10 md:grid">
      <svg
        viewBox="0 0 250 112"
        width="420"
        height="188"
        aria-hidden="true"
        className="max-w-full text-accent"
      >
        {ROWS.map(([height, widths], row) => {
          const y = top;
          top += height + 8;
          return widths.map((width, at) => (
            <rect
              key={width}
              x={at === 0 ? 0 : (widths[0] ?? 0) + 8}
              y={y}
              width={width}
              height={height}
              rx={Math.min(4, height / 2)}
              fill="currentColor"
              opacity={0.25 + (0.75 * row) / (ROWS.length - 1)}
            />
          ));
        })}
      </svg>
      <figcaption className="max-w-90 text-center text-16 text-on-accent-soft">
        {t("aside")}
      </figcaption>
    </figure>
  );
}
