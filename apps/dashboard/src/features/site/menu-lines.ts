import type { Menu, MenuItemIn } from "@/api/site";

/** A line as it is arranged: `key` lives as long as the editor. */
export interface Line {
  key: string;
  label: string;
  kind: MenuItemIn["kind"];
  target_id: string | null;
  url: string | null;
  /** What it leads to, in words. */
  title: string | null;
  /** Whether shoppers see it, as far as is known. */
  hidden: boolean;
  /** 0 at the top, 1 below the line before it. */
  depth: 0 | 1;
}

/** The menu as flat lines, in the order in which it is read. */
export function linesOf(menu: Menu): Line[] {
  const line = (item: Menu["items"][number]["items"][number], depth: 0 | 1): Line => ({
    key: item.id,
    label: item.label,
    kind: item.kind,
    target_id: item.target_id,
    url: item.url,
    title: item.title,
    hidden: item.path === null,
    depth,
  });
  return menu.items.flatMap((top) => [line(top, 0), ...top.items.map((item) => line(item, 1))]);
}

/** Lines whose depth is possible: the first is at the top. */
export function settled(lines: readonly Line[]): Line[] {
  return lines.map((line, place) => (place === 0 && line.depth > 0 ? { ...line, depth: 0 } : line));
}

/** The flat lines as the API takes a menu. */
export function itemsOf(lines: readonly Line[]): MenuItemIn[] {
  const items: (MenuItemIn & { items: NonNullable<MenuItemIn["items"]> })[] = [];
  for (const { label, kind, target_id, url, depth } of settled(lines)) {
    const item = { label, kind, target_id, url };
    const above = items.at(-1);
    if (depth === 1 && above) above.items.push(item);
    else items.push({ ...item, items: [] });
  }
  return items;
}

/** The lines with one moved; what stands below a line at the top goes with it. */
export function moved(lines: readonly Line[], from: number, to: number): Line[] {
  const line = lines[from];
  if (!line || from === to) return [...lines];
  let count = 1;
  if (line.depth === 0) while (lines[from + count]?.depth === 1) count += 1;
  const taken = lines.slice(from, from + count);
  if (to > from && to < from + count) return [...lines];
  const rest = [...lines.slice(0, from), ...lines.slice(from + count)];
  const goal = lines[to];
  let at = goal ? rest.indexOf(goal) : rest.length;
  if (to > from) at += 1;
  // A group is not dropped into another one.
  if (line.depth === 0 && count > 1) while (rest[at]?.depth === 1) at += 1;
  return settled([...rest.slice(0, at), ...taken, ...rest.slice(at)]);
}
