/** Line icons for facts a shop states. Drawn on the server alone: no page loads them as script. */

const PATHS = {
  truck:
    "M2.5 6h11v10.5h-11zM13.5 9.5h4l4 3.5v3.5h-8M7 15.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM17 15.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  return: "M4 9h11a5 5 0 0 1 0 10H8M8 5L4 9l4 4",
  shield:
    "M12 3l7.5 2.5v6c0 4.7-3 7.9-7.5 9.5-4.5-1.6-7.5-4.8-7.5-9.5v-6L12 3zM8.8 12l2.3 2.3 4.3-4.5",
  lock: "M7 10.5h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2zM8 10.5V8a4 4 0 0 1 8 0v2.5",
  wrench:
    "M14.5 6.5a4.5 4.5 0 0 0-5.8 5.8L3.5 17.5l3 3 5.2-5.2a4.5 4.5 0 0 0 5.8-5.8L14.8 12 12 9.2z",
  mail: "M4 6h16v12.5H4zM4 7l8 6.5L20 7",
  heart: "M12 20S4 15 4 9.2A4.2 4.2 0 0 1 12 7a4.2 4.2 0 0 1 8 2.2C20 15 12 20 12 20z",
  leaf: "M5 19c0-9 5-14 15-14 0 10-5 15-12 14M5 19c2-5 5-7.5 9-9",
  star: "M12 3.5l2.6 5.5 6 .8-4.4 4.2 1.1 6L12 17l-5.3 3 1.1-6-4.4-4.2 6-.8z",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5.5l3.5 2",
  box: "M4 8l8-4 8 4v8.5l-8 4-8-4zM4 8l8 4 8-4M12 12v8.5",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
  card: "M3 6.5h18v11H3zM3 10h18M6 14.5h4",
} as const;

export type FactIconName = keyof typeof PATHS;

/** Decorative: the fact beside it says what it means. */
export function FactIcon({ name }: { name: FactIconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
