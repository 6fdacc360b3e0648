import { useWords } from "#words";

const WHOLE = 5;

/** One to five stars, filled to the part; those who do not see them hear the number. */
export function Stars({ value, label }: { value: number; label?: string }) {
  const words = useWords("reviews");
  const filled = `${(Math.min(Math.max(value, 0), WHOLE) / WHOLE) * 100}%`;
  return (
    <span className="stars" role="img" aria-label={label ?? words.stars(String(value))}>
      <span aria-hidden="true">★★★★★</span>
      <span aria-hidden="true" className="stars-on" style={{ inlineSize: filled }}>
        ★★★★★
      </span>
    </span>
  );
}
