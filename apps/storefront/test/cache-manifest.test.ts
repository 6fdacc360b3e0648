import { describe, expect, it } from "vitest";
import { incoming, tags } from "@/lib/cache-manifest";

describe("tags", () => {
  it("are spelled as the API spells them", () => {
    expect(tags.store("a1")).toBe("s:a1:store");
    expect(tags.product("a1", "p2")).toBe("s:a1:product:p2");
    expect(tags.products("a1")).toBe("s:a1:products");
    expect(tags.categories("a1")).toBe("s:a1:categories");
    expect(tags.pages("a1")).toBe("s:a1:pages");
    expect(tags.slug("demo")).toBe("slug:demo");
    expect(tags.readAt(1732156800123)).toBe("at:1732156800123");
  });

  it.each([
    ["", "p"],
    [undefined, "p"],
    [null, "p"],
    ["a", ""],
    ["a b", "p"],
    ["a,b", "p"],
    ["a:b", "p"],
    ["a", "x".repeat(201)],
  ])("throw on a missing or malformed part: %j, %j", (store, product) => {
    expect(() => tags.product(store as string, product as string)).toThrow(/missing or malformed/);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("throw on the time %s", (time) => {
    expect(() => tags.readAt(time)).toThrow(/malformed time/);
  });
});

describe("incoming", () => {
  it.each(["s:a:store", "s:a:products", "s:a:categories", "s:a:product:b", "slug:demo"])(
    "takes %s as it is",
    (sent) => {
      expect(incoming(sent)).toBe(sent);
    },
  );

  it("knows a slug also by its store", () => {
    expect(incoming("s:a:slug:demo")).toBe("slug:demo");
  });

  it.each(["", "s:a", "s::store", "s:a:product:", "at:5", "_N_T_/s", "s:a:store,s:b:store", "x"])(
    "refuses %j",
    (sent) => {
      expect(incoming(sent)).toBeNull();
    },
  );
});
