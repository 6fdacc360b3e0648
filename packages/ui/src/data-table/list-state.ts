"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";

/** What a list shows, all of it in the URL: a link to it is the list as one sees it. */
export interface ListState {
  search: string;
  /** The server's sort key, "-" in front for downwards. */
  sort: string;
  page: number;
  /** Filters by name; empty ones are absent. */
  filters: Readonly<Record<string, string>>;
}

export interface ListControls {
  state: ListState;
  /** Changes a part; anything but a page turn goes back to page 1. */
  update: (change: Partial<ListState>) => void;
  setFilter: (name: string, value: string | null) => void;
  clear: () => void;
  /** Whether a search or filter hides something. */
  narrowed: boolean;
}

export interface ListDefaults {
  sort: string;
  /** Keys the server sorts by; empty where it sorts by none. */
  sorts: readonly string[];
  /** Query parameters that are filters, each with what it may be; null takes any text. */
  filters: Readonly<Record<string, readonly string[] | RegExp | null>>;
  /** Filters that are views rather than narrowing (tabs). */
  views?: readonly string[];
}

function allowed(value: string, rule: readonly string[] | RegExp | null): boolean {
  if (value === "" || value.length > 200) return false;
  if (rule === null) return true;
  return rule instanceof RegExp ? rule.test(value) : rule.includes(value);
}

/**
 * Reads a list's state from query parameters. Addresses are typed and mangled by people and
 * programs: nonsense becomes the default instead of a refusal of the server.
 */
export function readListState(params: URLSearchParams, defaults: ListDefaults): ListState {
  const page = Number(params.get("page") ?? "1");
  const filters: Record<string, string> = {};
  for (const [name, rule] of Object.entries(defaults.filters)) {
    const value = params.get(name) ?? "";
    if (allowed(value, rule)) filters[name] = value;
  }
  const sort = params.get("sort") ?? "";
  return {
    search: (params.get("search") ?? "").slice(0, 200),
    sort: defaults.sorts.includes(sort.replace(/^-/, "")) ? sort : defaults.sort,
    page: Number.isInteger(page) && page > 0 && page < 100_000 ? page : 1,
    filters,
  };
}

/** Writes a list's state; what is default is left out, what is not ours is kept. */
export function writeListState(
  params: URLSearchParams,
  state: ListState,
  defaults: ListDefaults,
): URLSearchParams {
  const next = new URLSearchParams(params);
  const put = (name: string, value: string, standard: string) => {
    if (value === standard) next.delete(name);
    else next.set(name, value);
  };
  put("search", state.search, "");
  put("sort", state.sort, defaults.sort);
  put("page", String(state.page), "1");
  for (const name of Object.keys(defaults.filters)) put(name, state.filters[name] ?? "", "");
  return next;
}

/**
 * The state of a list in the URL. Changes use the History API, which Next follows without
 * asking the server for the page again; page turns and views can be gone back from.
 */
export function useListState(defaults: ListDefaults): ListControls {
  const params = useSearchParams();
  const key = params.toString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the params' content
  const state = useMemo(() => readListState(new URLSearchParams(key), defaults), [key]);

  const go = useCallback(
    (next: ListState, replace: boolean) => {
      const current = new URLSearchParams(window.location.search);
      const query = writeListState(current, next, defaults).toString();
      const url = window.location.pathname + (query ? `?${query}` : "");
      if (replace) window.history.replaceState(null, "", url);
      else window.history.pushState(null, "", url);
    },
    [defaults],
  );

  const update = useCallback(
    (change: Partial<ListState>) => {
      const now = readListState(new URLSearchParams(window.location.search), defaults);
      go({ ...now, page: 1, ...change }, change.search !== undefined);
    },
    [defaults, go],
  );

  const setFilter = useCallback(
    (name: string, value: string | null) => {
      const now = readListState(new URLSearchParams(window.location.search), defaults);
      const { [name]: _old, ...rest } = now.filters;
      go({ ...now, page: 1, filters: value ? { ...rest, [name]: value } : rest }, false);
    },
    [defaults, go],
  );

  const clear = useCallback(() => {
    const now = readListState(new URLSearchParams(window.location.search), defaults);
    const kept = (defaults.views ?? []).flatMap((name) => {
      const value = now.filters[name];
      return value ? [[name, value] as const] : [];
    });
    go({ ...now, page: 1, search: "", filters: Object.fromEntries(kept) }, false);
  }, [defaults, go]);

  const narrowing = Object.keys(state.filters).filter((name) => !defaults.views?.includes(name));
  return {
    state,
    update,
    setFilter,
    clear,
    narrowed: state.search !== "" || narrowing.length > 0,
  };
}
