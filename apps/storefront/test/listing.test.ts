import { describe, expect, it } from "vitest";
import { apiQuery } from "@/data/reads";
import {
  COLLECTION_SORTS,
  changed,
  EMPTY_QUERY,
  isFiltered,
  readListing,
  readView,
  toggled,
  viewSegment,
  writeListing,
} from "@/lib/listing";
import { pageNumbers } from "@/listing/page-numbers";

const read = (query: string) => readListing(new URLSearchParams(query));

describe("a list's address", () => {
  it("has one spelling", () => {
    const query = read("page=2&option=Size:S&x=1&search=%20kettle%20&option=Size:S&from=10,50");
    expect(writeListing(query)).toBe("search=kettle&option=Size%3AS&from=10.50&page=2");
    expect(readListing(new URLSearchParams(writeListing(query)))).toEqual(query);
    const maker = read("vendor=Alder%20%26%20Sons&tag=oak");
    expect(writeListing(maker)).toBe("vendor=Alder+%26+Sons&tag=oak");
    expect(readListing(new URLSearchParams(writeListing(maker)))).toEqual(maker);
  });

  it("puts the best match first where words are asked for, and only there", () => {
    expect(read("search=kettle").sort).toBe("relevance");
    expect(read("search=kettle&sort=newest").sort).toBe("newest");
    expect(writeListing(read("search=kettle&sort=newest"))).toBe("search=kettle&sort=newest");
    expect(writeListing(read("search=kettle&sort=relevance"))).toBe("search=kettle");
    expect(read("sort=relevance").sort).toBe("newest");
    expect(changed(read("search=kettle&tag=a"), { search: "" }).sort).toBe("newest");
  });

  it("leaves out what is malformed", () => {
    expect(read("page=-1&sort=evil&from=1e9&to=x&option=nocolon&option=:v&available=yes")).toEqual(
      EMPTY_QUERY,
    );
    expect(read("page=99999999999999")).toEqual(EMPTY_QUERY);
    expect(read("page=12345").page).toBe(9999);
  });

  it("tells filters from pages", () => {
    expect(isFiltered(read("page=3&sort=price"))).toBe(false);
    for (const query of [
      "search=a",
      "vendor=a",
      "tag=a",
      "category=a",
      "from=1",
      "to=1",
      "available=true",
    ]) {
      expect(isFiltered(read(query))).toBe(true);
    }
  });

  it("names each view in a path segment and reads it back", () => {
    for (const sort of COLLECTION_SORTS) {
      expect(readView(viewSegment({ sort, page: 12 }))).toEqual({ sort, page: 12 });
    }
    for (const bad of [
      "",
      "newest",
      "newest.0",
      "newest.01",
      "evil.1",
      "newest.99999",
      "-price.1",
    ]) {
      expect(readView(bad)).toBeNull();
    }
  });

  it("a changed filter begins on the first page again", () => {
    const query = read("page=4&option=Size:S");
    expect(toggled(query, "Size:S")).toMatchObject({ page: 1, options: [] });
    expect(toggled(query, "Size:M").options).toEqual(["Size:S", "Size:M"]);
    expect(changed(query, { tag: "x" }).page).toBe(1);
  });

  it("asks the API in minor units of the shop's currency", () => {
    const query = { ...EMPTY_QUERY, from: "10.5", to: "20", sort: "-price" as const };
    expect(apiQuery(query, { category: "brew" }, 24, "EUR")).toBe(
      "page=1&per_page=24&sort=-price&category=brew&min_price=1050&max_price=2000",
    );
    expect(apiQuery(query, {}, 24, "JPY")).toContain("min_price=10&max_price=20");
    expect(apiQuery(query, {}, 24, "KWD")).toContain("min_price=10500&max_price=20000");
  });
});

describe("page numbers", () => {
  it.each([
    [1, 1, [1]],
    [1, 3, [1, 2, 3]],
    [5, 9, [1, null, 4, 5, 6, null, 9]],
    [3, 9, [1, 2, 3, 4, null, 9]],
    [9, 9, [1, null, 8, 9]],
    [4, 5, [1, 2, 3, 4, 5]],
  ])("page %d of %d", (current, last, expected) => {
    expect(pageNumbers(current, last)).toEqual(expected);
  });
});
