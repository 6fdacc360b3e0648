import { describe, expect, it } from "vitest";
import { readListState, writeListState } from "../src/data-table/list-state";

const LIST = {
  sort: "-updated",
  sorts: ["updated", "title"],
  filters: { status: ["active", "draft"], category: /^[0-9a-f]{4}$/, tag: null },
  views: ["status"],
} as const;
const read = (query: string) => readListState(new URLSearchParams(query), LIST);
const write = (query: string, change: object) => {
  const params = new URLSearchParams(query);
  return writeListState(params, { ...read(query), ...change }, LIST).toString();
};

describe("a list's state in the address", () => {
  it("reads what is there and takes defaults for the rest", () => {
    expect(read("")).toEqual({ search: "", sort: "-updated", page: 1, filters: {} });
    expect(read("search=a%20b&sort=title&page=3&status=draft&tag=x&category=beef")).toEqual({
      search: "a b",
      sort: "title",
      page: 3,
      filters: { status: "draft", tag: "x", category: "beef" },
    });
  });

  it("makes nonsense the default, so that the server is never asked for it", () => {
    const state = read("sort=drop&page=-4&status=evil&category=zz&tag=");
    expect(state).toEqual({ search: "", sort: "-updated", page: 1, filters: {} });
    expect(read("page=1e9").page).toBe(1);
    expect(read("page=2.5").page).toBe(1);
    expect(read(`search=${"x".repeat(500)}`).search).toHaveLength(200);
    expect(read(`tag=${"x".repeat(201)}`).filters).toEqual({});
  });

  it("writes what differs from the default and keeps what is not its own", () => {
    expect(write("utm=1", { search: "a", page: 2 })).toBe("utm=1&search=a&page=2");
    expect(write("utm=1&search=a&page=2", { search: "", page: 1 })).toBe("utm=1");
    expect(write("status=draft", { filters: {} })).toBe("");
  });
});
