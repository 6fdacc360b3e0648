/** Line icons of the shop's own controls, drawn on a 24-unit grid. */

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
  mail: "M4 6h16v12.5H4zM4 7l8 6.5L20 7",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.6v.3",
  lock: "M7 10.5h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2zM8 10.5V8a4 4 0 0 1 8 0v2.5",
  filter: "M4 7h16M7 12h10M10 17h4",
  person:
    "M12 4.5a3.75 3.75 0 1 0 0 7.5 3.75 3.75 0 0 0 0-7.5zM5 20c.6-3.600 3.400-5.500 7-5.500s6.400 1.900 7 5.500",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.5L20 17M15.5 9.2v.1",
} as const;

export type IconName = keyof typeof PATHS;

/** Decorative: names beside it say what it means. */
export function Icon({ name, className = "icon" }: { name: IconName; className?: string }) {
  return (
    <svg className={className} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
