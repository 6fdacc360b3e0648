/** Line icons, drawn for this shop on a 24-unit grid. */

const PATHS = {
  bag: "M5 8h14l1 12H4L5 8zM8.5 8V6.5a3.5 3.5 0 0 1 7 0V8",
  search: "M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM16 16l4.5 4.5",
  menu: "M4 8h16M4 16h16",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  arrow: "M4 12h16M14 6l6 6-6 6",
  chevron: "M6 9l6 6 6-6",
  next: "M9 6l6 6-6 6",
  back: "M15 6l-6 6 6 6",
  check: "M5 12.5l4.5 4.5L19 7.5",
  truck:
    "M2.5 6h11v10.5h-11zM13.5 9.5h4l4 3.5v3.5h-8M7 15.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM17 15.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  return: "M4 9h11a5 5 0 0 1 0 10H8M8 5L4 9l4 4",
  shield:
    "M12 3l7.5 2.5v6c0 4.7-3 7.9-7.5 9.5-4.5-1.6-7.5-4.8-7.5-9.5v-6L12 3zM8.8 12l2.3 2.3 4.3-4.5",
  lock: "M7 10.5h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2zM8 10.5V8a4 4 0 0 1 8 0v2.5",
  wrench:
    "M14.5 6.5a4.5 4.5 0 0 0-5.8 5.8L3.5 17.5l3 3 5.2-5.2a4.5 4.5 0 0 0 5.8-5.8L14.8 12 12 9.2z",
  mail: "M4 6h16v12.5H4zM4 7l8 6.5L20 7",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.6v.3",
  heart: "M12 20S4 15 4 9.2A4.2 4.2 0 0 1 12 7a4.2 4.2 0 0 1 8 2.2C20 15 12 20 12 20z",
  leaf: "M5 19c0-9 5-14 15-14 0 10-5 15-12 14M5 19c2-5 5-7.5 9-9",
  star: "M12 3.5l2.6 5.5 6 .8-4.4 4.2 1.1 6L12 17l-5.3 3 1.1-6-4.4-4.2 6-.8z",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5.5l3.5 2",
  box: "M4 8l8-4 8 4v8.5l-8 4-8-4zM4 8l8 4 8-4M12 12v8.5",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.5L20 17M15.5 9.2v.1",
  filter: "M4 7h16M7 12h10M10 17h4",
  card: "M3 6.5h18v11H3zM3 10h18M6 14.5h4",
} as const;

export type IconName = keyof typeof PATHS;

export const ICON_NAMES = Object.keys(PATHS) as [IconName, ...IconName[]];

/** Decorative: names beside it say what it means. */
export function Icon({ name, className = "icon" }: { name: IconName; className?: string }) {
  return (
    <svg className={className} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
